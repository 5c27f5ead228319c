import { toDecimal, toMinor } from '../../store/money.ts';
import type { DiscountValue, Entitlement } from '../../store/records.ts';
import type { DiscountNode } from '../../store/tables.ts';
import type { Context } from '../context.ts';
import type { At } from './discount-items.ts';
import { checkEffect, checkItems } from './discount-items.ts';
import type { DiscountInput, Problem } from './discount-problem.ts';
import { problem } from './discount-problem.ts';

type Checked = Pick<DiscountNode, 'bxgy' | 'productIds' | 'variantIds' | 'collectionIds'> & {
  value: DiscountValue | null;
};

const MOST = 100_000;
const NOTHING: Entitlement = { productIds: null, variantIds: null, collectionIds: null };

/** A ratio's side, in the words of Shopify's own model. */
function checkRatio(
  quantity: string | null | undefined,
  side: 'antecedent' | 'consequent',
  at: string[],
  problems: Problem[],
): number {
  const count = Number(quantity ?? 0);
  const name = `Prerequisite to entitlement quantity ratio ${side}`;
  if (count < 1) problems.push(problem(at, `${name} must be greater than 0`, 'GREATER_THAN'));
  else if (count >= MOST) problems.push(problem(at, `${name} must be less than ${MOST}`, 'LESS_THAN'));
  return count;
}

function checkUses(input: DiscountInput, known: DiscountNode | null, at: At, problems: Problem[]) {
  const uses = input.usesPerOrderLimit;
  if (uses === undefined) return known?.bxgy?.usesPerOrderLimit ?? null;
  if (uses === 0)
    problems.push(problem(at('usesPerOrderLimit'), 'Allocation limit cannot be zero', 'VALUE_OUTSIDE_RANGE'));
  else if (uses !== null && uses < 0)
    problems.push(
      problem(at('usesPerOrderLimit'), 'Allocation limit must be greater than 0', 'GREATER_THAN'),
    );
  return uses;
}

function checkBuys(
  context: Context,
  input: DiscountInput,
  known: DiscountNode | null,
  at: At,
  problems: Problem[],
): NonNullable<DiscountNode['bxgy']>['buys'] {
  const before = known?.bxgy?.buys ?? null;
  const items = input.customerBuys?.items;
  const itemsAt: At = (...path) => at('customerBuys', 'items', ...path);
  let goods: Entitlement = before ?? NOTHING;
  if (items?.all || (items == null && before === null))
    problems.push(problem(itemsAt(), "Items in 'customer buys' must be defined", 'BLANK'));
  else if (items != null) goods = checkItems(context, items, before, itemsAt, problems);
  const value = input.customerBuys?.value;
  if (value == null) return { ...goods, quantity: before?.quantity ?? null, amount: before?.amount ?? null };
  if (value.amount != null) {
    const { currency } = context.shop;
    return { ...goods, quantity: null, amount: toDecimal(toMinor(value.amount, currency), currency) };
  }
  const quantityAt = at('customerBuys', 'value', 'quantity');
  return { ...goods, quantity: checkRatio(value.quantity, 'antecedent', quantityAt, problems), amount: null };
}

/** The two halves of buy X get Y. */
export function checkBxgy(
  context: Context,
  input: DiscountInput,
  known: DiscountNode | null,
  at: At,
  problems: Problem[],
): Checked {
  const gets = input.customerGets;
  for (const name of ['appliesOnOneTimePurchase', 'appliesOnSubscription'] as const) {
    if (gets?.[name] != null)
      problems.push(
        problem(at('customerGets', name), 'This field is not supported by bxgy discounts.', 'INVALID'),
      );
  }
  for (const name of ['percentage', 'discountAmount'] as const) {
    if (gets?.value?.[name] != null)
      problems.push(
        problem(
          at('customerGets', 'value', name),
          'Only discountOnQuantity permitted with bxgy discounts.',
          'INVALID',
        ),
      );
  }
  const itemsAt: At = (...path) => at('customerGets', 'items', ...path);
  const before = known?.kind === 'bxgy' ? known : null;
  let goods: Entitlement = before ?? NOTHING;
  if (gets?.items?.all)
    problems.push(problem(at('customerGets'), "Items in 'customer get' cannot be set to all", 'INVALID'));
  else if (gets?.items != null) goods = checkItems(context, gets.items, before, itemsAt, problems);
  else if (before === null) problems.push(problem(itemsAt(), "Items can't be blank", 'BLANK'));
  const buys = checkBuys(context, input, before, at, problems);
  const onQuantity = gets?.value?.discountOnQuantity;
  const quantityAt = at('customerGets', 'value', 'discountOnQuantity', 'quantity');
  const effectAt = (name: string) => at('customerGets', 'value', 'discountOnQuantity', 'effect', name);
  let getsQuantity = before?.bxgy?.getsQuantity ?? 1;
  let value: DiscountValue | null = before?.value ?? null;
  if (onQuantity == null) {
    if (before === null) problems.push(problem(quantityAt, 'Quantity cannot be blank.', 'BLANK'));
  } else {
    if (onQuantity.quantity == null) problems.push(problem(quantityAt, 'Quantity cannot be blank.', 'BLANK'));
    else getsQuantity = checkRatio(onQuantity.quantity, 'consequent', quantityAt, problems);
    value = checkEffect(
      { ...onQuantity.effect, eachItem: true },
      context.shop.currency,
      { percentage: effectAt('percentage'), amount: effectAt('amount') },
      problems,
    );
  }
  const { productIds, variantIds, collectionIds } = goods;
  const usesPerOrderLimit = checkUses(input, before, at, problems);
  return { productIds, variantIds, collectionIds, value, bxgy: { buys, getsQuantity, usesPerOrderLimit } };
}
