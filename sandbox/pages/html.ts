/** Server-rendered HTML in small functions: `html` escapes every value that is not already HTML. */

/** A piece of HTML that is safe to put into a page. */
export type Html = { readonly html: string };
export type HtmlValue = Html | string | number | bigint | boolean | null | undefined | readonly HtmlValue[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (char) => entities[char] ?? char);

/** HTML that somebody else vouches for. */
export const raw = (source: string): Html => ({ html: source });

function render(value: HtmlValue): string {
  if (value === null || value === undefined || value === false || value === true) return '';
  if (Array.isArray(value)) return value.map(render).join('');
  if (typeof value === 'object' && 'html' in value) return value.html;
  return escapeHtml(String(value));
}

/** Tagged template: text is escaped, lists are joined, null, undefined and booleans print nothing. */
export function html(strings: TemplateStringsArray, ...values: HtmlValue[]): Html {
  return { html: strings.reduce((page, part, at) => page + render(values[at - 1]) + part) };
}

/** JSON for a `<script type="application/json">`, which must not be able to end its element. */
export const json = (value: unknown): Html => raw(JSON.stringify(value).replace(/</g, '\\u003c'));

export type Document = {
  title: string;
  lang: string;
  styles: string[];
  scripts?: string[];
  body: Html;
  bodyClass?: string;
  /** data-* attributes of the body, by name. */
  data?: Record<string, string>;
  head?: Html;
};

/** A whole document, ready to be sent. */
export function documentPage({
  title,
  lang,
  styles,
  scripts = [],
  body,
  bodyClass = '',
  data = {},
  head,
}: Document): string {
  return html`<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${styles.map((name) => html`<link rel="stylesheet" href="/assets/${name}.css">`)}
${head ?? ''}
${scripts.map((name) => html`<script src="/assets/${name}.js" defer></script>`)}
</head>
<body class="${bodyClass}"${Object.entries(data).map(([name, value]) => html` data-${name}="${value}"`)}>
${body}
</body>
</html>`.html;
}
