import { documentPage, type Html, html } from './html.ts';

/** A page of the sandbox itself (not of a shop): a bar with its rooms, then the content. */
export function boxPage(options: {
  title: string;
  here: string;
  main: Html;
  scripts?: string[];
  styles?: string[];
  wide?: boolean;
}): string {
  const rooms = [
    ['/', 'Shops'],
    ['/mail', 'Mail'],
    ['/clock', 'Clock'],
  ] as const;
  const body = html`<a class="skip" href="#main">Skip to content</a>
<header class="box-head"><a class="box-name" href="/"><img src="/assets/icon.svg" alt="" width="28" height="28">Store in a box</a><nav aria-label="Sandbox">${rooms.map(([href, name]) => html`<a href="${href}" ${href === options.here ? html`aria-current="page"` : ''}>${name}</a>`)}</nav></header>
<main id="main" class="${options.wide ? 'wide' : ''}">${options.main}</main>`;
  return documentPage({
    title: `${options.title} · Store in a box`,
    lang: 'en',
    styles: ['box', ...(options.styles ?? [])],
    scripts: options.scripts ?? [],
    body,
  });
}
