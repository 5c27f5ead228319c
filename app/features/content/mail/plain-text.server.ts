import { toPlainText } from '@react-email/components';

/** The part of html-to-text (it brings no types) that one formatter needs. */
interface Element {
  attribs: Record<string, string>;
}
interface TextBuilder {
  openBlock(options: { leadingLineBreaks: number }): void;
  closeBlock(options: { trailingLineBreaks: number }): void;
  addInline(text: string, options: object): void;
}

/** The plain-text part of a message, from the very markup that is sent. */
export function plainText(markup: string): string {
  return toPlainText(markup, {
    selectors: [
      { selector: 'h1', options: { uppercase: false } },
      { selector: 'img', format: 'skip' },
      { selector: '[aria-hidden=true]', format: 'skip' },
      { selector: 'a.star', format: 'star' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'] } },
      { selector: 'td', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ],
    wordwrap: false,
    formatters: {
      // a row of stars says nothing without its colours: one line each, with what it means
      star: (element: Element, _walk: unknown, builder: TextBuilder) => {
        builder.openBlock({ leadingLineBreaks: 1 });
        builder.addInline(`${element.attribs['aria-label']}: ${element.attribs.href}`, {});
        builder.closeBlock({ trailingLineBreaks: 1 });
      },
    },
  })
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** One line for a header: no control characters, not endless. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/** Languages written from right to left. */
const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'iw', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

/** The direction in which a language is written. */
export function directionOf(tag: string): 'ltr' | 'rtl' {
  return rightToLeft.has(tag.split('-')[0]?.toLowerCase() ?? '') ? 'rtl' : 'ltr';
}
