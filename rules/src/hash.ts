/**
 * A stable hash for random shares: the same text gives the same number in every process, on every machine and
 * in every version of Reprise. Who is in a hold-out must never change because of a deploy, so this file is
 * frozen: a different algorithm needs a new name beside it.
 *
 * FNV-1a, 32 bit, over the UTF-8 bytes (Fowler, Noll, Vo; https://www.rfc-editor.org/rfc/rfc9923), each part
 * closed with the byte 0xFF, which never occurs in UTF-8, so that ("ab","c") and ("a","bc") differ. FNV alone
 * leaves the high bits of short, similar keys too regular to cut shares from; the finaliser of MurmurHash3
 * (fmix32, Austin Appleby, public domain) spreads every bit over the whole number.
 */

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const SPAN = 0x1_0000_0000;

/** The FNV-1a state before any byte. */
export const HASH_START = OFFSET;

function addByte(state: number, byte: number): number {
  return Math.imul(state ^ byte, PRIME);
}

/** Adds the UTF-8 bytes of a text to an FNV-1a state. A lone surrogate counts as U+FFFD, as encoders do. */
export function hashText(state: number, text: string): number {
  let h = state;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      h = addByte(h, code);
      continue;
    }
    if (code >= 0xd800 && code <= 0xdfff) {
      const next = text.charCodeAt(i + 1);
      if (code < 0xdc00 && next >= 0xdc00 && next <= 0xdfff) {
        code = 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00);
        i++;
      } else {
        code = 0xfffd;
      }
    }
    if (code < 0x800) {
      h = addByte(h, 0xc0 | (code >> 6));
    } else {
      if (code < 0x10000) {
        h = addByte(h, 0xe0 | (code >> 12));
      } else {
        h = addByte(h, 0xf0 | (code >> 18));
        h = addByte(h, 0x80 | ((code >> 12) & 0x3f));
      }
      h = addByte(h, 0x80 | ((code >> 6) & 0x3f));
    }
    h = addByte(h, 0x80 | (code & 0x3f));
  }
  return h;
}

/** Adds one closed part, so that parts cannot run into each other. */
export function hashPart(state: number, text: string): number {
  return addByte(hashText(state, text), 0xff);
}

/** MurmurHash3's fmix32: every input bit reaches every output bit. Unsigned. */
export function mix(state: number): number {
  let h = state;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}

/** Where these parts fall in a share: a number from 0 (included) to 1 (excluded), always the same one. */
export function shareOf(...parts: readonly string[]): number {
  let state = HASH_START;
  for (const part of parts) state = hashPart(state, part);
  return mix(state) / SPAN;
}

/** `shareOf` for a prefix that was hashed ahead with `hashPart`; for the hot path. */
export function shareFrom(state: number, lastPart: string): number {
  return mix(hashPart(state, lastPart)) / SPAN;
}
