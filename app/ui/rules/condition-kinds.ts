import type { Condition } from '@reprise/rules';

export type ConditionKind = Condition['kind'];

/** Every condition there is, as the list to choose from groups them. */
export const conditionGroups: readonly {
  id: 'order' | 'person' | 'moment' | 'chance';
  kinds: readonly ConditionKind[];
}[] = [
  {
    id: 'order',
    kinds: [
      'order-total',
      'bought-product',
      'bought-collection',
      'bought-tag',
      'bought-vendor',
      'bought-type',
      'bought-variant',
      'quantity',
      'discount-used',
      'country',
      'locale',
      'currency',
      'shipping-method',
      'source',
      'utm',
    ],
  },
  {
    id: 'person',
    kinds: [
      'first-order',
      'person-orders',
      'person-spend',
      'last-order-days',
      'person-tag',
      'segment',
      'is-vip',
      'has-reviewed',
      'has-referred',
      'consent',
    ],
  },
  { id: 'moment', kinds: ['schedule', 'weekday', 'hour', 'parcel', 'stock', 'surface'] },
  { id: 'chance', kinds: ['share'] },
];

/** A condition as it begins: as complete as can be guessed. */
export function newCondition(kind: ConditionKind, currency: string): Condition {
  switch (kind) {
    case 'order-total':
    case 'person-spend':
      return { kind, currency };
    case 'bought-product':
    case 'bought-variant':
      return { kind, match: 'any', ids: [] };
    case 'bought-collection':
    case 'bought-tag':
    case 'bought-vendor':
    case 'bought-type':
    case 'person-tag':
    case 'segment':
      return { kind, match: 'any', values: [] };
    case 'quantity':
      return { kind };
    case 'discount-used':
    case 'first-order':
    case 'is-vip':
    case 'has-reviewed':
    case 'has-referred':
      return { kind, is: true };
    case 'consent':
      return { kind, channel: 'email', is: true };
    case 'shipping-method':
    case 'source':
      return { kind, match: 'is', in: [] };
    case 'utm':
      return { kind, param: 'source', in: [] };
    case 'country':
    case 'currency':
    case 'locale':
      return { kind, in: [] };
    case 'surface':
    case 'parcel':
      return { kind, in: [] };
    case 'person-orders':
      return { kind, min: 2 };
    case 'last-order-days':
      return { kind, min: 30 };
    case 'schedule':
      return { kind };
    case 'weekday':
      return { kind, in: [1, 2, 3, 4, 5] };
    case 'hour':
      return { kind, from: 8, to: 18 };
    case 'stock':
      return { kind, min: 1 };
    case 'share':
      return { kind, to: 50 };
  }
}
