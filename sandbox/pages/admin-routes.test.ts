import { describe, expect, it } from 'vitest';
import { appPath } from './admin-routes.ts';

describe('appPath', () => {
  it('maps an admin address to the path of the app, with or without /app in it', () => {
    expect(appPath('', {})).toBe('/app');
    expect(appPath('offers/off_1', { tab: 'text' })).toBe('/app/offers/off_1?tab=text');
    expect(appPath('app/offers', {})).toBe('/app/offers');
  });

  it('keeps the locale for the frame', () => {
    expect(appPath('offers', { locale: 'de' })).toBe('/app/offers');
  });
});
