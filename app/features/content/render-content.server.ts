import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';
import { getProducts } from '../products/index.server.ts';
import { readBrand } from './brand.server.ts';
import type { Brand } from './brand.ts';
import type { ContentInput, ContentProblem } from './content.ts';
import { readPublishedOf, readVersion } from './contents.repo.server.ts';
import { type Drawing, drawMail, drawSms } from './draw-content.server.tsx';
import { directionOf } from './mail/plain-text.server.ts';
import type { SlotName } from './slots.ts';
import { linksIn, type MessageLink, personalUrls } from './track-links.server.ts';
import { contentVars, type GivenVars } from './vars.ts';

export interface RenderedContent {
  kind: 'rendered';
  /** the version that was drawn, and the language whose words were used */
  version: number;
  language: string;
  dir: 'ltr' | 'rtl';
  subject: string;
  preheader: string;
  html: string;
  text: string;
  /** words for a phone; null when there are none in this language */
  sms: string | null;
  /** each address once, in the order of the message; without those that unsubscribe */
  links: MessageLink[];
}

export type RenderOutcome =
  | RenderedContent
  /** nothing is sent; `problem` names field, line and rule */
  | { kind: 'not_renderable'; problem: ContentProblem }
  /** no such content, or it was never published */
  | { kind: 'unknown' };

/** What only a real recipient has. A preview leads its unsubscribe link to the shop. */
export interface RecipientLinks {
  unsubscribeUrl: string | null;
  preferencesUrl: string | null;
}

/**
 * Draws one version of a content for one reader: the same for a preview and for sending, whole or not at all.
 * @param of `version: 'published'` is the one that is sent now
 * @param locale the reader's BCP 47 tag; words in its language, else in the shop's, else in the content's first
 * @param channel `email` draws subject, HTML and text; `sms` only the words for a phone
 */
export async function renderContent(
  ctx: Context,
  of: { contentId: string; version: number | 'published' },
  vars: GivenVars,
  locale: string | null,
  channel: 'email' | 'sms',
  recipient?: RecipientLinks,
): Promise<RenderOutcome> {
  const stored = await readVersion(ctx.db, ctx.shop.id, of);
  if (!stored) return { kind: 'unknown' };
  return renderInput(ctx, stored.input, vars, locale, channel, recipient, stored.version);
}

/** The merchant's own words for one of our messages, when there are some that are published. */
export async function publishedContentOf(
  ctx: Context,
  slot: SlotName,
): Promise<{ contentId: string; version: number } | null> {
  const found = await readPublishedOf(ctx.db, ctx.shop.id, slot);
  return found && { contentId: found.id, version: found.version };
}

/** The same for a content that is not stored (yet): what stands in an editor. */
export async function renderInput(
  ctx: Context,
  input: ContentInput,
  given: GivenVars,
  locale: string | null,
  channel: 'email' | 'sms',
  recipient?: RecipientLinks,
  version = 0,
): Promise<RenderOutcome> {
  const vars = contentVars.parse(given);
  const brand = await readBrand(ctx);
  const language = languageFor(input, locale, ctx.shop.locale);
  const isMarketing = input.class === 'marketing';
  const drawing: Drawing = {
    content: input,
    language,
    vars,
    products: await chosenProducts(ctx, input, brand),
    brand,
    t: ctx.text(language),
    locale: numbersIn(language, locale),
    timezone: ctx.shop.timezone,
    appUrl: ctx.appUrl,
    unsubscribeUrl: isMarketing ? (recipient ? recipient.unsubscribeUrl : ctx.shop.storefrontUrl) : null,
    preferencesUrl: recipient ? recipient.preferencesUrl : ctx.shop.storefrontUrl,
  };
  const base = { kind: 'rendered' as const, version, language, dir: directionOf(language) };
  const words = drawSms(drawing);
  if (words.kind === 'wrong') return { kind: 'not_renderable', problem: words.problem };
  const { sms } = words;
  const personal = personalUrls(vars);
  if (channel === 'sms') {
    return {
      ...base,
      subject: '',
      preheader: '',
      html: '',
      text: '',
      sms,
      links: linksIn(sms ?? '', personal),
    };
  }
  const drawn = drawMail(drawing);
  if (drawn.kind === 'wrong') return { kind: 'not_renderable', problem: drawn.problem };
  const own = recipient ? [recipient.unsubscribeUrl, recipient.preferencesUrl] : [];
  return {
    ...base,
    ...drawn.mail,
    sms,
    links: linksIn(drawn.mail.html, personal).filter(({ url }) => !own.includes(url)),
  };
}

/** The language to write in: the reader's where the content speaks it, else the shop's, else the content's first. */
export function languageFor(
  input: Pick<ContentInput, 'texts'>,
  wanted: string | null,
  shopLocale: string,
): string {
  const spoken = Object.keys(input.texts);
  for (const tag of [wanted, shopLocale]) {
    const clean = tag?.replaceAll('_', '-');
    const found =
      spoken.find((each) => each.toLowerCase() === clean?.toLowerCase()) ??
      spoken.find((each) => each === clean?.split('-')[0]?.toLowerCase()) ??
      spoken.find((each) => each.split('-')[0] === clean?.split('-')[0]?.toLowerCase());
    if (found) return found;
  }
  return spoken[0] ?? 'en';
}

/** Numbers and dates as in the reader's country, when the words are in the reader's language. */
function numbersIn(language: string, wanted: string | null): string {
  const clean = wanted?.replaceAll('_', '-');
  if (!clean || clean.split('-')[0]?.toLowerCase() !== language.split('-')[0]) return language;
  try {
    return Intl.getCanonicalLocales(clean)[0] ?? language;
  } catch {
    return language;
  }
}

async function chosenProducts(ctx: Context, input: ContentInput, brand: Brand): Promise<Drawing['products']> {
  const ids = input.blocks.flatMap((block) =>
    block.kind === 'products' && block.source === 'chosen' ? block.productIds : [],
  );
  const known = await getProducts(ctx, [...new Set(ids)]);
  return new Map(
    known
      .filter(({ status }) => status === 'active')
      .map(({ id, title, handle, imageUrl, variants }) => [
        id,
        {
          title,
          imageUrl: imageUrl && /^https?:\/\//.test(imageUrl) ? imageUrl : null,
          url: `${brand.shopUrl}/products/${encodeURIComponent(handle)}`,
          price: variants[0] ? { minor: variants[0].priceMinor, currency: ctx.shop.currency } : null,
        },
      ]),
  );
}

/** Where a recipient ends marketing and chooses what to get. */
export function recipientLinks(
  ctx: Pick<Context, 'linkUrl' | 'vault'>,
  messageId: string,
): { unsubscribeUrl: string; preferencesUrl: string } {
  return {
    unsubscribeUrl: ctx.linkUrl + paths.unsubscribe(messageId, ctx.vault.sign('unsubscribe', messageId)),
    preferencesUrl: ctx.linkUrl + paths.preferences(messageId, ctx.vault.sign('preferences', messageId)),
  };
}
