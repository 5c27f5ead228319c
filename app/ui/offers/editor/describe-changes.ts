import type { OfferInput, OfferTexts } from '../../../features/offers/index.ts';
import { languageName } from '../languages.ts';
import {
  discountWords,
  pictureSummary,
  type Say,
  termsSummary,
  testSummary,
  timeWords,
  whereSummary,
} from './summaries.ts';

/** One difference between two states of an offer, in words. `from` and `to` are '' where nothing was or is. */
export interface Change {
  what: string;
  from: string;
  to: string;
}

export interface Describing {
  t: Say;
  language: string;
  timezone: string;
  currency: string;
  /** a product's name; null where it is not known */
  nameOf(productId: string): string | null;
  /** a rule as a sentence */
  ruleWords(rule: OfferInput['rule']): string;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What is different between two states of an offer, part by part, in the reader's language; empty when nothing is. */
export function describeChanges(before: OfferInput, after: OfferInput, reader: Describing): Change[] {
  const { t } = reader;
  const found: Change[] = [];
  const add = (key: string, from: string, to: string) =>
    found.push({ what: t(`offers:change.${key}`), from, to });
  const compare = (key: string, say: (input: OfferInput) => string, of: (input: OfferInput) => unknown) => {
    if (same(of(before), of(after))) return;
    const [from, to] = [say(before), say(after)];
    // Two states that read the same are told apart by the name of the part alone.
    add(key, from === to ? '' : from, from === to ? '' : to);
  };
  const { nameOf, language } = reader;

  compare(
    'name',
    (input) => input.name,
    (input) => input.name,
  );
  compare(
    'active',
    (input) => t(`offers:change.${input.isActive ? 'on' : 'off'}`),
    (input) => input.isActive,
  );
  compare(
    'kind',
    (input) => t(`offers:kind.${input.kind}.name`),
    (input) => input.kind,
  );
  compare(
    'products',
    (input) => choiceWords(input.choice, t, nameOf),
    (input) => [input.choice, input.show],
  );
  compare(
    'discount',
    (input) => discountWords(input.discount, reader) || t('offers:say.noDiscount'),
    (input) => input.discount,
  );
  compare(
    'deadline',
    (input) => deadlineWords(input.deadlineHours, t),
    (input) => input.deadlineHours,
  );
  compare(
    'question',
    (input) => (input.question ? t(`offers:question.types.${input.question.type}`) : ''),
    (input) => input.question,
  );
  compare(
    'doubleOptIn',
    (input) => t(`offers:change.${input.vip?.isDoubleOptIn ? 'on' : 'off'}`),
    (input) => input.vip,
  );
  compare(
    'link',
    (input) => input.link,
    (input) => input.link,
  );
  compare(
    'payWithin',
    (input) => input.payWithinHours,
    (input) => input.payWithinHours,
  );
  for (const change of textChanges(before, after, t, language)) found.push(change);
  compare(
    'picture',
    (input) => pictureSummary(input, reader),
    (input) => input.pictureId,
  );
  compare(
    'where',
    (input) => whereSummary({ ...input, startsAt: null, endsAt: null }, reader),
    (input) => [input.surfaces, input.moments, input.fromDays],
  );
  compare(
    'startsAt',
    (input) => (input.startsAt ? timeWords(input.startsAt, reader) : t('offers:change.always')),
    (input) => input.startsAt,
  );
  compare(
    'endsAt',
    (input) => (input.endsAt ? timeWords(input.endsAt, reader) : t('offers:change.never')),
    (input) => input.endsAt,
  );
  compare(
    'rule',
    (input) => reader.ruleWords(input.rule),
    (input) => input.rule,
  );
  compare(
    'terms',
    (input) => termsSummary(input, reader),
    (input) => [input.caps, input.combines, input.minimum, input.isBound],
  );
  compare(
    'test',
    (input) => testSummary(input, reader),
    (input) => [input.test, input.holdOutPercent],
  );
  return found;
}

function choiceWords(choice: OfferInput['choice'], t: Say, nameOf: Describing['nameOf']): string {
  if (!choice) return '';
  if (choice.by === 'collection') return t('offers:say.collection', { title: choice.title });
  if (choice.by === 'complements') return t('offers:say.complements');
  const [first, second] = choice.items;
  if (!first) return '';
  const names = [first, second]
    .filter((item) => item !== undefined)
    .map((item) => nameOf(item.productId) ?? t('offers:edit.unknownProduct', { id: item.productId }));
  const more = choice.items.length - names.length;
  return more > 0
    ? t('offers:say.productsAndMore', { names: names.join(', '), count: more })
    : names.join(', ');
}

function deadlineWords(hours: string, t: Say): string {
  const count = Number(hours);
  if (hours.trim() === '' || !Number.isFinite(count)) return t('offers:edit.noDeadline');
  return count % 24 === 0 ? t('offers:say.days', { count: count / 24 }) : t('offers:say.hours', { count });
}

function textChanges(before: OfferInput, after: OfferInput, t: Say, language: string): Change[] {
  const found: Change[] = [];
  const tags = [...new Set([...Object.keys(before.texts), ...Object.keys(after.texts)])];
  for (const tag of tags) {
    const [old, now] = [flat(before.texts[tag]), flat(after.texts[tag])];
    for (const name of new Set([...Object.keys(old), ...Object.keys(now)])) {
      if ((old[name] ?? '') === (now[name] ?? '')) continue;
      const key = name.startsWith('option') ? 'option' : name;
      found.push({
        what: `${t(`offers:words.field.${key}`)} (${languageName(tag, language)})`,
        from: old[name] ?? '',
        to: now[name] ?? '',
      });
    }
  }
  return found;
}

function flat(texts: Partial<OfferTexts> | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(texts ?? {})) {
    if (typeof value === 'string') found[name] = value;
    else for (const [id, label] of Object.entries(value ?? {})) found[`option ${id}`] = label ?? '';
  }
  return found;
}
