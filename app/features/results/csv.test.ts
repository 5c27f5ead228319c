import { describe, expect, test } from 'vitest';
import { csvLine } from './csv.ts';

describe('a line of CSV', () => {
  test('quotes what needs it and ends with CRLF', () => {
    expect(csvLine(['plain', 12, 'a,b', 'say "hi"', 'two\nlines', ''])).toBe(
      'plain,12,"a,b","say ""hi""","two\nlines",\r\n',
    );
  });

  test.each([
    ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
    ['+1+cmd|calc', "'+1+cmd|calc"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['-2+3', "'-2+3"],
    ['\tx', "'\tx"],
    ['\rx', `"'\rx"`],
  ])('defuses %j', (text, field) => {
    expect(csvLine([text])).toBe(`${field}\r\n`);
  });

  test('leaves amounts alone, also below zero', () => {
    expect(csvLine(['-12.50', -3, '0.00'])).toBe('-12.50,-3,0.00\r\n');
  });
});
