import { boxPage } from './box-frame.ts';
import { html } from './html.ts';

export const PHONE_WIDTHS = [360, 390, 430] as const;

/** Any page of a shop, as wide as a phone. What is clicked in it stays in it. */
export function phonePage(path: string, width: number): string {
  const other = PHONE_WIDTHS.filter((one) => one !== width);
  const main = html`<h1 class="hush">Phone</h1><div class="phone-bar"><p>${width} pixels wide</p>
<nav aria-label="Width">${other.map((one) => html`<a href="/phone?width=${one}&path=${encodeURIComponent(path)}">${one}</a>`)}<a href="${path}">Full width</a></nav></div>
<div class="phone"><iframe src="${path}" title="The page at phone width" style="width:${width}px"></iframe></div>`;
  return boxPage({ title: 'Phone', here: '/phone', main, styles: ['phone'] });
}
