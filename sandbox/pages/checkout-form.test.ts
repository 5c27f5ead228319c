import { describe, expect, it } from 'vitest';
import { contactOf } from './checkout-form.ts';

describe('contactOf', () => {
  it('takes an e-mail address as it is', () => {
    expect(contactOf('anna@example.com', 'DE')).toEqual({ email: 'anna@example.com' });
  });

  it('writes a national number in international form', () => {
    expect(contactOf('0171 / 234 56 78', 'DE')).toEqual({ phone: '+491712345678' });
    expect(contactOf('(555) 010-9999', 'US')).toEqual({ phone: '+15550109999' });
    expect(contactOf('0041 79 123 45 67', 'DE')).toEqual({ phone: '+41791234567' });
  });

  it('refuses what is neither', () => {
    expect(contactOf('anna@', 'DE')).toBeNull();
    expect(contactOf('12', 'DE')).toBeNull();
  });
});
