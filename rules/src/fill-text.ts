/** What a merchant may write in braces. Case and outer spaces do not count. */
export const TEXT_VARIABLES = ['first name', 'product', 'discount', 'deadline', 'shop', 'order'] as const;
export type TextVariable = (typeof TEXT_VARIABLES)[number];

/** Values as they are to be read; null, absent and blank are the same: not there. */
export type TextValues = Readonly<Partial<Record<TextVariable, string | null>>>;

/** `{name}` or `{name|fallback}`. Bounded, so that no text can make it slow. */
const VARIABLE = /([ \u00a0]?)\{([^{}|\n]{1,40})(?:\|([^{}\n]{0,100}))?\}/g;

/** Longest value that is put into a text: a name of 10,000 letters is not one. */
const MAX_VALUE = 120;

/**
 * A value from outside as part of a line: without control characters, line breaks and the marks that turn the direction of
 * writing, which would let a name rearrange what stands around it.
 */
function plain(value: string | null | undefined): string {
  if (!value) return '';
  return (
    value
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ')
      .trim()
      .slice(0, MAX_VALUE)
  );
}

function nameOf(written: string): string {
  return written.trim().replace(/\s+/g, ' ').toLowerCase();
}

/**
 * Puts values into a merchant's text. `{first name|there}` has a fallback; a variable that is unknown or empty and has none is
 * taken out, with the space before it, so that "Hi {first name}, thank you" becomes "Hi, thank you". What is put in is never
 * read again: a customer who is called "{product}" stays that. The result is plain text and must be drawn as text; nothing in
 * it is markup.
 *
 * @param keep variables that somebody else fills in later; they stay as they are written
 */
export function fillText(text: string, values: TextValues, keep: readonly TextVariable[] = []): string {
  if (!text.includes('{')) return text;
  let isStartEmpty = false;
  const filled = text.replace(
    VARIABLE,
    (whole: string, space: string, written: string, fallback: string | undefined, at: number) => {
      const name = nameOf(written) as TextVariable;
      if (keep.includes(name)) return whole;
      const value = plain(TEXT_VARIABLES.includes(name) ? values[name] : null) || (fallback ?? '').trim();
      if (value !== '') return space + value;
      if (at === 0) isStartEmpty = true;
      return '';
    },
  );
  // "{first name}, thank you" must not begin with a comma.
  return isStartEmpty ? filled.replace(/^[\s,;:!.]+/, '') : filled;
}

/** Which variables a text speaks of, each once; unknown ones too, as they are written. */
export function variablesIn(text: string): string[] {
  const found = new Set<string>();
  for (const [, , written = ''] of text.matchAll(VARIABLE)) found.add(nameOf(written));
  return [...found];
}
