import { addCode, codesOf, deleteDiscount } from '../../store/discounts.ts';
import type { DiscountKind } from '../../store/records.ts';
import type { DiscountNode } from '../../store/tables.ts';
import type { Args, Context } from '../context.ts';
import { gid, idOf, node } from '../context.ts';
import { checkDiscount, INPUT_NAMES } from './discount-input.ts';
import type { DiscountInput, Problem } from './discount-problem.ts';
import { problem } from './discount-problem.ts';

/** A code discount of this shop. */
export function owned({ store, shop }: Context, id: unknown): DiscountNode | undefined {
  const found = store.tables.discounts.get(idOf(id, ['DiscountCodeNode', 'DiscountNode']) ?? '');
  return found?.shop === shop.domain ? found : undefined;
}

const inputOf = (args: Args, kind: DiscountKind) => args[INPUT_NAMES[kind]] as DiscountInput;

/** discountCode…Create of a kind. */
export function create(kind: DiscountKind) {
  return (args: Args, context: Context) => {
    const { store, shop } = context;
    const input = inputOf(args, kind);
    const checked = checkDiscount(context, kind, input, null);
    if (Array.isArray(checked)) return { codeDiscountNode: null, userErrors: checked };
    const at = store.nowIso();
    const discount: DiscountNode = {
      id: store.nextId(),
      shop: shop.domain,
      ...checked,
      isActive: true,
      createdAt: at,
      updatedAt: at,
    };
    store.tables.discounts.put(discount);
    addCode(store, discount, input.code ?? '');
    store.announce({ shop, topic: 'discounts/create', discount });
    return { codeDiscountNode: node('DiscountCodeNode', discount), userErrors: [] };
  };
}

/** discountCode…Update of a kind. As at Shopify it also turns a discount of another kind into this one. */
export function update(kind: DiscountKind) {
  return (args: Args, context: Context) => {
    const { store, shop } = context;
    const refuse = (...userErrors: Problem[]) => ({ codeDiscountNode: null, userErrors });
    const known = owned(context, args.id);
    if (known === undefined) return refuse(problem(['id'], 'Discount does not exist', null));
    const input = inputOf(args, kind);
    const codes = codesOf(store, known.id);
    const isRenamed = input.code != null && codes.every((one) => one.code !== input.code);
    if (isRenamed && codes.length > 1)
      return refuse(problem(['id'], 'Cannot update the code of a bulk discount.', null));
    const checked = checkDiscount(context, kind, input, known);
    if (Array.isArray(checked)) return refuse(...checked);
    Object.assign(known, checked, { updatedAt: store.nowIso() });
    store.tables.discounts.put(known);
    const [first] = codes;
    if (isRenamed && first !== undefined) store.tables.codes.put({ ...first, code: input.code ?? '' });
    store.announce({ shop, topic: 'discounts/update', discount: known });
    return { codeDiscountNode: node('DiscountCodeNode', known), userErrors: [] };
  };
}

/** Switches a discount on or off; what starts later starts now, what has ended ends no more. */
export function switchDiscount(
  context: Pick<Context, 'store' | 'shop'>,
  known: DiscountNode,
  isActive: boolean,
) {
  const { store, shop } = context;
  const at = store.nowIso();
  if (known.startsAt > at) known.startsAt = at;
  if (!isActive) known.endsAt = at;
  else if (known.endsAt !== null && known.endsAt <= at) known.endsAt = null;
  known.isActive = isActive;
  known.updatedAt = at;
  store.tables.discounts.put(known);
  store.announce({ shop, topic: 'discounts/update', discount: known });
}

/** discountCodeActivate and discountCodeDeactivate. */
export function setActive(isActive: boolean) {
  return (args: Args, context: Context) => {
    const known = owned(context, args.id);
    if (known === undefined)
      return {
        codeDiscountNode: null,
        userErrors: [problem(['id'], 'Code discount does not exist.', 'INVALID')],
      };
    switchDiscount(context, known, isActive);
    return { codeDiscountNode: node('DiscountCodeNode', known), userErrors: [] };
  };
}

/** discountCodeDelete. */
export function remove(args: Args, context: Context) {
  const known = owned(context, args.id);
  if (known === undefined)
    return {
      deletedCodeDiscountId: null,
      userErrors: [problem(['id'], 'Code discount does not exist.', 'INVALID')],
    };
  deleteDiscount(context.store, context.shop, known);
  return { deletedCodeDiscountId: gid('DiscountCodeNode', known.id), userErrors: [] };
}
