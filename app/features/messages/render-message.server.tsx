import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import type { AppContext, Context, Translate } from '../../platform/context.ts';
import {
  type Brand,
  directionOf,
  type MailFrame,
  type MessageLink,
  oneLine,
  personalUrls,
  plainText,
  publishedContentOf,
  type RecipientLinks,
  readBrand,
  recipientLinks,
  renderContent,
  trackLinks,
} from '../content/index.server.ts';
import { type ContentProblem, contentVars } from '../content/index.ts';
import { contentOf } from './content-of.ts';
import { kindRules, type MessageData, type MessageKind } from './kinds.ts';
import { AbandonedCheckout } from './templates/abandoned-checkout.tsx';
import { FlowMessage, fillContent } from './templates/flow.tsx';
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
    dir: directionOf(look.t('mail:messages.language')),
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
  /** where its tracked links lead, in their order */
  links: MessageLink[];
}

export type RenderedForSending =
  | { kind: 'rendered'; message: RenderedMessage }
  /** the merchant's own words cannot be filled in for this reader; nothing is sent */
  | { kind: 'not_renderable'; problem: ContentProblem };

/**
 * Draws a ledger row with the shop's look of today: in the merchant's own words where there are published ones, else by our
 * template. Its links go through us.
 */
export async function renderForSending<Kind extends MessageKind>(
  ctx: Context,
  message: { id: string; kind: Kind; locale: string | null; data: MessageData<Kind> },
): Promise<RenderedForSending> {
  const brand = await readBrand(ctx);
  const isMarketing = kindRules[message.kind].class === 'marketing';
  const links = recipientLinks(ctx, message.id);
  // A receipt cannot be unsubscribed from, but its reader may choose what else comes.
  const recipient = isMarketing ? links : { ...links, unsubscribeUrl: null };
  const vars = contentOf[message.kind].vars(message.data);
  const slot = contentOf[message.kind].slot(message.data);
  const own = slot ? await publishedContentOf(ctx, slot) : null;
  const drawn = own ? await renderContent(ctx, own, vars, message.locale, 'email', recipient) : null;
  if (drawn?.kind === 'not_renderable') return drawn;
  // A content that was taken away in this moment is one that is not there.
  const { subject, html } = drawn?.kind === 'rendered' ? drawn : byTemplate(ctx, message, brand, recipient);
  const personal = personalUrls(contentVars.parse(vars));
  if ('content' in message.data && message.data.content.isPersonal) personal.add(message.data.content.url);
  const except = [recipient.unsubscribeUrl, recipient.preferencesUrl];
  return {
    kind: 'rendered',
    message: {
      subject,
      ...trackLinks(ctx, message.id, html, personal, except),
      fromName: brand.shopName,
      replyTo: brand.replyTo,
      unsubscribeUrl: recipient.unsubscribeUrl,
    },
  };
}

function byTemplate<Kind extends MessageKind>(
  ctx: Context,
  message: { kind: Kind; locale: string | null; data: MessageData<Kind> },
  brand: Brand,
  recipient: RecipientLinks,
): Rendered {
  const locale = pickLocale(ctx.text, message.locale, ctx.shop.locale);
  return renderMessage(message.kind, message.data, {
    t: ctx.text(locale),
    brand,
    locale,
    timezone: ctx.shop.timezone,
    ...recipient,
  });
}
