import fc from 'fast-check';
import { dayIn } from '../../kit/day.ts';
import type { Context } from '../../platform/context.ts';
import { appendEventsSql, eventValues } from '../offers/append-events.server.ts';

/** A generated history of one shop: what was given, what was bought, and what became of it. */
export interface History {
  grants: {
    person: number;
    hour: number;
    offer: 0 | 1;
    hasCode: boolean;
    arm: string;
    surface: string;
    product: 'p1' | 'p2' | null;
    variant: 'v1' | 'v2';
  }[];
  orders: {
    person: number | null;
    hour: number;
    currency: 'EUR' | 'USD';
    isTest: boolean;
    isPaid: boolean;
    isTaxIncluded: boolean | null;
    shipping: number;
    /** indexes of grants; -1 is a code of the shop's own */
    codes: number[];
    codeMinors: number[] | null;
    lines: {
      variant: 'v1' | 'v2' | 'v3';
      quantity: number;
      price: number;
      discount: number;
      tax: number;
      addition: { isPaid: boolean; offer: 0 | 1; minor: number; discount: number; hour: number } | null;
    }[];
  }[];
  /** one after another; each is followed by counting the order, some of them twice */
  steps: {
    order: number;
    kind: 'look' | 'pieces-back' | 'money-back' | 'all-back' | 'cancel' | 'pay' | 'pay-addition';
    line: number;
    minor: number;
    isDoubled: boolean;
  }[];
  events: {
    order: number;
    offer: 0 | 1 | 2;
    type: string;
    hour: number;
    arm: string;
    surface: string;
    product: 'p1' | 'p2' | 'p9' | null;
    /** in which batch it comes */
    batch: number;
    /** sent once more */
    isDoubled: boolean;
  }[];
}

const hour = fc.integer({ min: 0, max: 24 * 9 });
const place = {
  arm: fc.constantFrom('', 'a', 'b'),
  surface: fc.constantFrom('thank-you', 'order-status'),
};
const offer = fc.constantFrom<(0 | 1)[]>(0, 1);

type Lines = History['orders'][number]['lines'];

/** An offer is in an order once. */
function oneOfEachOffer(lines: Lines): Lines {
  const used = new Set<number>();
  return lines.map((line) => {
    if (!line.addition || !used.has(line.addition.offer)) {
      if (line.addition) used.add(line.addition.offer);
      return line;
    }
    return { ...line, addition: null };
  });
}

export const histories: fc.Arbitrary<History> = fc.record({
  grants: fc.array(
    fc.record({
      person: fc.integer({ min: 0, max: 2 }),
      hour,
      offer,
      hasCode: fc.boolean(),
      ...place,
      product: fc.constantFrom<('p1' | 'p2' | null)[]>('p1', 'p2', null),
      variant: fc.constantFrom<('v1' | 'v2')[]>('v1', 'v2'),
    }),
    { maxLength: 5 },
  ),
  orders: fc.array(
    fc.record({
      person: fc.option(fc.integer({ min: 0, max: 2 }), { freq: 5 }),
      hour,
      currency: fc.constantFrom<('EUR' | 'USD')[]>('EUR', 'EUR', 'EUR', 'EUR', 'USD'),
      isTest: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
      isPaid: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
      isTaxIncluded: fc.constantFrom(true, true, false, null),
      shipping: fc.integer({ min: 0, max: 900 }),
      codes: fc.uniqueArray(fc.integer({ min: -1, max: 4 }), { maxLength: 3 }),
      codeMinors: fc.option(fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 3, maxLength: 3 })),
      lines: fc
        .array(
          fc.record({
            variant: fc.constantFrom<('v1' | 'v2' | 'v3')[]>('v1', 'v2', 'v3'),
            quantity: fc.integer({ min: 1, max: 4 }),
            price: fc.integer({ min: 0, max: 5_000 }),
            discount: fc.integer({ min: 0, max: 300 }),
            tax: fc.integer({ min: 0, max: 400 }),
            addition: fc.option(
              fc.record({
                isPaid: fc.boolean(),
                offer,
                minor: fc.integer({ min: 1, max: 4_000 }),
                discount: fc.integer({ min: 0, max: 300 }),
                hour,
              }),
              { freq: 2 },
            ),
          }),
          { minLength: 1, maxLength: 4 },
        )
        .map(oneOfEachOffer),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  steps: fc.array(
    fc.record({
      order: fc.integer({ min: 0, max: 4 }),
      kind: fc.constantFrom<History['steps'][number]['kind'][]>(
        'look',
        'look',
        'pieces-back',
        'pieces-back',
        'money-back',
        'all-back',
        'cancel',
        'pay',
        'pay-addition',
      ),
      line: fc.integer({ min: 0, max: 3 }),
      minor: fc.integer({ min: 1, max: 3_000 }),
      isDoubled: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
  events: fc.array(
    fc.record({
      order: fc.integer({ min: 0, max: 3 }),
      offer: fc.constantFrom<(0 | 1 | 2)[]>(0, 1, 2),
      type: fc.constantFrom('shown', 'seen', 'clicked', 'dismissed', 'held-out'),
      hour,
      ...place,
      product: fc.constantFrom<('p1' | 'p2' | 'p9' | null)[]>('p1', 'p2', 'p9', null),
      batch: fc.integer({ min: 0, max: 3 }),
      isDoubled: fc.boolean(),
    }),
    { maxLength: 20 },
  ),
});

const start = Date.parse('2026-10-20T00:00:00Z');

/** The moment of an hour of a history; the clocks change within it. */
export function atHour(n: number): Date {
  return new Date(start + n * 3_600_000);
}

export const variantProduct = { v1: 'p1', v2: 'p2', v3: 'p2' } as const;
/** What a piece costs; of v3 nobody knows. */
export const costs = { v1: 310, v2: 725, v3: null } as const;

/** State of one order as the reference keeps it. */
export interface KnownOrder {
  isPaid: boolean;
  isCancelled: boolean;
  refunded: number;
  refundedQuantities: number[];
  paidAdditions: boolean[];
  total: number;
}

/** No line is given away for less than nothing. */
export function discountOf(line: History['orders'][number]['lines'][number]): number {
  return Math.min(line.discount, line.price * line.quantity);
}

/** What the order's total is, from its lines and shipping. */
export function totalOf(order: History['orders'][number]): number {
  return (
    order.shipping +
    order.lines.reduce(
      (sum, line) =>
        sum +
        (line.addition
          ? line.addition.minor
          : line.price * line.quantity - discountOf(line) + (order.isTaxIncluded === true ? 0 : line.tax)),
      0,
    )
  );
}

/** A shop of its own with products, offers, grants and orders of a history. */
export async function putHistory(ctx: Context, history: History): Promise<void> {
  const { db, shop } = ctx;
  await db.query(
    `insert into shops (id, domain, name, currency, timezone, locale, storefront_url, installed_at)
     values ($1, $1, $1, $2, $3, 'en', '', now())`,
    [shop.id, shop.currency, shop.timezone],
  );
  const variant = (id: 'v1' | 'v2' | 'v3') => ({
    id,
    costMinor: costs[id] === null ? null : String(costs[id]),
  });
  await db.query(
    `insert into products (shop_id, id, handle, title, variants, shop_updated_at)
     values ($1, 'p1', 'p1', 'One', $2, now()), ($1, 'p2', 'p2', 'Two', $3, now())`,
    [shop.id, JSON.stringify([variant('v1')]), JSON.stringify([variant('v2'), variant('v3')])],
  );
  for (const n of [0, 1, 2])
    await db.query(
      `insert into offers (id, shop_id, name, status, kind, discount_kind, texts, created_at, updated_at)
       values ($1, $2, $1, 'active', 'product', 'none', '{}', now(), now())`,
      // The third belongs to another shop: its events are nobody's.
      [`${shop.id}_o${n}`, n === 2 ? 'elsewhere' : shop.id],
    );
  for (const [n, grant] of history.grants.entries()) {
    const id = `g${n}`;
    await db.query(
      `insert into orders (shop_id, id, name, person_id, currency, total_minor, subtotal_minor, discount_codes, processed_at,
         shop_updated_at)
       values ($1, $2, $2, $3, 'EUR', 100, 100, '{}', $4, $4)`,
      [shop.id, `source_${id}`, `per${grant.person}`, atHour(grant.hour)],
    );
    await db.query(
      `insert into offer_grants (id, shop_id, offer_id, order_id, state, code, created_at, accepted_at, arm, surface, variant_id)
       values ($1, $2, $3, $4, 'ready', $5, $6, $6, $7, $8, $9)`,
      [
        `${shop.id}_${id}`,
        shop.id,
        `${shop.id}_o${grant.offer}`,
        `source_${id}`,
        grant.hasCode ? codeOf(n) : null,
        atHour(grant.hour),
        grant.arm,
        grant.surface,
        grant.variant,
      ],
    );
    if (grant.product !== null)
      await db.query(
        appendEventsSql,
        eventValues([
          {
            shopId: shop.id,
            offerId: `${shop.id}_o${grant.offer}`,
            orderId: `source_${id}`,
            type: 'accepted',
            eventId: id,
            surface: grant.surface as 'thank-you',
            at: atHour(grant.hour),
            day: dayIn(shop.timezone, atHour(grant.hour)),
            arm: grant.arm,
            productId: grant.product,
          },
        ]),
      );
  }
  for (const [n, order] of history.orders.entries()) await putOrder(ctx, history, n, order);
}

/** What code the grant with this index has; the shop's own for -1. */
export function codeOf(n: number): string {
  return n < 0 ? 'SUMMER' : `CODE${n}`;
}

async function putOrder(
  { db, shop }: Context,
  history: History,
  n: number,
  order: History['orders'][number],
): Promise<void> {
  const codes = order.codes.filter((grant) => grant < history.grants.length).map(codeOf);
  await db.query(
    `insert into orders (shop_id, id, name, person_id, currency, total_minor, subtotal_minor, discount_minor, discount_codes,
       discount_code_minors, is_tax_included, is_test, processed_at, paid_at, shop_updated_at)
     values ($1, $2, $2, $3, $4, $5, $5, 550, $6, $7, $8, $9, $10, $11, $10)`,
    [
      shop.id,
      `ord${n}`,
      order.person === null ? null : `per${order.person}`,
      order.currency,
      totalOf(order),
      // Shoppers type codes in any case.
      codes.map((code, i) => (i % 2 ? code.toLowerCase() : code)),
      order.codeMinors ? order.codeMinors.slice(0, codes.length) : [],
      order.isTaxIncluded,
      order.isTest,
      atHour(order.hour),
      order.isPaid ? atHour(order.hour) : null,
    ],
  );
  for (const [i, line] of order.lines.entries()) {
    await db.query(
      `insert into order_lines (shop_id, order_id, id, position, product_id, variant_id, title, quantity, price_minor,
         discount_minor, tax_minor)
       values ($1, $2, $3, $4, $5, $6, 'x', $7, $8, $9, $10)`,
      [
        shop.id,
        `ord${n}`,
        `l${n}_${i}`,
        i,
        variantProduct[line.variant],
        line.variant,
        line.quantity,
        line.price,
        discountOf(line),
        line.tax,
      ],
    );
    const { addition } = line;
    if (addition)
      await db.query(
        `insert into order_additions (id, shop_id, offer_id, order_id, arm, surface, product_id, variant_id, quantity, state,
           currency, unit_minor, discount_minor, tax_minor, is_tax_included, added_minor, due_minor, edit_id, lines_before,
           line_id, pay_by, quoted_at, added_at)
         values ($1, $2, $3, $4, 'b', 'thank-you', $5, $6, $7, $8, 'EUR', 1, $9, 0, true, $10, $10, '', '{}', $11, $12, $12, $12)`,
        [
          `${shop.id}_a${n}_${i}`,
          shop.id,
          `${shop.id}_o${addition.offer}`,
          `ord${n}`,
          variantProduct[line.variant],
          line.variant,
          line.quantity,
          addition.isPaid ? 'paid' : 'added',
          addition.discount,
          addition.minor,
          `l${n}_${i}`,
          atHour(addition.hour),
        ],
      );
  }
}
