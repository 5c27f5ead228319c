import type { Condition, ParcelState, Rule, Surface } from '@reprise/rules';
import { countries } from './countries.ts';
import { conflict } from './rule-conflicts.ts';
import { ruleLimits, ruleProblemKey as say } from './rule-schema.ts';

/** One thing about a rule that the merchant should know. */
export interface RuleProblem {
  /** the part it is about, as in `rules.0.rule.rules.2`; '' is the whole rule */
  path: string;
  /** a key of the locale files */
  key: string;
  params: Readonly<Record<string, string>>;
  /** error: as it stands nobody could ever see the offer, or it is not finished. warning: it can be so, but look at it. */
  severity: 'error' | 'warning';
}

/** What the problems of a rule depend on beyond itself; what is left out is not looked at. */
export interface ProblemContext {
  now?: Date;
  /** the shop's currency */
  currency?: string;
  surfaces?: readonly Surface[];
  /** order-status moments; empty = all */
  moments?: readonly ParcelState[];
  /** whether the offer offers a product */
  hasProduct?: boolean;
}

/**
 * unfinished: cannot be meant so, wherever it stands. never: nobody fulfils it, which is fatal unless other parts may stand in.
 * odd: it may be meant so.
 */
interface Found {
  key: string;
  weight: 'unfinished' | 'never' | 'odd';
  params?: RuleProblem['params'];
}

const found =
  (weight: Found['weight']) =>
  (name: string, params?: RuleProblem['params']): Found => ({
    key: say(name),
    weight,
    ...(params && { params }),
  });
const unfinished = found('unfinished');
const never = found('never');
const odd = found('odd');

/** Where a part stands: what holds beside it, and whether its failure is the failure of the whole rule. */
interface Place {
  path: string;
  depth: number;
  isNegated: boolean;
  isNeeded: boolean;
  held: { rule: Rule; path: string }[];
}

/**
 * What is wrong with a rule that can be read: parts that are not finished, that contradict each other or themselves, that can
 * never hold on the pages of this offer, or that always hold. Pure; deleted products and empty collections need the catalogue
 * (rule-catalogue-problems.server.ts).
 */
export function problemsOf(rule: Rule, context: ProblemContext = {}): RuleProblem[] {
  const problems: RuleProblem[] = [];
  let conditions = 0;
  const add = ({ path, isNeeded }: Place, { key, weight, params = {} }: Found) => {
    const isError = weight === 'unfinished' || (weight === 'never' && isNeeded);
    problems.push({ path, key, params, severity: isError ? 'error' : 'warning' });
  };

  const walk = (part: Rule, place: Place): void => {
    const { path, held } = place;
    const below = (step: string, more: Partial<Place> = {}): Place => ({
      ...place,
      path: path === '' ? step : `${path}.${step}`,
      depth: place.depth + 1,
      ...more,
    });
    if (part.kind !== 'all') {
      const against = held.find((each) => isOpposite(each.rule, part) || conflict(each.rule, part));
      const again = held.find((each) => isSame(each.rule, part));
      if (again) add(place, odd('twice', { other: again.path }));
      else if (against) add(place, never('conflict', { other: against.path }));
      held.push({ rule: part, path });
    }
    if (isCondition(part)) {
      conditions += 1;
      for (const each of ownProblems(part, context, place.isNegated)) add(place, each);
      return;
    }
    if (place.depth > ruleLimits.depth) add(place, unfinished('tooDeep'));
    else if (part.kind === 'not') {
      walk(part.rule, below('rule', { isNegated: !place.isNegated, isNeeded: false, held: [] }));
    } else {
      // The rule without any condition is "every order"; below it, an empty group was left behind.
      if (part.rules.length === 0 && (part.kind === 'any' || path !== ''))
        add(place, unfinished('emptyGroup'));
      for (const [i, each] of part.rules.entries()) {
        if (part.kind === 'all') walk(each, below(`rules.${i}`));
        else {
          const alone = part.rules.length === 1;
          walk(each, below(`rules.${i}`, { isNeeded: place.isNeeded && alone, held: [...held] }));
        }
      }
      if (part.kind === 'any') {
        for (const [i, each] of part.rules.entries()) {
          const before = part.rules.slice(0, i);
          const other = (n: number) => ({ other: below(`rules.${n}`).path });
          const same = before.findIndex((one) => isSame(one, each));
          const opposite = before.findIndex((one) => isOpposite(one, each));
          if (same >= 0) add(below(`rules.${i}`), odd('twice', other(same)));
          else if (opposite >= 0) add(below(`rules.${i}`), odd('always', other(opposite)));
        }
      }
    }
  };

  const root = { path: '', depth: 1, isNegated: false, isNeeded: true, held: [] };
  walk(rule, root);
  if (conditions > ruleLimits.conditions) add(root, unfinished('tooMany'));
  return problems;
}

const isCondition = (rule: Rule): rule is Condition =>
  rule.kind !== 'all' && rule.kind !== 'any' && rule.kind !== 'not';

const isSame = (a: Rule, b: Rule) => a.kind === b.kind && JSON.stringify(a) === JSON.stringify(b);

/** One says that the other does not hold. */
function isOpposite(a: Rule, b: Rule): boolean {
  if (a.kind === 'not') return isSame(a.rule, b);
  if (b.kind === 'not') return isSame(b.rule, a);
  return 'is' in a && 'is' in b && a.is !== b.is && isSame({ ...a, is: b.is }, b);
}

const knownCountries = new Set(countries);

function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}

function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-')).length === 1;
  } catch {
    return false;
  }
}

function endsProblem(min: bigint | number | undefined, max: bigint | number | undefined): Found | null {
  if (min === undefined && max === undefined) return unfinished('noEnds');
  return min !== undefined && max !== undefined && min > max ? unfinished('minOverMax') : null;
}

const amount = (text: string | undefined) =>
  text !== undefined && /^\d{1,30}$/.test(text) ? BigInt(text) : undefined;

function* ownProblems(part: Condition, context: ProblemContext, isNegated: boolean): Generator<Found> {
  switch (part.kind) {
    case 'order-total':
    case 'person-spend': {
      const ends = endsProblem(amount(part.min), amount(part.max));
      if (ends) yield ends;
      yield* currencyProblems([part.currency], context);
      return;
    }
    case 'quantity':
    case 'person-orders':
    case 'last-order-days': {
      const ends = endsProblem(part.min, part.max);
      if (ends) yield ends;
      if (part.kind === 'person-orders' && part.max === 0) yield never('noOrders');
      if (part.kind === 'quantity' && part.productIds?.length === 0) yield unfinished('emptyList');
      return;
    }
    case 'bought-product':
    case 'bought-variant':
      if (part.ids.length === 0) yield unfinished('emptyList');
      return;
    case 'bought-collection':
    case 'bought-tag':
    case 'bought-vendor':
    case 'bought-type':
    case 'person-tag':
    case 'segment':
      if (part.values.length === 0) yield unfinished('emptyList');
      return;
    case 'currency':
    case 'country':
    case 'locale':
    case 'shipping-method':
    case 'source':
    case 'utm':
    case 'weekday':
    case 'surface':
    case 'parcel':
      if (part.in.length === 0) yield unfinished('emptyList');
      else yield* listProblems(part, context, isNegated);
      return;
    case 'discount-used':
      if (part.codes?.length === 0) yield unfinished('emptyList');
      return;
    case 'schedule':
      yield* scheduleProblems(part, context, isNegated);
      return;
    case 'hour':
      if (part.from === part.to) yield never('noHours');
      if (part.from === 0 && part.to === 24) yield odd('allHours');
      return;
    case 'stock':
      if (context.hasProduct === false) yield never('noProduct');
      return;
    case 'share':
      if ((part.from ?? 0) >= part.to) yield never('nobody');
      else if ((part.from ?? 0) === 0 && part.to === 100) yield odd('everybody');
      return;
    default:
      return;
  }
}

function* currencyProblems(codes: readonly string[], context: ProblemContext): Generator<Found> {
  for (const code of codes) {
    if (!isCurrency(code)) yield unfinished('unknownCurrency', { value: code });
    else if (context.currency !== undefined && code !== context.currency)
      yield odd('otherCurrency', { value: code, currency: context.currency });
  }
}

function* listProblems(
  part: Extract<Condition, { in: readonly unknown[] }>,
  context: ProblemContext,
  isNegated: boolean,
): Generator<Found> {
  switch (part.kind) {
    case 'currency':
      for (const code of part.in) if (!isCurrency(code)) yield unfinished('unknownCurrency', { value: code });
      return;
    case 'country':
      for (const code of part.in)
        if (!knownCountries.has(code.toUpperCase())) yield unfinished('unknownCountry', { value: code });
      return;
    case 'locale':
      for (const tag of part.in) if (!isLocale(tag)) yield unfinished('unknownLanguage', { value: tag });
      return;
    case 'weekday':
      if (part.in.length === 7) yield odd('allDays');
      return;
    case 'surface': {
      const { surfaces } = context;
      if (!surfaces) return;
      const left = surfaces.filter((each) => part.in.includes(each) !== isNegated);
      if (left.length === 0) yield never('noPageLeft');
      else if (left.length === surfaces.length) yield odd('everyPage');
      return;
    }
    case 'parcel':
      yield* parcelProblems(part.in, context, isNegated);
      return;
    default:
      return;
  }
}

/** Right after paying nothing was sent yet; and the offer's own moments may leave none of these. */
function* parcelProblems(
  states: readonly ParcelState[],
  { surfaces, moments }: ProblemContext,
  isNegated: boolean,
): Generator<Found> {
  const holds = (state: ParcelState) => states.includes(state) !== isNegated;
  if (!surfaces) return;
  const isOnlyAfterPaying = surfaces.every((each) => each === 'thank-you' || each === 'post-purchase');
  if (isOnlyAfterPaying) {
    if (!holds('placed')) yield never('parcelTooEarly');
    return;
  }
  if (
    surfaces.every((each) => each === 'order-status') &&
    moments &&
    moments.length > 0 &&
    !moments.some(holds)
  )
    yield never('noMomentLeft');
}

function* scheduleProblems(
  part: Extract<Condition, { kind: 'schedule' }>,
  { now }: ProblemContext,
  isNegated: boolean,
): Generator<Found> {
  const { from, until } = part;
  if (from === undefined && until === undefined) yield unfinished('noDates');
  else if (from !== undefined && until !== undefined && Date.parse(until) <= Date.parse(from))
    yield unfinished('datesTurned');
  else if (now && !isNegated && until !== undefined && Date.parse(until) <= now.getTime())
    yield never('over');
}
