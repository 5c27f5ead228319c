import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { qrMatrix } from './qr.ts';

const print = (text: string): string =>
  createHash('sha256')
    .update((qrMatrix(text) ?? []).map((row) => row.map(Number).join('')).join('\n'))
    .digest('hex')
    .slice(0, 16);

describe('qrMatrix', () => {
  it('grows with the text and gives up on one that is too long', () => {
    expect(qrMatrix('A')).toHaveLength(21);
    expect(qrMatrix('q'.repeat(200))).toHaveLength(57);
    expect(qrMatrix('q'.repeat(214))).toBeNull();
  });

  // Fingerprints of codes that an independent reader (jsQR) read back as the same text.
  it.each([
    ['http://127.0.0.1:4400/r/ANNA', '58e052da509a01e7'],
    ['ä€'.repeat(20), '66bc7dd056c1cbdd'],
  ])('draws %s as a reader was able to read it', (text, fingerprint) => {
    expect(print(text)).toBe(fingerprint);
  });
});
