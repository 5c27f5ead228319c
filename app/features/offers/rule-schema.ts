import type { Condition, ParcelState, Rule } from '@reprise/rules';
import { z } from 'zod';
import { shopifyNumber } from '../../kit/id.ts';
import { surfaces } from './offer.ts';

/** How large a rule may be. The engine would take more; a merchant could not read it. */
export const ruleLimits = {
  /** groups within groups, the outermost counted */
  depth: 8,
  conditions: 100,
  /** products, variants */
  ids: 2_000,
  /** collections, tags, codes, countries, … */
  values: 250,
  value: 255,
} as const;

/** A problem is said by a key of the locale files, so that both sides say it in the reader's language. */
export const ruleProblemKey = (name: string) => `rules:problem.${name}`;
const say = ruleProblemKey;

const ids = z
  .array(
    z.string().transform((id, ctx) => {
      const number = shopifyNumber(id);
      if (number !== null) return number;
      ctx.addIssue({ code: 'custom', message: say('id') });
      return z.NEVER;
    }),
  )
  .max(ruleLimits.ids, say('tooManyIds'))
  .transform((list) => [...new Set(list)]);

const values = z
  .array(
    z
      .string()
      .trim()
      .min(1, say('emptyValue'))
      .max(ruleLimits.value, say('tooLong'))
      .refine((text) => !text.includes('\0'), say('characters')),
  )
  .max(ruleLimits.values, say('tooManyValues'))
  .transform((list) => [...new Set(list)]);

const oneOf = <const T extends string>(list: readonly T[]) =>
  z
    .array(z.enum(list, say('unexpected')))
    .transform((chosen) => list.filter((each) => chosen.includes(each)));

const match = z.enum(['any', 'all', 'none'], say('unexpected'));
const is = z.boolean(say('unexpected'));
const currency = z.string().regex(/^[A-Z]{3}$/, say('currency'));
/** Minor units. What a field could not turn into them comes as it was typed. */
const minor = z
  .string()
  .regex(/^\d{1,15}$/, say('amount'))
  .optional();
const whole = z.number(say('number')).int(say('number')).min(0, say('number')).max(1_000_000, say('number'));
const percent = z.number(say('percent')).min(0, say('percent')).max(100, say('percent'));
const hour = z.number(say('hour')).int(say('hour')).min(0, say('hour')).max(24, say('hour'));
const moment = z.iso
  .datetime({ offset: true, error: say('time') })
  .transform((text) => new Date(text).toISOString())
  .optional();

const amount = { currency, min: minor, max: minor };
const numbers = { min: whole.optional(), max: whole.optional() };
const parcelStates = [
  'placed',
  'shipped',
  'out-for-delivery',
  'delivered',
] as const satisfies readonly ParcelState[];

const bought = z.strictObject({ kind: z.enum(['bought-product', 'bought-variant']), match, ids });
const group = z.strictObject({
  kind: z.enum(['bought-collection', 'bought-tag', 'bought-vendor', 'bought-type']),
  match,
  values,
});
const text = z.strictObject({
  kind: z.enum(['shipping-method', 'source']),
  match: z.enum(['is', 'contains'], say('unexpected')),
  in: values,
});
const list = z.strictObject({
  kind: z.enum(['currency', 'country', 'locale']),
  in: values,
});
const claimed = z.strictObject({
  kind: z.enum(['first-order', 'is-vip', 'has-reviewed', 'has-referred']),
  is,
});
const counted = z.strictObject({ kind: z.enum(['person-orders', 'last-order-days']), ...numbers });
const listed = z.strictObject({ kind: z.enum(['person-tag', 'segment']), match, values });
const money = z.strictObject({ kind: z.enum(['order-total', 'person-spend']), ...amount });

const schemas: { readonly [kind in Condition['kind']]: z.ZodType<unknown> } = {
  'order-total': money,
  'person-spend': money,
  'bought-product': bought,
  'bought-variant': bought,
  'bought-collection': group,
  'bought-tag': group,
  'bought-vendor': group,
  'bought-type': group,
  quantity: z.strictObject({ kind: z.literal('quantity'), ...numbers, productIds: ids.optional() }),
  currency: list,
  country: list,
  locale: list,
  surface: z.strictObject({ kind: z.literal('surface'), in: oneOf(surfaces) }),
  'first-order': claimed,
  'is-vip': claimed,
  'has-reviewed': claimed,
  'has-referred': claimed,
  'discount-used': z.strictObject({ kind: z.literal('discount-used'), is, codes: values.optional() }),
  'shipping-method': text,
  source: text,
  utm: z.strictObject({
    kind: z.literal('utm'),
    param: z.enum(['source', 'medium', 'campaign', 'term', 'content'], say('unexpected')),
    in: values,
  }),
  'person-orders': counted,
  'last-order-days': counted,
  'person-tag': listed,
  segment: listed,
  consent: z.strictObject({
    kind: z.literal('consent'),
    channel: z.enum(['email', 'sms'], say('unexpected')),
    is,
  }),
  parcel: z.strictObject({ kind: z.literal('parcel'), in: oneOf(parcelStates) }),
  schedule: z.strictObject({ kind: z.literal('schedule'), from: moment, until: moment }),
  weekday: z.strictObject({
    kind: z.literal('weekday'),
    in: z
      .array(z.number().int().min(1).max(7), say('unexpected'))
      .transform((days) => [...new Set(days)].sort()),
  }),
  hour: z.strictObject({ kind: z.literal('hour'), from: hour, to: hour }),
  stock: z.strictObject({ kind: z.literal('stock'), min: whole }),
  share: z.strictObject({
    kind: z.literal('share'),
    from: percent.optional(),
    to: percent,
    salt: z.string().max(100, say('tooLong')).optional(),
  }),
};

interface Issues {
  addIssue(issue: { code: 'custom'; path: (string | number)[]; message: string; input?: unknown }): void;
}

/** Reads one part; what is wrong is told, and the walk goes on, so that everything is told at once. */
function readPart(
  raw: unknown,
  path: (string | number)[],
  depth: number,
  budget: { left: number },
  issues: Issues,
): Rule {
  const wrong = (name: string, at: (string | number)[] = path): Rule => {
    issues.addIssue({ code: 'custom', path: at, message: say(name), input: raw });
    return { kind: 'any', rules: [] };
  };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return wrong('unexpected');
  const bag = raw as Record<string, unknown>;
  const { kind } = bag;
  if (kind === 'all' || kind === 'any' || kind === 'not') {
    if (depth > ruleLimits.depth) return wrong('tooDeep');
    const part = kind === 'not' ? 'rule' : 'rules';
    for (const key of Object.keys(bag)) {
      if (key !== 'kind' && key !== part) return wrong('unexpected', [...path, key]);
    }
    if (kind === 'not') return { kind, rule: readPart(bag.rule, [...path, part], depth + 1, budget, issues) };
    if (!Array.isArray(bag.rules)) return wrong('unexpected', [...path, part]);
    const rules: Rule[] = [];
    for (const [i, each] of bag.rules.entries()) {
      if (budget.left < 0) break;
      rules.push(readPart(each, [...path, part, i], depth + 1, budget, issues));
    }
    return { kind, rules };
  }
  budget.left -= 1;
  if (budget.left < 0) return wrong('tooMany');
  const schema =
    typeof kind === 'string' && Object.hasOwn(schemas, kind) ? schemas[kind as Condition['kind']] : null;
  if (!schema) return wrong('unknownCondition');
  const read = schema.safeParse(raw);
  if (read.success) return read.data as Condition;
  for (const issue of read.error.issues) {
    const message = issue.message.startsWith('rules:') ? issue.message : say('unexpected');
    issues.addIssue({
      code: 'custom',
      path: [...path, ...issue.path.filter((step) => typeof step !== 'symbol')],
      message,
      input: raw,
    });
  }
  return { kind: 'any', rules: [] };
}

/**
 * A rule as the editor posts it: the tree of @reprise/rules, strictly. Gives it back in one spelling (ids as numbers, times in
 * UTC, nothing twice). Everything that is wrong is told at once, by path (`rules.0.min`), as a key of the locale files.
 * Whether it makes sense is another question: see rule-problems.ts.
 */
export const ruleSchema: z.ZodType<Rule, Rule> = z
  .custom<Rule>()
  .transform((raw, ctx) => readPart(raw, [], 1, { left: ruleLimits.conditions }, ctx));
