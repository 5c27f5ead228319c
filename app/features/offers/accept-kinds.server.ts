import type { AcceptResponse, OfferKind } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { recordAnswer } from '../surveys/index.server.ts';
import { joinVip, keepBirthday } from '../vip/index.server.ts';
import { addToOrder } from './add-to-order.server.ts';
import type { KnownOrder } from './look-up-order.server.ts';
import type { Offer } from './offer.ts';
import { pickTexts, textNeeds } from './offer-texts.ts';
import type { AcceptAsked } from './page-requests.ts';

/** What a kind's yes is carried out with: the order is proven to be the caller's, and the offer still stands for it. */
export interface Accepting {
  offer: Offer;
  order: KnownOrder;
  asked: AcceptAsked;
  /** the checkout token or a signed-in customer prove the order; a confirmation number alone does not pay for things */
  isStronglyProven: boolean;
}

/** `code`: nothing of its own to do, the buyer gets the offer's code or cart link. */
export type Acted = AcceptResponse | { kind: 'code' };
type Act = (ctx: Context, accepting: Accepting) => Promise<Acted>;

const code: Act = async () => ({ kind: 'code' });

/** What yes means, by kind. After `done` an offer with a discount thanks with its code. */
export const acceptKinds: Record<OfferKind, Act> = {
  product: code,
  discount: code,
  'buy-again': code,
  message: code,
  review: code,
  referral: code,
  parcel: code,
  'add-to-order': addIfQuoted,
  question: answerQuestion,
  vip: join,
  birthday: keep,
};

/** With a quote that the buyer agreed to, into this order; without one (it cannot be changed), as a new cart. */
async function addIfQuoted(
  ctx: Context,
  { offer, order, asked, isStronglyProven }: Accepting,
): Promise<Acted> {
  if (!asked.quoteId) return { kind: 'code' };
  if (!isStronglyProven) return { kind: 'unavailable' };
  return addToOrder(ctx, {
    offerId: offer.id,
    orderId: order.id,
    quoteId: asked.quoteId,
    eventId: asked.eventId,
    locale: asked.locale,
  });
}

/** The words of the offer in the language of the page, as the card had them. */
function wordsOf(ctx: Context, { offer, asked }: Accepting) {
  return pickTexts(offer.texts, asked.locale, ctx.shop.locale, textNeeds(offer))?.texts;
}

async function answerQuestion(ctx: Context, accepting: Accepting): Promise<Acted> {
  const { offer, order, asked } = accepting;
  const { question } = offer.setup;
  if (!question) return { kind: 'unavailable' };
  const t = ctx.text(asked.locale);
  const outcome = await recordAnswer(ctx, {
    offerId: offer.id,
    orderId: order.id,
    personId: order.personId,
    surface: asked.surface,
    question: {
      type: question.type,
      optionIds: question.options.map(({ id }) => id),
      hasOther: question.hasOther,
      max: question.max ?? 5,
    },
    given: asked.answer ?? {},
  });
  if (outcome.kind === 'invalid') {
    return { kind: 'invalid', field: 'answer', message: t(`checkout:question.${outcome.problem}`) };
  }
  return { kind: 'done', message: wordsOf(ctx, accepting)?.thanks?.trim() || t('checkout:question.thanks') };
}

async function join(ctx: Context, accepting: Accepting): Promise<Acted> {
  const { offer, order, asked } = accepting;
  const t = ctx.text(asked.locale);
  const words = wordsOf(ctx, accepting);
  const outcome = await joinVip(ctx, {
    offerId: offer.id,
    orderId: order.id,
    personId: order.personId,
    address: await addressOf(ctx, order.id),
    typedEmail: asked.email,
    hasConsented: asked.consent === true,
    consentText: words?.consent ?? '',
    isDoubleOptIn: offer.setup.vip?.isDoubleOptIn ?? false,
    source: `${asked.surface} page`,
    locale: asked.locale,
  });
  switch (outcome) {
    case 'no-consent':
      return { kind: 'invalid', field: 'consent', message: t('checkout:vip.consent') };
    case 'no-address':
      return { kind: 'invalid', field: 'email', message: t('checkout:vip.email') };
    case 'asked':
      return { kind: 'done', message: t('checkout:vip.confirm') };
    case 'joined':
      return { kind: 'done', message: words?.thanks?.trim() || t('checkout:vip.joined') };
  }
}

/** The order's own e-mail address. */
async function addressOf(ctx: Context, orderId: string): Promise<{ hash: string; sealed: string } | null> {
  const { rows } = await ctx.db.query<{ email_hash: string | null; email_sealed: string | null }>(
    'select email_hash, email_sealed from orders where shop_id = $1 and id = $2',
    [ctx.shop.id, orderId],
  );
  const row = rows[0];
  return row?.email_hash && row.email_sealed ? { hash: row.email_hash, sealed: row.email_sealed } : null;
}

async function keep(ctx: Context, accepting: Accepting): Promise<Acted> {
  const { order, asked } = accepting;
  const t = ctx.text(asked.locale);
  const words = wordsOf(ctx, accepting);
  // Without a person (the order's webhook is on its way) there is nobody to keep it for: trying again helps.
  if (order.personId === null) return { kind: 'unavailable' };
  if (asked.consent !== true)
    return { kind: 'invalid', field: 'consent', message: t('checkout:birthday.consent') };
  const kept = await keepBirthday(ctx, {
    personId: order.personId,
    birthday: asked.birthday ?? '',
    consentText: words?.consent ?? '',
  });
  if (kept === 'invalid')
    return { kind: 'invalid', field: 'birthday', message: t('checkout:birthday.invalid') };
  return { kind: 'done', message: words?.thanks?.trim() || t('checkout:birthday.kept') };
}
