import type { Context } from '../../platform/context.ts';
import {
  absoluteUrl,
  publishedContentOf,
  readBrand,
  renderContent,
  sendToShop,
} from '../content/index.server.ts';
import { searchProducts } from '../products/index.server.ts';
import { contentOf } from './content-of.ts';
import { kindRules, type MessageData, type MessageKind } from './kinds.ts';
import { type Rendered, renderMessage } from './render-message.server.tsx';
import { sampleData } from './sample-data.ts';

/** What a preview may be asked to show beside the kind's usual sample. */
export interface PreviewChoice {
  locale: 'en' | 'de';
  /** which of the three reminders */
  step?: 1 | 2 | 3;
  /** the code of the third reminder, basis points; null = without one */
  codeBasisPoints?: number | null;
  /** the words of a flow's message, and whether its flow gives a code before it */
  flow?: { content: MessageData<'flow'>['content']; hasCode: boolean };
}

/** Draws a message with made-up data and the shop's own products, colours, address and, where published, words. */
export async function previewMessage<Kind extends MessageKind>(
  ctx: Context,
  kind: Kind,
  choice: PreviewChoice,
): Promise<Rendered & { fromName: string; replyTo: string | null }> {
  const brand = await readBrand(ctx);
  const t = ctx.text(choice.locale);
  const products = await searchProducts(ctx, { text: '', limit: 2 });
  const now = ctx.clock.now();
  const sample = sampleData(kind, {
    currency: ctx.shop.currency,
    storefrontUrl: ctx.shop.storefrontUrl,
    appUrl: ctx.appUrl,
    now,
    firstName: t('mail:messages.sample.firstName'),
    productTitle: t('mail:messages.sample.product'),
    flowContent: {
      subject: t('mail:messages.sample.flow.subject'),
      text: t('mail:messages.sample.flow.text'),
      button: t('mail:messages.sample.flow.button'),
      url: ctx.shop.storefrontUrl,
    },
    products: products.map(({ title, imageUrl, variants }) => ({
      title,
      imageUrl: absoluteUrl(imageUrl),
      priceMinor: BigInt(variants[0]?.priceMinor ?? '0'),
    })),
  });
  const data = withWords(withStep(sample, choice, now), choice);
  const sender = { fromName: brand.shopName, replyTo: brand.replyTo };
  const slot = contentOf[kind].slot(data);
  const own = slot ? await publishedContentOf(ctx, slot) : null;
  const drawn = own
    ? await renderContent(ctx, own, contentOf[kind].vars(data), choice.locale, 'email')
    : null;
  if (drawn?.kind === 'rendered') return { ...drawn, ...sender };
  const isMarketing = kindRules[kind].class === 'marketing';
  const rendered = renderMessage(kind, data, {
    t,
    brand,
    locale: choice.locale,
    timezone: ctx.shop.timezone,
    // A preview has nobody to unsubscribe
    unsubscribeUrl: isMarketing ? ctx.shop.storefrontUrl : null,
    preferencesUrl: ctx.shop.storefrontUrl,
  });
  return { ...rendered, ...sender };
}

function withWords<Kind extends MessageKind>(
  data: MessageData<Kind>,
  { flow }: PreviewChoice,
): MessageData<Kind> {
  if (!('content' in data) || !flow) return data;
  return { ...data, content: flow.content, ...(flow.hasCode ? {} : { code: null }) };
}

function withStep<Kind extends MessageKind>(
  data: MessageData<Kind>,
  { step, codeBasisPoints }: PreviewChoice,
  now: Date,
): MessageData<Kind> {
  if (!('step' in data) || !step) return data;
  const endsAt = new Date(now.getTime() + 72 * 3_600_000).toISOString();
  const code =
    step === 3 && codeBasisPoints ? { code: 'BACK-7K2M9QXW', basisPoints: codeBasisPoints, endsAt } : null;
  return { ...data, step, code };
}

/**
 * Sends a preview to the shop's own contact address, never elsewhere: this is no way to write to others. It is marked as a
 * test in its subject and stands in no ledger, since no customer is concerned.
 */
export async function sendTestMessage(
  ctx: Context,
  kind: MessageKind,
  choice: PreviewChoice,
): Promise<{ kind: 'sent'; to: string } | { kind: 'no_address' } | { kind: 'failed'; reason: string }> {
  return sendToShop(ctx, await previewMessage(ctx, kind, choice), choice.locale);
}
