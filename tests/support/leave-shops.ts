import { afterAll } from 'vitest';
import { openBox } from './box.ts';

/**
 * A journey's shops leave with it: every installed shop has timers of its own, and whoever moves the clock by a month waits for
 * all of them. The sandbox's two demo shops stay.
 */
const before = new Set((await openBox().get<{ shop: string }[]>('/shops')).map(({ shop }) => shop));
afterAll(async () => {
  const box = openBox();
  for (const { shop, isInstalled } of await box.get<{ shop: string; isInstalled: boolean }[]>('/shops')) {
    if (isInstalled && !before.has(shop)) await box.post(`/shops/${shop}/uninstall`);
  }
});
