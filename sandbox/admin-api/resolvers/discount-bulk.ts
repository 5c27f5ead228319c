import { addCode, codesOf, deleteDiscount, findCode } from '../../store/discounts.ts';
import type { BulkCreation, DiscountNode, RedeemCode } from '../../store/tables.ts';
import type { Args, Context } from '../context.ts';
import { idOf, node } from '../context.ts';
import type { Matcher } from '../search.ts';
import { fieldsOf, searchFilter } from '../search.ts';
import { owned, switchDiscount } from './discount-mutations.ts';
import type { Problem } from './discount-problem.ts';
import { problem } from './discount-problem.ts';
import { discountMatcher, redeemCodeMatcher } from './discount-search.ts';

/** discountRedeemCodeBulkAdd: the codes are there a moment later. */
export function bulkAdd(args: Args, context: Context) {
  const { store, shop, later } = context;
  const known = owned(context, args.discountId);
  const codes = (args.codes as { code: string }[]).map((one) => one.code);
  const refuse = (one: Problem) => ({ bulkCreation: null, userErrors: [one] });
  if (known === undefined) return refuse(problem(['discountId'], 'Code discount does not exist.', 'INVALID'));
  if (codes.length === 0) return refuse(problem(['codes'], "Codes can't be blank", 'BLANK'));
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

function codeProblem(
  context: Pick<Context, 'store' | 'shop'>,
  code: string,
  earlier: Set<string>,
): string | null {
  if (code.trim() === '') return 'is too short (minimum is 1 character)';
  if (/[\r\n]/.test(code)) return 'cannot contain newline characters.';
  if (code.length > 255) return 'is too long (maximum is 255 characters)';
  if (earlier.has(code.toLowerCase())) return 'Codes must be unique within BulkDiscountCodeCreation';
  const isTaken = findCode(context.store, context.shop.domain, code) !== null;
  return isTaken ? 'must be unique. Please try a different code.' : null;
}

/** The background half of discountRedeemCodeBulkAdd. */
export function importCodes(context: Pick<Context, 'store' | 'shop'>, id: string): void {
  const { store, shop } = context;
  const creation = store.tables.bulkCreations.get(id);
  const discount = creation === undefined ? undefined : store.tables.discounts.get(creation.discountId);
  if (creation === undefined || creation.isDone) return;
  const earlier = new Set<string>();
  for (const item of creation.codes) {
    item.error =
      discount === undefined ? 'Discount does not exist' : codeProblem(context, item.code, earlier);
    earlier.add(item.code.toLowerCase());
    if (item.error !== null || discount === undefined) continue;
    const added = addCode(store, discount, item.code);
    if (added === null) continue;
    item.redeemCodeId = added.id;
    store.announce({ shop, topic: 'discounts/redeemcode_added', discount, code: added });
  }
  creation.isDone = true;
  store.tables.bulkCreations.put(creation);
}

type Selector<T> = {
  byId(id: string): T | undefined;
  all(): T[];
  matcher: Matcher<T>;
  /** The search fields that are taken; all when not given. */
  fields?: string[];
};

/** What ids, a search or a saved search choose; or why Shopify would not say. */
function select<T>(args: Args, selector: Selector<T>): T[] | Problem {
  const ids = args.ids as string[] | null | undefined;
  const search = args.search as string | null | undefined;
  const given = [ids, search, args.savedSearchId].filter((one) => one != null);
  if (given.length > 1)
    return problem(
      null,
      "Only one of 'ids', 'search' or 'saved_search_id' is allowed.",
      'TOO_MANY_ARGUMENTS',
    );
  if (given.length === 0)
    return problem(
      null,
      "Missing expected argument key: 'ids', 'search' or 'saved_search_id'.",
      'MISSING_ARGUMENT',
    );
  if (args.savedSearchId != null) return problem(['savedSearchId'], "Invalid 'saved_search_id'.", 'INVALID');
  if (search != null) {
    if (search.trim() === '') return problem(['search'], "'Search' can't be blank.", 'BLANK');
    const unknown = fieldsOf(search).filter((one) => !(selector.fields?.includes(one) ?? true));
    if (unknown.length > 0) {
      const message = `Invalid search field(s): ${unknown.join(', ')}. Check the query syntax.`;
      return problem(['search'], message, 'INVALID');
    }
    return selector.all().filter(searchFilter(search, selector.matcher));
  }
  if (ids?.length === 0) return problem(null, 'Something went wrong, please try again.', null);
  return (ids ?? []).flatMap((id) => selector.byId(id) ?? []);
}

/** Jobs of the sandbox are done when the answer arrives. */
const jobOf = ({ store }: Context) => ({
  __typename: 'Job',
  id: `gid://shopify/Job/${store.nextToken()}`,
  done: true,
});

/** discountCodeRedeemCodeBulkDelete. */
export function bulkDeleteCodes(args: Args, context: Context) {
  const { store } = context;
  const known = owned(context, args.discountId);
  if (known === undefined)
    return {
      job: null,
      userErrors: [problem(['discountId'], 'Code discount does not exist.', 'INVALID')],
    };
  const chosen = select<RedeemCode>(args, {
    byId(id) {
      const code = store.tables.codes.get(idOf(id, 'DiscountRedeemCode') ?? '');
      return code?.discountId === known.id ? code : undefined;
    },
    all: () => codesOf(store, known.id),
    matcher: redeemCodeMatcher,
  });
  if (!Array.isArray(chosen)) return { job: null, userErrors: [chosen] };
  for (const code of chosen) store.tables.codes.remove(code.id);
  known.updatedAt = store.nowIso();
  store.tables.discounts.put(known);
  return { job: jobOf(context), userErrors: [] };
}

/** A misspelled search must not delete everything. */
const DELETE_FIELDS =
  'title status times_used discount_type type starts_at ends_at created_at updated_at'.split(' ');

/** discountCodeBulkActivate, discountCodeBulkDeactivate and discountCodeBulkDelete. */
export function bulk(act: 'activate' | 'deactivate' | 'delete') {
  return (args: Args, context: Context) => {
    const { store, shop } = context;
    const chosen = select<DiscountNode>(args, {
      byId: (id) => owned(context, id),
      all: () => store.tables.discounts.inGroup(shop.domain),
      matcher: discountMatcher(context),
      ...(act === 'delete' ? { fields: DELETE_FIELDS } : {}),
    });
    if (!Array.isArray(chosen)) return { job: null, userErrors: [chosen] };
    for (const discount of chosen) {
      if (act === 'delete') deleteDiscount(store, shop, discount);
      else switchDiscount(context, discount, act === 'activate');
    }
    return { job: jobOf(context), userErrors: [] };
  };
}
