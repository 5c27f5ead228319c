import { expect, test } from 'vitest';
import { testShop, testStore } from '../testing.ts';
import { toAddress } from './postal.ts';

test.each([
  [{ countryCode: 'de' }, 'Germany', 'DE'],
  [{ country: 'US', province: 'IL' }, 'United States', 'US'],
  [{ country: 'Österreich' }, 'Austria', 'AT'],
  [{ country: 'Atlantis' }, 'Atlantis', null],
  [{ city: 'Kyoto' }, 'Japan', 'JP'],
])('%j is in %s', (input, country, countryCode) => {
  const shop = testShop(testStore(), { currency: 'JPY' });
  expect(toAddress(input, shop)).toMatchObject({ country, countryCode });
});

test('a code that no country has is refused, nothing is null', () => {
  const shop = testShop(testStore());
  expect(() => toAddress({ countryCode: 'QQ' }, shop)).toThrow('two letters');
  expect(toAddress(null, shop)).toBeNull();
});
