import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';
import { plainText } from './mail/plain-text.server.ts';
import type { ContentVars } from './vars.ts';

/** A link of a message as it was drawn. Those that open somebody's own data are short-lived. */
export interface MessageLink {
  url: string;
  isPersonal: boolean;
}

const hrefs = /href="(https?:\/\/[^"]+)"/g;
/** Addresses in plain words; a mark that ends the sentence is not part of one. */
const bare = /https?:\/\/[^\s"<>()]*[^\s"<>().,;:!?]/g;

/** Every address of a message once, in its order: of links in HTML, or as they stand in words for a phone. */
export function linksIn(markup: string, personal: ReadonlySet<string>): MessageLink[] {
  const found = markup.includes('<html')
    ? [...markup.matchAll(hrefs)].map(([, url]) => decoded(url ?? ''))
    : [...markup.matchAll(bare)].map(([url]) => url);
  return [...new Set(found)].map((url) => ({ url, isPersonal: personal.has(url) }));
}

/** The addresses among a message's values that open somebody's own data at once, without a check of ours on the way. */
export function personalUrls(vars: Pick<ContentVars, 'order' | 'checkout' | 'parcel'>): Set<string> {
  const urls = [vars.order?.statusUrl, vars.checkout?.url, vars.parcel?.trackingUrl];
  // Drawn as `URL` writes them; a template has them as they came.
  return new Set(urls.flatMap((url) => (url ? [url, new URL(url).href] : [])));
}

/** Where link number `link` of a message goes through us, on our own link domain. */
export function trackedUrl(ctx: Pick<Context, 'linkUrl' | 'vault'>, messageId: string, link: number): string {
  return ctx.linkUrl + paths.go(messageId, link, ctx.vault.sign('go', `${messageId}.${link}`));
}

/**
 * Leads the links of a message through us, so that clicks can be counted. Left alone are `except` (a way to unsubscribe takes no
 * detour) and links whose words are their own address: those are there to be copied and passed on, and an address that leads
 * elsewhere than it says looks like a trap.
 */
export function trackLinks(
  ctx: Pick<Context, 'linkUrl' | 'vault'>,
  messageId: string,
  html: string,
  personal: ReadonlySet<string>,
  except: (string | null)[],
): { html: string; text: string; links: MessageLink[] } {
  const links = linksIn(html, personal).filter(
    ({ url }) => !except.includes(url) && !html.includes(`>${encoded(url)}<`),
  );
  const places = new Map(links.map(({ url }, at) => [url, at]));
  const tracked = html.replace(hrefs, (whole, url: string) => {
    const at = places.get(decoded(url));
    return at === undefined ? whole : `href="${trackedUrl(ctx, messageId, at)}"`;
  });
  return { html: tracked, text: plainText(tracked), links };
}

/** The same for the words that a phone gets: each address becomes ours, which is shorter than most. */
export function trackWords(
  ctx: Pick<Context, 'linkUrl' | 'vault'>,
  messageId: string,
  words: string,
  personal: ReadonlySet<string>,
): { words: string; links: MessageLink[] } {
  const links = linksIn(words, personal);
  const places = new Map(links.map(({ url }, at) => [url, at]));
  const tracked = words.replace(bare, (url) => trackedUrl(ctx, messageId, places.get(url) ?? 0));
  return { words: tracked, links };
}

const entities: [string, string][] = [
  ['&quot;', '"'],
  ['&#x27;', "'"],
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
];

/** What React writes into attributes, and back. */
function decoded(text: string): string {
  return entities.reduce((result, [entity, sign]) => result.replaceAll(entity, sign), text);
}
function encoded(text: string): string {
  return [...entities].reverse().reduce((result, [entity, sign]) => result.replaceAll(sign, entity), text);
}
