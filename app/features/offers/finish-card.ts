import { type AcceptedOffer, fillText, type OfferCard, type QuestionCard, shareOf } from '@reprise/rules';
import type { CardMaker, PageQuestion } from './decide-page.ts';
import type { LiveArm, LiveOffer, OfferItem, Shell } from './live-offer.ts';
import { type CardShop, offerCard, safeLocale, withItems } from './offer-card.ts';
import { parcelCard } from './order-details.ts';

const maxLocales = 64;

/** The card of one arm in one language, made once. null when it has no words that could be shown. */
export function shellOf(
  live: LiveOffer,
  arm: LiveArm,
  shop: CardShop,
  locale: string,
  parts: CardMaker,
): Shell | null {
  const known = arm.shells.get(locale);
  if (known !== undefined) return known;
  const shell = makeShell(live, arm, shop, locale, parts);
  if (arm.shells.size >= maxLocales) arm.shells.clear();
  arm.shells.set(locale, shell);
  return shell;
}

function makeShell(
  live: LiveOffer,
  arm: LiveArm,
  shop: CardShop,
  locale: string,
  parts: CardMaker,
): Shell | null {
  const { source, gift, offer } = arm;
  const card = offerCard(
    offer,
    {
      arm: arm.id,
      giftTitle: gift?.title ?? null,
      pictureUrl: offer.pictureId === null ? null : parts.pictureUrl(offer.pictureId),
      ...(!live.hasList && source.by === 'list' && { items: source.items.slice(0, 1) }),
    },
    shop,
    locale,
    parts.text,
  );
  if (!card) return null;
  const words = [card.title, card.text, card.button, card.smallPrint ?? ''];
  return { card, hasVariables: words.some((line) => line.includes('{')) };
}

interface Finish extends PageQuestion {
  arm: LiveArm;
  /** null: the card has its products already, or none */
  items: readonly OfferItem[] | null;
  deadline: Date | null;
  accepted: AcceptedOffer | null;
}

/** Adds what only this order knows. @returns null when the card lacks what its kind cannot do without */
export function finishCard(shell: Shell, finish: Finish): OfferCard | null {
  const { arm, items, deadline, accepted } = finish;
  let card: OfferCard = { ...shell.card, deadlineAt: deadline?.toISOString() ?? null, accepted };
  if (items !== null) {
    if (items.length === 0) return null;
    card = withItems(card, items, arm.offer.discount);
  }
  const own = ownPart(card, finish);
  if (own === null) return null;
  if (own !== nothing) card = { ...card, ...own };
  return shell.hasVariables ? withWords(card, finish) : card;
}

const nothing: Partial<OfferCard> = {};

function ownPart(card: OfferCard, finish: Finish): Partial<OfferCard> | null {
  const { state, isProven, asked, offers, now } = finish;
  switch (card.kind) {
    case 'question':
      return card.question ? { question: shuffled(card.question, finish) } : null;
    case 'vip':
      return card.vip
        ? { vip: { ...card.vip, needsEmail: !(isProven && state.details?.hasEmail === true) } }
        : null;
    case 'review':
      return finish.review ? { review: finish.review } : null;
    case 'referral':
      return finish.referral ? { referral: finish.referral } : null;
    case 'parcel':
      return isProven && state.details && state.order && asked.surface === 'order-status'
        ? { parcel: parcelCard(state.details, state.order.processedAt, offers.shop.country, now) }
        : null;
    default:
      return nothing;
  }
}

/** Answers in an order of their own for each order, the same at each visit; "Other" stays last. */
function shuffled(question: QuestionCard, { arm, asked }: Finish): QuestionCard {
  if (!arm.offer.setup.question?.isShuffled) return question;
  const place = (id: string) => (id === question.otherId ? 2 : shareOf(arm.offer.id, asked.orderId, id));
  return { ...question, options: [...question.options].sort((a, b) => place(a.id) - place(b.id)) };
}

function withWords(card: OfferCard, finish: Finish): OfferCard {
  const { isProven, state, asked, offers, deadline, parts } = finish;
  const details = isProven ? state.details : null;
  const values = {
    'first name': details?.firstNameSealed ? parts.open(details.firstNameSealed) : null,
    order: details?.name ?? asked.confirmationNumber ?? null,
    product: card.product?.title ?? null,
    deadline: deadline && deadlineWords(deadline, asked.locale, offers.shop.timezone),
  };
  const fill = (line: string) => fillText(line, values);
  return {
    ...card,
    title: fill(card.title),
    text: fill(card.text),
    button: fill(card.button),
    smallPrint: card.smallPrint ? fill(card.smallPrint) : null,
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** "27. November, 10:01 Uhr", in the shop's zone. */
export function deadlineWords(at: Date, locale: string, timeZone: string): string {
  const key = `${locale} ${timeZone}`;
  let format = formats.get(key);
  if (!format) {
    const options = { day: 'numeric', month: 'long', hour: 'numeric', minute: '2-digit' } as const;
    try {
      format = new Intl.DateTimeFormat(safeLocale(locale), { ...options, timeZone });
    } catch {
      format = new Intl.DateTimeFormat(safeLocale(locale), { ...options, timeZone: 'UTC' });
    }
    if (formats.size > 500) formats.clear();
    formats.set(key, format);
  }
  return format.format(at);
}
