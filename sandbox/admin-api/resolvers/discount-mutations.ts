import { addCode, codesOf, deleteDiscount } from '../../store/discounts.ts';
import type { BulkCreation, DiscountNode } from '../../store/tables.ts';
import type { Args, Context } from '../context.ts';
import { gid, idOf, node } from '../context.ts';
import { checkBasic } from './discount-input.ts';
import type { BasicInput, Problem } from './discount-problem.ts';
import { problem } from './discount-problem.ts';

export function owned({ store, shop }: Context, id: unknown): DiscountNode | undefined {
  const found = store.tables.discounts.get(idOf(id, ['DiscountCodeNode', 'DiscountNode']) ?? '');
  return found?.shop === shop.domain ? found : undefined;
}

export function create(args: Args, context: Context) {
  const { store, shop } = context;
  const input = args.basicCodeDiscount as BasicInput;
  const checked = checkBasic(context, input, null);
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
}

export function update(args: Args, context: Context) {
  const { store, shop } = context;
  const known = owned(context, args.id);
  if (known === undefined)
    return { codeDiscountNode: null, userErrors: [problem(['id'], 'Discount does not exist', 'INVALID')] };
  const input = args.basicCodeDiscount as BasicInput;
  const checked = checkBasic(context, input, known);
  if (Array.isArray(checked)) return { codeDiscountNode: null, userErrors: checked };
  Object.assign(known, checked, { updatedAt: store.nowIso() });
  store.tables.discounts.put(known);
  const first = codesOf(store, known.id)[0];
  if (input.code && first !== undefined && first.code !== input.code)
    store.tables.codes.put({ ...first, code: input.code });
  store.announce({ shop, topic: 'discounts/update', discount: known });
  return { codeDiscountNode: node('DiscountCodeNode', known), userErrors: [] };
}

export function setActive(isActive: boolean) {
  return (args: Args, context: Context) => {
    const { store, shop } = context;
    const known = owned(context, args.id);
    if (known === undefined)
      return {
        codeDiscountNode: null,
        userErrors: [problem(['id'], 'Code discount does not exist.', 'INVALID')],
      };
    const at = store.nowIso();
    if (isActive) {
      known.isActive = true;
      if (known.endsAt !== null && known.endsAt <= at) known.endsAt = null;
    } else {
      known.endsAt = at;
      known.isActive = false;
    }
    known.updatedAt = at;
    store.tables.discounts.put(known);
    store.announce({ shop, topic: 'discounts/update', discount: known });
    return { codeDiscountNode: node('DiscountCodeNode', known), userErrors: [] };
  };
}

const MAX_CODES_PER_CALL = 250;

export function bulkAdd(args: Args, context: Context) {
  const { store, shop, later } = context;
  const known = owned(context, args.discountId);
  const codes = (args.codes as { code: string }[]).map((one) => one.code);
  const refuse = (one: Problem) => ({ bulkCreation: null, userErrors: [one] });
  if (known === undefined) return refuse(problem(['discountId'], 'Code discount does not exist.', 'INVALID'));
  if (codes.length === 0) return refuse(problem(['codes'], "Codes can't be blank", 'BLANK'));
  if (codes.length > MAX_CODES_PER_CALL) {
    return refuse(
      problem(
        ['codes'],
        `The maximum number of codes that can be added at once is ${MAX_CODES_PER_CALL}`,
        'EXCEEDED_MAX',
      ),
    );
  }
  const creation: BulkCreation = {
    id: store.nextId(),
    shop: shop.domain,
    discountId: known.id,
    codes: codes.map((code) => ({ code, redeemCodeId: null, error: null })),
    isDone: false,
    createdAt: store.nowIso(),
  };
  store.tables.bulkCreations.put(creation);
  later(() => importCodes(context, creation.id));
  return { bulkCreation: node('DiscountRedeemCodeBulkCreation', structuredClone(creation)), userErrors: [] };
}

/** The background half of discountRedeemCodeBulkAdd. */
export function importCodes({ store, shop }: Pick<Context, 'store' | 'shop'>, id: string): void {
  const creation = store.tables.bulkCreations.get(id);
  const discount = creation === undefined ? undefined : store.tables.discounts.get(creation.discountId);
  if (creation === undefined || creation.isDone) return;
  for (const item of creation.codes) {
    const isFit = item.code.trim() !== '' && item.code.length <= 255;
    const added = discount === undefined || !isFit ? null : addCode(store, discount, item.code);
    if (added === null)
      item.error = isFit ? 'must be unique. Please try a different code.' : "Code can't be blank";
    else item.redeemCodeId = added.id;
    if (added !== null && discount !== undefined)
      store.announce({ shop, topic: 'discounts/redeemcode_added', discount, code: added });
  }
  creation.isDone = true;
  store.tables.bulkCreations.put(creation);
}

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
