import {
  type Bag,
  bound,
  claim,
  flag,
  type Leaf,
  leaf,
  matching,
  texts,
  UNKNOWN,
  Unreadable,
  within,
} from './answer.ts';
import { type PersonFacts, plainId } from './facts.ts';
import { amountBetween } from './order-conditions.ts';

const DAY = 86_400_000;

/** How many orders, this one included; or full days since the one before. */
export function personNumber(kind: 'person-orders' | 'last-order-days', rule: Bag): Leaf {
  const min = bound(rule.min, kind);
  const max = bound(rule.max, kind);
  return leaf(kind, { min, max }, ({ raw, now }) => {
    const at = raw.person?.previousOrderAt;
    const value =
      kind === 'person-orders' ? raw.person?.orders : at == null ? null : Math.floor((now - at) / DAY);
    return value == null ? UNKNOWN : claim(within(value, min, max));
  });
}

export const personSpend = (rule: Bag): Leaf =>
  amountBetween('person-spend', rule, ({ raw }) => raw.person?.spent);

/** Tags by their words (case does not count), segments by id. */
export function personList(kind: 'person-tag' | 'segment', rule: Bag): Leaf {
  const values = texts(rule.values, kind);
  const match = matching(rule.match, kind);
  const plain = kind === 'segment' ? plainId : (tag: string) => tag.trim().toLowerCase();
  const wanted = [...new Set(values.map(plain))];
  return leaf(kind, { values, match }, ({ raw }) => {
    const list = kind === 'segment' ? raw.person?.segmentIds : raw.person?.tags;
    if (!list) return UNKNOWN;
    const got = new Set(list.map(plain));
    const has = (each: string) => got.has(each);
    return claim(match === 'all' ? wanted.every(has) : wanted.some(has) === (match === 'any'));
  });
}

const claims = {
  'is-vip': 'isVip',
  'has-reviewed': 'hasReviewed',
  'has-referred': 'hasReferred',
  email: 'hasEmailConsent',
  sms: 'hasSmsConsent',
} as const satisfies Record<string, keyof PersonFacts>;

/** A yes or no about the person, wanted so or the other way round. */
function personFlag(kind: string, rule: Bag, name: keyof typeof claims, params: Leaf['params']): Leaf {
  const is = flag(rule.is, kind);
  return leaf(kind, { ...params, is }, ({ raw }) => {
    const got = raw.person?.[claims[name]];
    return got == null ? UNKNOWN : claim(got === is);
  });
}

export function personClaim(kind: 'is-vip' | 'has-reviewed' | 'has-referred', rule: Bag): Leaf {
  return personFlag(kind, rule, kind, {});
}

export function consent(rule: Bag): Leaf {
  const { channel } = rule;
  if (channel !== 'email' && channel !== 'sms') throw new Unreadable('consent: channel');
  return personFlag('consent', rule, channel, { channel });
}
