import type { Condition, Reason, Rule, Surface } from '@reprise/rules';
import type { Translate } from '../../platform/context.ts';
import { countedOf, momentText, percentText, phraseOf, type RuleNames } from './rule-phrases.ts';

/** A rule as it is said: every "not" stands at its condition, groups within groups of their own kind are one. */
type Said = { kind: 'leaf'; condition: Condition; isYes: boolean } | { kind: 'all' | 'any'; parts: Said[] };

/** De Morgan holds in three-valued logic too, so that what is said means exactly what is decided. */
function simplify(rule: Rule, isYes: boolean): Said {
  switch (rule.kind) {
    case 'not':
      return simplify(rule.rule, !isYes);
    case 'all':
    case 'any': {
      const kind = (rule.kind === 'all') === isYes ? 'all' : 'any';
      const parts = rule.rules
        .map((each) => simplify(each, isYes))
        .flatMap((each) => (each.kind === kind ? each.parts : [each]));
      return parts.length === 1 && parts[0] ? parts[0] : { kind, parts };
    }
    default:
      return { kind: 'leaf', condition: rule, isYes };
  }
}

/**
 * Reads a rule back as a sentence in the language of `t`: "Orders of €50 or more, with something from the collection “Coffee”,
 * by returning customers". Says exactly what the engine decides. Pure.
 */
export function sentenceOf(rule: Rule, t: Translate, names: RuleNames): string {
  const said = simplify(rule, true);
  if (said.kind !== 'leaf' && said.parts.length === 0)
    return t(said.kind === 'all' ? 'rules:every' : 'rules:none');
  return t('rules:orders', { phrase: upper(said, t, names) });
}

/** One condition as the words that follow "Orders", with what its pieces are counted of. */
export function conditionPhrase(
  condition: Condition,
  isYes: boolean,
  t: Translate,
  names: RuleNames,
): string {
  const phrase = phraseOf(condition, isYes, t, names);
  const list = countedOf(condition, t, names);
  return list === null ? phrase : t('rules:phrase.quantity.of', { phrase, list });
}

/** The outermost group: of an "all" first what is simple, then each choice between several. */
function upper(said: Said, t: Translate, names: RuleNames): string {
  if (said.kind !== 'all') return inner(said, t, names);
  const isChoice = (part: Said) => part.kind === 'any' && part.parts.length > 0;
  const simple = said.parts.filter((part) => !isChoice(part)).map((part) => inner(part, t, names));
  const choices = said.parts.filter(isChoice).map((part) => inner(part, t, names));
  let text = simple.length > 0 ? simple.reduce((a, b) => t('rules:join.comma', { a, b })) : '';
  for (const b of choices)
    text = text === '' ? t('rules:join.eitherAlone', { b }) : t('rules:join.either', { a: text, b });
  return text;
}

function inner(said: Said, t: Translate, names: RuleNames): string {
  if (said.kind === 'leaf') return conditionPhrase(said.condition, said.isYes, t, names);
  if (said.parts.length === 0) return t('rules:nothing');
  const isAll = said.kind === 'all';
  // "And" binds closer than "or": a choice inside an "and" needs brackets, an "and" inside a choice only when it is long.
  const parts = said.parts.map((part) => {
    const phrase = inner(part, t, names);
    const needsBrackets = part.kind === 'any' || (part.kind === 'all' && phrase.includes(', '));
    return needsBrackets && part.parts.length > 0 ? t('rules:join.group', { phrase }) : phrase;
  });
  // A clause between commas, or an "or" of its own, must be seen to end.
  const isLong =
    parts.some((phrase) => phrase.includes(', ')) ||
    (!isAll && said.parts.some((part) => part.kind === 'all' || hasChoice(part)));
  const how = `${isAll ? 'and' : 'or'}${isLong ? 'Long' : ''}`;
  return parts.reduce((a, b) => t(`rules:join.${how}`, { a, b }));
}

/** Does the phrase have an "or" of its own? */
function hasChoice(part: Said): boolean {
  if (part.kind !== 'leaf') return true;
  const it = part.condition;
  const list = 'in' in it ? it.in : 'values' in it ? it.values : 'ids' in it ? it.ids : [];
  return list.length > 1;
}

const own: readonly string[] = [
  'no-rule',
  'empty-rule',
  'other-surface',
  'other-moment',
  'too-early',
  'not-started',
  'ended',
  'just-bought',
  'sold-out',
  'closed-by-buyer',
  'same-product',
  'nothing-left',
  'accepted',
  'deadline-over',
  'other-currency',
  'done-before',
  'nothing-yet',
  'cannot-be-kept',
  'held-out',
  'limit-reached',
  'rule-unreadable',
];

/**
 * One reason of the engine as a clause without a full stop: "it is an order of €50 or more". Pure; a code that is not known
 * here is said as it is.
 */
export function reasonText(reason: Reason, t: Translate, names: RuleNames): string {
  const { code, met, params } = reason;
  const say = (key: string, more: Record<string, string | number> = {}) => t(`rules:reason.${key}`, more);
  const list = (value: unknown, word: (each: string) => string) =>
    new Intl.ListFormat(names.locale, { type: 'disjunction' }).format(
      (Array.isArray(value) ? value : []).map((each) => word(String(each))),
    );
  switch (code) {
    case 'empty-rule':
      return say(`${code}.${met === 'yes' ? 'yes' : 'no'}`);
    case 'other-surface':
      return say(code, { places: list(params.surfaces, (place) => placeText(place as Surface, t)) });
    case 'other-moment':
      return say(`${code}.${met === 'unknown' ? 'unknown' : 'no'}`, {
        states: list(params.moments, (state) => t(`rules:parcelState.${state}`)),
      });
    case 'too-early':
      return say(`${code}.${params.after === 'delivered' ? 'delivered' : 'ordered'}`, {
        count: Number(params.days),
      });
    case 'not-started':
    case 'ended':
      return say(code, { at: momentText(String(params.startsAt ?? params.endsAt), names) });
    case 'held-out':
      return say(code, { percent: percentText(Number(params.percent), names.locale) });
    case 'limit-reached':
      return say(code, { count: Number(params.limit) });
    default:
      if (own.includes(code)) return say(code);
  }
  const phrase = conditionPhrase(conditionOf(reason), true, t, names);
  return say(met, { phrase });
}

/** A page or message as the sentence says it. */
function placeText(place: Surface, t: Translate): string {
  return t(`rules:place.${place}`);
}

/** The condition that a reason names: its parameters are those of the rule, as the engine read them. */
function conditionOf({ code, params }: Reason): Condition {
  const given: Record<string, unknown> = { kind: code };
  for (const [name, value] of Object.entries(params)) if (value !== null) given[name] = value;
  if (code === 'weekday') given.in = (given.in as string[]).map(Number);
  return given as unknown as Condition;
}
