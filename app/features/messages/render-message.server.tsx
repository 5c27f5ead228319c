import { toPlainText } from '@react-email/components';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { paths } from '../../paths.ts';
import type { AppContext, Context, Translate } from '../../platform/context.ts';
import { readBrand } from './brand.server.ts';
import type { Brand } from './brand.ts';
import { kindRules, type MessageData, type MessageKind } from './kinds.ts';
import { AbandonedCheckout } from './templates/abandoned-checkout.tsx';
import { FlowMessage, fillContent } from './templates/flow.tsx';
import type { MailFrame } from './templates/layout.tsx';
import { ReferralCredit, ReferralInvite } from './templates/referral.tsx';
import { ReviewRequest, ReviewReward } from './templates/review.tsx';
import { ThankYou } from './templates/thank-you.tsx';
import { VipConfirm } from './templates/vip-confirm.tsx';

const templates: { [Kind in MessageKind]: (frame: MailFrame, data: MessageData<Kind>) => ReactElement } = {
  thank_you: (frame, data) => <ThankYou frame={frame} data={data} />,
  abandoned_checkout: (frame, data) => <AbandonedCheckout frame={frame} data={data} />,
  review_request: (frame, data) => <ReviewRequest frame={frame} data={data} isReminder={false} />,
  review_reminder: (frame, data) => <ReviewRequest frame={frame} data={data} isReminder />,
  review_reward: (frame, data) => <ReviewReward frame={frame} data={data} />,
  referral_invite: (frame, data) => <ReferralInvite frame={frame} data={data} />,
  referral_credit: (frame, data) => <ReferralCredit frame={frame} data={data} />,
  vip_confirm: (frame, data) => <VipConfirm frame={frame} data={data} />,
  flow: (frame, data) => <FlowMessage frame={frame} data={data} isMarketing />,
  flow_service: (frame, data) => <FlowMessage frame={frame} data={data} isMarketing={false} />,
};

const subjects: { [Kind in MessageKind]: (data: MessageData<Kind>) => string } = {
  thank_you: () => 'mail:messages.thankYou.subject',
  abandoned_checkout: ({ step }) => `mail:messages.abandonedCheckout.step${step}.subject`,
  review_request: () => 'mail:messages.reviewRequest.subject',
  review_reminder: () => 'mail:messages.reviewReminder.subject',
  review_reward: () => 'mail:messages.reviewReward.subject',
  referral_invite: () => 'mail:messages.referral.heading',
  referral_credit: ({ state }) => `mail:messages.referralCredit.${state}.subject`,
  vip_confirm: () => 'mail:messages.vipConfirm.subject',
  // Their subject stands in their content.
  flow: () => '',
  flow_service: () => '',
};

/** Languages written from right to left. */
const rightToLeft = new Set(['ar', 'dv', 'fa', 'he', 'iw', 'ku', 'ps', 'sd', 'ug', 'ur', 'yi']);

export interface Rendered {
  subject: string;
  html: string;
  text: string;
}

/**
 * Draws one message. Every value that came from outside is escaped by React; nothing is inserted as HTML.
 * @param locale BCP 47, for numbers and dates; its words are `t`'s
 */
export function renderMessage<Kind extends MessageKind>(
  kind: Kind,
  data: MessageData<Kind>,
  look: {
    t: Translate;
    brand: Brand;
    locale: string;
    timezone: string;
    unsubscribeUrl?: string | null;
    preferencesUrl?: string | null;
  },
): Rendered {
  const frame: MailFrame = {
    t: look.t,
    brand: look.brand,
    locale: look.locale,
    timezone: look.timezone,
    dir: rightToLeft.has(look.t('mail:messages.language').split('-')[0] ?? '') ? 'rtl' : 'ltr',
    unsubscribeUrl: look.unsubscribeUrl ?? null,
    preferencesUrl: look.preferencesUrl ?? null,
  };
  const markup = renderToStaticMarkup(templates[kind](frame, data));
  const params = {
    shop: look.brand.shopName,
    order: 'orderName' in data ? (data.orderName ?? '') : '',
    name: 'firstName' in data ? (data.firstName ?? '') : '',
  };
  return {
    subject: oneLine(
      'content' in data
        ? fillContent(frame, data, data.content.subject)
        : look.t(subjects[kind](data), params),
    ),
    html: `<!DOCTYPE html>${markup}`,
    text: plainText(markup),
  };
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200);
}

/** The part of html-to-text (it brings no types) that one formatter needs. */
interface Element {
  attribs: Record<string, string>;
}
interface TextBuilder {
  openBlock(options: { leadingLineBreaks: number }): void;
  closeBlock(options: { trailingLineBreaks: number }): void;
  addInline(text: string, options: object): void;
}

function plainText(markup: string): string {
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

/**
 * The locale to write in: the wanted one if we speak its language, else the shop's if we speak that, else English.
 * `mail:messages.language` names the language whose words `t` really has.
 */
export function pickLocale(
  text: AppContext['text'],
  wanted: string | null | undefined,
  shopLocale: string,
): string {
  for (const tag of [wanted, shopLocale]) {
    if (!tag) continue;
    const clean = tag.replaceAll('_', '-');
    const language = clean.split('-')[0]?.toLowerCase();
    if (text(clean)('mail:messages.language') !== language) continue;
    try {
      return Intl.getCanonicalLocales(clean)[0] ?? 'en';
    } catch {
      return language;
    }
  }
  return 'en';
}

/** A message as the channel needs it. */
export interface RenderedMessage extends Rendered {
  fromName: string;
  replyTo: string | null;
  unsubscribeUrl: string | null;
}

/** Where one click ends marketing to the address of this message. */
export function unsubscribeUrl(ctx: Pick<Context, 'appUrl' | 'vault'>, messageId: string): string {
  return ctx.appUrl + paths.unsubscribe(messageId, ctx.vault.sign('unsubscribe', messageId));
}

/** The one link of a message goes through us, so that a click can be counted; the way on is looked up, never taken from the link. */
function withTrackedLink<Kind extends MessageKind>(
  ctx: Pick<Context, 'appUrl' | 'vault'>,
  { id, data }: { id: string; data: MessageData<Kind> },
): MessageData<Kind> {
  const url = ctx.appUrl + paths.go(id, ctx.vault.sign('go', id));
  if ('recoveryUrl' in data) return { ...data, recoveryUrl: url };
  return 'content' in data ? { ...data, content: { ...data.content, url } } : data;
}

/** Draws a ledger row with the shop's look of today. */
export async function renderForSending<Kind extends MessageKind>(
  ctx: Context,
  message: { id: string; kind: Kind; locale: string | null; data: MessageData<Kind> },
): Promise<RenderedMessage> {
  const brand = await readBrand(ctx);
  const locale = pickLocale(ctx.text, message.locale, ctx.shop.locale);
  const isMarketing = kindRules[message.kind].class === 'marketing';
  const unsubscribe = isMarketing ? unsubscribeUrl(ctx, message.id) : null;
  const rendered = renderMessage(message.kind, withTrackedLink(ctx, message), {
    t: ctx.text(locale),
    brand,
    locale,
    timezone: ctx.shop.timezone,
    unsubscribeUrl: unsubscribe,
    // A receipt cannot be unsubscribed from, but its reader may choose what else comes.
    preferencesUrl: ctx.appUrl + paths.preferences(message.id, ctx.vault.sign('preferences', message.id)),
  });
  return {
    ...rendered,
    fromName: brand.shopName,
    replyTo: brand.replyTo,
    unsubscribeUrl: unsubscribe,
  };
}
