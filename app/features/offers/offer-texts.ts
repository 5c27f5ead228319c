import type { OfferKind } from '@reprise/rules';
import type { Setup } from './setup.ts';

/** What a shopper reads, in one language. Which of them a kind needs is said by `isComplete`. */
export interface OfferTexts {
  title: string;
  text: string;
  button: string;
  smallPrint?: string | undefined;
  /** vip, birthday: what the buyer agrees to, kept word for word */
  consent?: string | undefined;
  /** question, vip, birthday: said when it is done */
  thanks?: string | undefined;
  /** question: labels by option id */
  options?: Record<string, string> | undefined;
  scaleLow?: string | undefined;
  scaleHigh?: string | undefined;
  /** what is on the picture, for those who cannot see it */
  alt?: string | undefined;
}

/**
 * The words for a shopper: the order's locale, its language, the shop's locale, its language, then any. A language that lacks
 * what this kind cannot be shown without is passed over.
 */
export function pickTexts(
  texts: Readonly<Record<string, OfferTexts>>,
  locale: string,
  shopLocale: string,
  needs: TextNeeds = buttonOnly,
): { locale: string; texts: OfferTexts } | null {
  const byKey = new Map<string, string>();
  for (const key of Object.keys(texts)) byKey.set(key.toLowerCase(), key);
  const wanted = [locale, shopLocale].flatMap((tag) => {
    const clean = tag.replaceAll('_', '-').toLowerCase();
    return [clean, clean.split('-')[0] ?? clean];
  });
  for (const tag of [...wanted, ...byKey.keys()]) {
    const key = byKey.get(tag);
    const found = key === undefined ? undefined : texts[key];
    if (key !== undefined && found && isComplete(found, needs)) return { locale: key, texts: found };
  }
  return null;
}

/** What a card's words depend on beside its title. */
export interface TextNeeds {
  hasButton: boolean;
  hasConsent: boolean;
  /** each of these options needs a label */
  optionIds: readonly string[];
}

const buttonOnly: TextNeeds = { hasButton: true, hasConsent: false, optionIds: [] };

/** Which words this kind needs: a message without a link has no button, a list or a birthday needs the buyer's consent. */
export function textNeeds(offer: { kind: OfferKind; setup: Pick<Setup, 'question' | 'link'> }): TextNeeds {
  const { kind, setup } = offer;
  return {
    hasButton: kind !== 'parcel' && kind !== 'referral' && (kind !== 'message' || Boolean(setup.link)),
    hasConsent: kind === 'vip' || kind === 'birthday',
    optionIds: kind === 'question' ? (setup.question?.options.map(({ id }) => id) ?? []) : [],
  };
}

/** Can it be shown in this language? The text may be empty; title, button and what else `needs` names may not. */
export function isComplete(texts: OfferTexts | undefined, needs: TextNeeds = buttonOnly): boolean {
  if (!texts?.title.trim()) return false;
  if (needs.hasButton && !texts.button.trim()) return false;
  if (needs.hasConsent && !texts.consent?.trim()) return false;
  return needs.optionIds.every((id) => texts.options?.[id]?.trim());
}
