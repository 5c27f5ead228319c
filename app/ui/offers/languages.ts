/** Languages that a shop may want to speak; any other one can be stored too. */
export const commonLanguages =
  'en de fr es it nl pt da sv nb fi pl cs sk hu ro bg hr sl el tr uk et lv lt ja ko zh ar he th vi id'.split(
    ' ',
  );

/** `German` or `Deutsch`, as the reader says it. */
export function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** `Germany` or `Deutschland`. */
export function countryName(code: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
