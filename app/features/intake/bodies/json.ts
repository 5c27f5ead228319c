import { parse } from 'lossless-json';

/** Deeper than anything a shop sends; a body beyond it is an attack on the parser's stack. */
const maxDepth = 60;

/**
 * JSON in which no number is rounded: integers that a double holds exactly become numbers, everything else (64-bit ids,
 * decimals, exponents) stays the text it was.
 * @throws SyntaxError with a sentence when the bytes are not JSON
 */
export function parseExactJson(body: Uint8Array): unknown {
  const text = new TextDecoder('utf-8', { ignoreBOM: false }).decode(body);
  if (isTooDeep(text)) throw new SyntaxError(`The body is nested deeper than ${maxDepth} levels.`);
  try {
    return parse(text, undefined, (digits) =>
      /^-?\d{1,15}$/.test(digits) ? Number(digits) : (digits as unknown as number),
    );
  } catch (error) {
    const what =
      error instanceof Error ? error.message.slice(0, 120).replace(/[\p{Cc}\p{Cs}]/gu, ' ') : 'unreadable';
    throw new SyntaxError(`The body is not JSON: ${what}.`);
  }
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      if (++depth > maxDepth) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}
