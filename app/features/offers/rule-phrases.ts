import { type Condition, plainId } from '@reprise/rules';
import { moneyAmount } from '../../kit/money.ts';
import type { Translate } from '../../platform/context.ts';
import { parcelStates } from './offer.ts';

/** What the words of a rule need to know: whose language and clock, and what things are called (ids as plain numbers). */
export interface RuleNames {
  locale: string;
  /** the shop's zone, in which dates are said */
  timezone: string;
  products?: Readonly<Record<string, string>>;
  /** by variant: product and variant */
  variants?: Readonly<Record<string, string>>;
  collections?: Readonly<Record<string, string>>;
  segments?: Readonly<Record<string, string>>;
  /** by code; without it the platform's own names */
  countries?: Readonly<Record<string, string>>;
}

/** Names beyond this are counted, not said. */
const saidNames = 3;

type Say = (key: string, params?: Record<string, string | number>) => string;

/**
 * One condition as words that follow "Orders" ("of €50 or more", "by VIPs"), or its opposite. Pure.
 * @param isYes false for the opposite
 */
export function phraseOf(condition: Condition, isYes: boolean, t: Translate, names: RuleNames): string {
  const turn = isTurned(condition) ? !isYes : isYes;
  const { key, params, isSaid } = wordsOf(condition, turn, t, names);
  const answer = turn || isSaid ? 'yes' : 'no';
  return t(`rules:phrase.${key}.${answer}`, params ?? {});
}

/** "None of" and "is not" are said as the opposite of "any of" and "is". */
function isTurned(it: Condition): boolean {
  return ('match' in it && it.match === 'none') || ('is' in it && !it.is);
}

interface Words {
  key: string;
  /** the words say the opposite already */
  isSaid?: boolean;
  params?: Record<string, string | number>;
}

function wordsOf(it: Condition, isYes: boolean, t: Translate, names: RuleNames): Words {
  const { locale } = names;
  const say: Say = (key, params) => t(`rules:${key}`, params);
  const quoted = (list: readonly string[]) => list.map((name) => say('quoted', { name }));
  // "Without A or B", "not from A or B": the opposite of a list is said with "or", too.
  const any = (list: readonly string[]) => listed(list, 'disjunction', locale, say);
  const whole = (list: readonly string[]) =>
    list.length === 0 ? say('empty') : new Intl.ListFormat(locale, { type: 'disjunction' }).format(list);
  const every = (list: readonly string[]) => listed(list, 'conjunction', locale, say);
  switch (it.kind) {
    case 'order-total':
    case 'person-spend': {
      const money = (minor: string | undefined) =>
        minor === undefined ? undefined : moneyText(minor, it.currency, locale);
      return ends(it.kind, money(it.min), money(it.max));
    }
    case 'person-orders':
    case 'last-order-days':
      return ends(it.kind, it.min, it.max);
    case 'quantity':
      return ends(it.kind, it.min, it.max);
    case 'bought-product':
      return group('bought-product', it.match, quotedNames(it.ids, 'product', names.products, say));
    case 'bought-variant':
      return group('bought-product', it.match, quotedNames(it.ids, 'variant', names.variants, say));
    case 'bought-collection':
      return group(it.kind, it.match, quotedNames(it.values, 'collection', names.collections, say));
    case 'segment':
      return group(it.kind, it.match, quotedNames(it.values, 'segment', names.segments, say));
    case 'bought-tag':
    case 'bought-vendor':
    case 'bought-type':
    case 'person-tag':
      return group(it.kind, it.match, quoted(it.values));
    case 'currency':
      return { key: it.kind, params: { list: any(it.in.map((code) => nameOf('currency', code, locale))) } };
    case 'country':
      return {
        key: it.kind,
        params: { list: any(it.in.map((code) => names.countries?.[code] ?? nameOf('region', code, locale))) },
      };
    case 'locale':
      return { key: it.kind, params: { list: any(it.in.map((tag) => nameOf('language', tag, locale))) } };
    case 'surface':
      return { key: it.kind, params: { list: whole(it.in.map((place) => say(`place.${place}`))) } };
    case 'parcel': {
      // "Not yet delivered" is clearer than "not delivered", and never "not not sent yet".
      const others = parcelStates.filter((state) => !it.in.includes(state));
      const states = isYes || others.length === 0 ? it.in : others;
      return {
        key: it.kind,
        isSaid: states === others,
        params: { list: whole(states.map((state) => say(`parcelState.${state}`))) },
      };
    }
    case 'discount-used':
      return it.codes === undefined
        ? { key: 'discount-used.any' }
        : { key: 'discount-used.codes', params: { list: any(quoted(it.codes)) } };
    case 'shipping-method':
      return { key: `shipping-method.${it.match}`, params: { list: any(quoted(it.in)) } };
    case 'source': {
      const channel = (name: string) => (isChannel(name) ? say(`channel.${name}`) : say('quoted', { name }));
      const list = it.match === 'is' ? it.in.map(channel) : quoted(it.in);
      return { key: `source.${it.match}`, params: { list: any(list) } };
    }
    case 'utm':
      return { key: it.kind, params: { param: `utm_${it.param}`, list: any(quoted(it.in)) } };
    case 'consent':
      return { key: `consent.${it.channel}` };
    case 'schedule':
      return scheduleWords(it, names);
    case 'weekday':
      return weekdayWords(it.in, locale, whole);
    case 'hour':
      return {
        key: it.kind,
        params: { from: hourText(it.from, locale, say), to: hourText(it.to, locale, say) },
      };
    case 'stock':
      return { key: it.kind, params: { count: it.min } };
    case 'share': {
      const part = it.to - (it.from ?? 0);
      return { key: it.kind, params: { percent: percentText(isYes ? part : 100 - part, locale) } };
    }
    default:
      return { key: it.kind };
  }

  function group(kind: string, match: 'any' | 'all' | 'none', list: readonly string[]): Words {
    // All of one is any of one, and is said so.
    const how = match === 'all' && list.length > 1 ? 'all' : 'any';
    return {
      key: `${kind}.${how}`,
      params: { list: (how === 'all' ? every : any)(list), count: list.length },
    };
  }
}

function ends(kind: string, min: string | number | undefined, max: string | number | undefined): Words {
  const shape =
    min === undefined
      ? max === undefined
        ? 'open'
        : 'max'
      : max === undefined
        ? 'min'
        : min === max
          ? 'exact'
          : 'both';
  return {
    key: `${kind}.${shape}`,
    params: {
      ...(min !== undefined && { min }),
      ...(max !== undefined && { max }),
      ...(shape === 'exact' && typeof min === 'number' && { count: min }),
    },
  };
}

/** What pieces are counted of, when not of everything; null otherwise. */
export function countedOf(it: Condition, t: Translate, names: RuleNames): string | null {
  if (it.kind !== 'quantity' || it.productIds === undefined) return null;
  const say: Say = (key, params) => t(`rules:${key}`, params);
  return listed(quotedNames(it.productIds, 'product', names.products, say), 'disjunction', names.locale, say);
}

function quotedNames(
  ids: readonly string[],
  kind: 'product' | 'variant' | 'collection' | 'segment',
  names: Readonly<Record<string, string>> | undefined,
  say: Say,
): string[] {
  return ids.map(plainId).map((id) => {
    const name = names?.[id];
    return name === undefined ? say(`gone.${kind}`, { id }) : say('quoted', { name });
  });
}

function listed(
  list: readonly string[],
  type: 'conjunction' | 'disjunction',
  locale: string,
  say: Say,
): string {
  if (list.length === 0) return say('empty');
  const rest = list.length - saidNames;
  const said = rest > 1 ? [...list.slice(0, saidNames), say('more', { count: rest })] : list;
  return new Intl.ListFormat(locale, { type }).format(said);
}

/** Whole amounts without their cents. */
function moneyText(minor: string, currency: string, locale: string): string {
  if (!/^\d{1,30}$/.test(minor) || !/^[A-Z]{3}$/.test(currency)) return `${minor} ${currency}`;
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return format.format(moneyAmount({ minor: BigInt(minor), currency }) as Intl.StringNumericLiteral);
}

function nameOf(type: 'currency' | 'region' | 'language', code: string, locale: string): string {
  try {
    return new Intl.DisplayNames(locale, { type }).of(code.replaceAll('_', '-')) ?? code;
  } catch {
    return code;
  }
}

const channels = ['web', 'pos', 'shopify_draft_order'];
const isChannel = (name: string) => channels.includes(name);

/** A moment as the merchant reads it, by the shop's clock. */
export function momentText(iso: string, { locale, timezone }: RuleNames): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: timezone,
  }).format(Date.parse(iso));
}

function scheduleWords(it: Extract<Condition, { kind: 'schedule' }>, names: RuleNames): Words {
  const shape =
    it.from === undefined
      ? it.until === undefined
        ? 'open'
        : 'until'
      : it.until === undefined
        ? 'from'
        : 'both';
  return {
    key: `schedule.${shape}`,
    params: {
      ...(it.from !== undefined && { from: momentText(it.from, names) }),
      ...(it.until !== undefined && { until: momentText(it.until, names) }),
    },
  };
}

function weekdayWords(days: readonly number[], locale: string, whole: (list: string[]) => string): Words {
  const sorted = [...new Set(days)].sort().join('');
  if (sorted === '12345') return { key: 'weekday.work' };
  if (sorted === '67') return { key: 'weekday.weekend' };
  return { key: 'weekday.list', params: { list: whole(weekdayNames(days, locale)) } };
}

/** The names of days, 1 = Monday. */
export function weekdayNames(days: readonly number[], locale: string): string[] {
  const format = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' });
  // 2024 began on a Monday.
  return days.map((day) => format.format(Date.UTC(2024, 0, day)));
}

/** A full hour by the clock; 24 is midnight. */
export function hourText(hour: number, locale: string, say: Say): string {
  if (hour === 0 || hour === 24) return say('midnight');
  return new Intl.DateTimeFormat(locale, { hour: 'numeric', timeZone: 'UTC' }).format(
    Date.UTC(2024, 0, 1, hour),
  );
}

/** 12.5 as "12.5%" or "12,5 %". */
export function percentText(percent: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(percent / 100);
}
