/**
 * Lines of a CSV file as RFC 4180 has them: CRLF, a field in quotes where it needs them, quotes doubled. A text that a
 * spreadsheet would run as a formula (it begins with = + - @, a tab or a carriage return) gets an apostrophe in front, as OWASP
 * advises; numbers are left alone.
 */
export function csvLine(fields: readonly (string | number)[]): string {
  return `${fields.map(csvField).join(',')}\r\n`;
}

/** Spreadsheets take a file for UTF-8 only with this in front. */
export const byteOrderMark = '\ufeff';

const isNumber = /^-?\d+(\.\d+)?$/;

function csvField(field: string | number): string {
  const text = String(field);
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
