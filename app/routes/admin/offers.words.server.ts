import type { ListedOffer } from '../../features/offers/index.server.ts';
import { inputOf, type RuleNames, sentenceOf } from '../../features/offers/index.ts';
import type { Product } from '../../features/products/index.ts';
import { formatMoney } from '../../kit/money.ts';
import { paths } from '../../paths.ts';
import type { Context, Translate } from '../../platform/context.ts';
import { testSummary, timeWords, whereSummary } from '../../ui/offers/editor/summaries.ts';
import { languageState } from '../../ui/offers/editor/words.ts';
import { languageName } from '../../ui/offers/languages.ts';
import type { OfferRow } from '../../ui/offers/list/offer-row.ts';
import { offerState } from '../../ui/offers/offer-state.ts';

interface Reader {
  ctx: Pick<Context, 'shop' | 'clock'>;
  t: Translate;
  /** the merchant's language */
  locale: string;
  /** those that offers speak of, by id */
  products: ReadonlyMap<string, Product>;
  names: RuleNames;
  isReferralOn: boolean;
}

/** What the list says of one offer. */
export function offerRow(
  { offer, figures }: ListedOffer,
  { ctx, t, locale, products, names, isReferralOn }: Reader,
): OfferRow {
  const { shop } = ctx;
  const input = inputOf(offer, shop.currency);
  const reader = { t, language: locale, timezone: shop.timezone, currency: shop.currency };
  const state = offerState(offer, ctx.clock.now().getTime());
  const note =
    state === 'scheduled' && offer.startsAt
      ? t('offers:stateNote.scheduled', { time: timeWords(offer.startsAt, reader) })
      : state === 'ended' && offer.endsAt
        ? t('offers:stateNote.ended', { time: timeWords(offer.endsAt, reader) })
        : state === 'active' && offer.endsAt
          ? t('offers:stateNote.until', { time: timeWords(offer.endsAt, reader) })
          : '';
  return {
    id: offer.id,
    name: offer.name,
    kind: offer.kind,
    state,
    stateNote: note,
    trouble: state === 'active' || state === 'scheduled' ? troubleOf() : null,
    where: whereSummary({ ...input, startsAt: null, endsAt: null }, reader),
    forWhom: sentenceOf(input.rule, t, names),
    test: input.test ? testSummary(input, reader) : null,
    missing: Object.keys(offer.texts)
      .filter((tag) => languageState(input, tag).kind === 'begun')
      .map((tag) => languageName(tag, locale)),
    shown: figures.shown,
    accepted: figures.accepted,
    orders: figures.orders,
    earned: formatMoney(figures.earned, locale),
    pictureUrl: offer.pictureId ? paths.offerPicture(offer.pictureId) : pictureOfProduct(),
  };

  function pictureOfProduct(): string | null {
    return offer.product ? (products.get(offer.product.productId)?.imageUrl ?? null) : null;
  }

  /** Why nobody can see it, though it is switched on. */
  function troubleOf(): string | null {
    if (!Object.keys(offer.texts).some((tag) => languageState(input, tag).kind === 'complete')) {
      return t('offers:trouble.texts');
    }
    if (offer.kind === 'referral' && !isReferralOn) return t('offers:trouble.referral');
    if (input.choice?.by !== 'hand') return null;
    const { items } = input.choice;
    const canBeBought = items.some(({ productId, variantId }) => {
      const product = products.get(productId);
      return (
        product?.status === 'active' &&
        product.variants.some((variant) => variant.id === variantId && variant.isAvailable)
      );
    });
    if (canBeBought || items.length === 0) return null;
    const [first] = items;
    const name = first ? products.get(first.productId)?.title : undefined;
    return items.length === 1 && name ? t('offers:trouble.product', { name }) : t('offers:trouble.products');
  }
}

/** Ids of all products that these offers name. */
export function productIdsOf(listed: readonly ListedOffer[]): string[] {
  const ids = new Set<string>();
  for (const { offer } of listed) {
    for (const item of offer.setup.choice?.by === 'hand' ? offer.setup.choice.items : [])
      ids.add(item.productId);
    for (const id of ruleProducts(offer.rule)) ids.add(id);
  }
  return [...ids];
}

function ruleProducts(rule: ListedOffer['offer']['rule']): readonly string[] {
  if (rule.kind === 'all' || rule.kind === 'any') return rule.rules.flatMap(ruleProducts);
  if (rule.kind === 'not') return ruleProducts(rule.rule);
  return rule.kind === 'bought-product' ? rule.ids.slice(0, 3) : [];
}
