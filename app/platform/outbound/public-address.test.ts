import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './public-address.server.ts';

describe('an address that anybody can reach', () => {
  it.each([
    '23.227.38.65',
    '2606:2800:220:1:248:1893:25c8:1946',
    '2606:4700::6810:85e5',
    '2a00:1450:4001:800::200e',
    '8.8.8.8',
    '93.184.216.34',
  ])('%s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.31.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '2002:a00:1::',
    '255.255.255.255',
    '64:ff9b::7f00:1',
    '64:ff9b::a00:1',
    '::',
    '::1',
    '::ffff:10.0.0.1',
    '::ffff:93.184.216.34',
    'fd00::1',
    'fe80::1',
    'not an address',
    'x',
  ])('not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
