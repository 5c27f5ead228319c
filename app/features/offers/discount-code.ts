/** No vowels (no words), nothing that looks like something else; 28 characters. */
const alphabet = '23456789BCDFGHJKMNPQRSTVWXYZ';

/** A code that can be read aloud and not be guessed: ten characters, 48 random bits, `K7WPX-9MHTR`. */
export function newDiscountCode(): string {
  let code = '';
  while (code.length < 10) {
    for (const byte of crypto.getRandomValues(new Uint8Array(16))) {
      // 252 = 9 × 28: above it some characters would come more often.
      if (byte < 252 && code.length < 10) code += alphabet[byte % 28];
    }
  }
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}
