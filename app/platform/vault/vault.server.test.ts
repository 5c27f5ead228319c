import { describe, expect, it } from 'vitest';
import { createVault } from './vault.server.ts';

const key = (fill: number) => Buffer.alloc(32, fill);
const vault = createVault([{ id: 'k1', key: key(1) }]);

describe('the vault', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const text = 'Zoë 🌿 \u0000 <b>';
    const sealed = vault.seal(text);
    expect(sealed).not.toContain('Zo');
    expect(vault.open(sealed)).toBe(text);
    expect(vault.seal(text)).not.toBe(sealed);
  });

  it('refuses a text that was changed, and a key it does not have', () => {
    const sealed = vault.seal('secret');
    const last = sealed.at(-5) === 'A' ? 'B' : 'A';
    expect(() => vault.open(`${sealed.slice(0, -5)}${last}${sealed.slice(-4)}`)).toThrow();
    expect(() => createVault([{ id: 'k2', key: key(2) }]).open(sealed)).toThrow(/not configured/);
  });

  it('rotates: a new first key seals, the old one still opens, and look-up hashes stay', () => {
    const old = vault.seal('before');
    const rotated = createVault([
      { id: 'k2', key: key(2) },
      { id: 'k1', key: key(1) },
    ]);
    expect(rotated.open(old)).toBe('before');
    expect(rotated.isOld(old)).toBe(true);
    expect(rotated.isOld(rotated.seal('after'))).toBe(false);
    expect(rotated.hash('shp_a', 'email', 'a@b.c')).toBe(vault.hash('shp_a', 'email', 'a@b.c'));
  });

  it('hashes differ by shop and by kind, so no one can join people across shops', () => {
    const hashes = new Set([
      vault.hash('shp_a', 'email', 'x'),
      vault.hash('shp_b', 'email', 'x'),
      vault.hash('shp_a', 'phone', 'x'),
      vault.hash('shp_a', 'email', 'y'),
    ]);
    expect(hashes.size).toBe(4);
  });

  it('a signature holds for its own purpose and value only', () => {
    const signature = vault.sign('unsubscribe', 'msg_1');
    expect(vault.isSigned('unsubscribe', 'msg_1', signature)).toBe(true);
    expect(vault.isSigned('unsubscribe', 'msg_2', signature)).toBe(false);
    expect(vault.isSigned('review', 'msg_1', signature)).toBe(false);
    expect(vault.isSigned('unsubscribe', 'msg_1', '')).toBe(false);
    expect(vault.isSigned('unsubscribe', 'msg_1', `${signature}x`)).toBe(false);
  });
});
