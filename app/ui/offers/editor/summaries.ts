import { discountKinds, type OfferInput } from '../../../features/offers/index.ts';
import { languageName } from '../languages.ts';
import { isDiscountCore } from './kinds.ts';
import { languageState } from './words.ts';

/** Says a key of the locale files in the reader's language. */
export type Say = (key: string, params?: Record<string, string | number>) => string;

export interface Reader {
  t: Say;
  /** the reader's language */
  language: string;
  timezone: string;
  currency: string;
}

/** "10 % off", "€5.00 off", "free shipping"; '' for none or while it is being typed. */
export function discountWords(discount: OfferInput['discount'], { t, language, currency }: Reader): string {
  const number = Number(discount.value.replace(',', '.'));
  switch (discount.kind) {
    case 'percentage':
      return number > 0
        ? t('offers:say.percent', { value: new Intl.NumberFormat(language).format(number) })
        : '';
    case 'amount':
      return number > 0 ? t('offers:say.amount', { value: money(number, currency, language) }) : '';
    case 'free-shipping':
      return t('offers:say.freeShipping');
    case 'gift':
      return t('offers:say.gift');
    default:
      return '';
  }
}

function money(amount: number, currency: string, language: string): string {
  try {
    return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** A list as people say it: "a, b and c". */
export function listWords(parts: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(parts);
}

/** When, in the shop's own zone. */
export function timeWords(at: string, { language, timezone }: Pick<Reader, 'language' | 'timezone'>): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: timezone,
  }).format(new Date(at));
}

/** Where and when, in one line. */
export function whereSummary(
  input: Pick<OfferInput, 'surfaces' | 'moments' | 'fromDays' | 'startsAt' | 'endsAt'>,
  reader: Reader,
): string {
  const { t, language } = reader;
  if (input.surfaces.length === 0) return t('offers:say.nowhere');
  const parts = [
    listWords(
      input.surfaces.map((each) => t(`offers:where.${each}`)),
      language,
    ),
  ];
  const onStatus = input.surfaces.includes('order-status');
  if (onStatus && input.moments.length > 0) {
    parts.push(
      listWords(
        input.moments.map((each) => t(`offers:say.moment.${each}`)),
        language,
      ),
    );
  }
  if (onStatus && input.fromDays) {
    parts.push(t(`offers:say.fromDays.${input.fromDays.after}`, { count: Number(input.fromDays.days) || 0 }));
  }
  if (input.startsAt) parts.push(t('offers:say.from', { time: timeWords(input.startsAt, reader) }));
  if (input.endsAt) parts.push(t('offers:say.until', { time: timeWords(input.endsAt, reader) }));
  return parts.join(' · ');
}

/** How far each language is, in one line. */
export function wordsSummary(input: OfferInput, locales: readonly string[], { t, language }: Reader): string {
  return locales
    .map((locale) => {
      const state = languageState(input, locale);
      const words =
        state.kind === 'begun'
          ? t('offers:words.missing', { count: state.missing })
          : t(`offers:words.${state.kind}`);
      return `${languageName(locale, language)}: ${words}`;
    })
    .join(' · ');
}

/** What the code is bound to, in one line. */
export function termsSummary(input: OfferInput, reader: Reader): string {
  const { t, language, currency } = reader;
  const parts: string[] = [];
  const hasCode = discountKinds.includes(input.kind) && input.discount.kind !== 'none';
  if (!isDiscountCore(input.kind) && hasCode) {
    parts.push(t('offers:say.thanks', { discount: discountWords(input.discount, reader) }));
  }
  if (input.caps.perPerson)
    parts.push(t('offers:say.perPerson', { count: Number(input.caps.perPerson) || 0 }));
  if (input.caps.total) parts.push(t('offers:say.total', { count: Number(input.caps.total) || 0 }));
  if (hasCode && input.minimum) {
    parts.push(
      t('offers:say.minimum', { amount: money(Number(input.minimum.replace(',', '.')), currency, language) }),
    );
  }
  if (hasCode && input.isBound) parts.push(t('offers:say.bound'));
  if (hasCode && input.kind !== 'add-to-order') {
    const others = (['order', 'product', 'shipping'] as const).filter((name) => input.combines[name]);
    parts.push(
      others.length > 0
        ? t('offers:say.combines', {
            what: listWords(
              others.map((name) => t(`offers:say.combine.${name}`)),
              language,
            ),
          })
        : t('offers:say.alone'),
    );
  }
  return parts.length > 0 ? parts.join(' · ') : t('offers:say.noTerms');
}

/** The picture, in one line. */
export function pictureSummary(input: OfferInput, { t, language }: Reader): string {
  if (!input.pictureId) return t('offers:say.noPicture');
  const described = Object.entries(input.texts).filter(([, texts]) => texts.alt?.trim());
  return described.length > 0
    ? t('offers:say.pictureIn', {
        languages: listWords(
          described.map(([tag]) => languageName(tag, language)),
          language,
        ),
      })
    : t('offers:say.pictureBare');
}

/** The test, in one line. */
export function testSummary(input: OfferInput, { t }: Reader): string {
  const holdOut = Number(input.holdOutPercent.replace(',', '.'));
  const parts = [
    input.test ? t('offers:say.arms', { count: input.test.arms.length + 1 }) : t('offers:say.noTest'),
    holdOut > 0 ? t('offers:say.holdOut', { percent: holdOut }) : t('offers:say.noHoldOut'),
  ];
  return parts.join(' · ');
}
