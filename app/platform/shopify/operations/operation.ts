import { z } from 'zod';
import { shopifyNumber } from '../../../kit/id.ts';
import { type Money, parseMoney } from '../../../kit/money.ts';

/** One document of the Admin API and the shape of its answer. */
export interface Operation<Answer> {
  name: string;
  document: string;
  answer: z.ZodType<Answer>;
}

/** Every document, so that a test can hold them against Shopify's schema. */
export const operations: Operation<unknown>[] = [];

/** Declares an operation; its name is read from the document. */
export function defineOperation<Answer>(document: string, answer: z.ZodType<Answer>): Operation<Answer> {
  const name = /(?:query|mutation)\s+(\w+)/.exec(document)?.[1];
  if (!name) throw new Error('an operation needs a name');
  const operation: Operation<Answer> = { name, document: document.trim(), answer };
  operations.push(operation as Operation<unknown>);
  return operation;
}

/** A gid as its number. */
export const idOf = z.string().transform((gid, ctx) => {
  const number = shopifyNumber(gid);
  if (number) return number;
  ctx.addIssue({ code: 'custom', message: 'not a Shopify id' });
  return z.NEVER;
});

export const node = z.object({ id: idOf });
export const instant = z.string().transform((text, ctx) => {
  const at = new Date(text);
  if (!Number.isNaN(at.getTime())) return at;
  ctx.addIssue({ code: 'custom', message: 'not a moment' });
  return z.NEVER;
});

/** MoneyV2. */
export const money = z
  .object({ amount: z.string(), currencyCode: z.string() })
  .transform(({ amount, currencyCode }): Money => parseMoney(amount, currencyCode));

export const moneyText = z.object({ amount: z.string(), currencyCode: z.string() });
/** MoneyBag, as text. */
export const bag = z.object({ shopMoney: moneyText, presentmentMoney: moneyText });

export const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
export const userErrors = z.array(
  z.object({ message: z.string(), code: z.string().nullish(), field: z.array(z.string()).nullish() }),
);

/** The cursor of the next page, null at the end. */
export function nextCursor(page: z.output<typeof pageInfo>): string | null {
  return page.hasNextPage ? page.endCursor : null;
}

/** A value for Shopify's search syntax: quoted, so that nothing in it is an operator. */
export function searchValue(text: string): string {
  return `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
}

/** MoneyBag in the shape of a webhook's `*_set`. */
export function webhookSet(value: z.output<typeof bag>) {
  return {
    shop_money: { amount: value.shopMoney.amount, currency_code: value.shopMoney.currencyCode },
    presentment_money: {
      amount: value.presentmentMoney.amount,
      currency_code: value.presentmentMoney.currencyCode,
    },
  };
}
