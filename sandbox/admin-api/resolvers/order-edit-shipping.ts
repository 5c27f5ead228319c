import { randomUUID } from 'node:crypto';
import { stagedShipping } from '../../store/edit-session.ts';
import type { EditSession } from '../../store/tables.ts';
import type { Args, Context } from '../context.ts';
import { node } from '../context.ts';
import { userError } from '../user-error.ts';
import { type Calculated, editAnswer, openEdit } from './order-edit-open.ts';

type ShippingInput = { title?: string | null; price?: { amount: string; currencyCode: string } | null };

/** These have a code, unlike the other steps of an edit. */
const refuse = (field: string[], message: string) =>
  editAnswer(null, [{ ...userError(field, message), code: 'INVALID' }]);

const idOf = (args: Args): string => String(args.shippingLineId).split('/').at(-1) ?? '';

function step(work: (args: Args, context: Context, edit: Calculated, session: EditSession) => unknown) {
  return (args: Args, context: Context) => {
    const edit = openEdit(context, args.id);
    if (edit === null) return refuse(['id'], 'The calculated order does not exist.');
    return work(args, context, edit, edit.session);
  };
}

function answer(context: Context, edit: Calculated, id: string) {
  context.store.tables.editSessions.put(edit.session);
  const line = stagedShipping(edit.order, edit.session).find((one) => one.id === id);
  const calculatedShippingLine =
    line === undefined ? null : node('CalculatedShippingLine', { ...edit, line });
  return editAnswer(edit, [], { calculatedShippingLine });
}

/** Shipping that an edit adds, changes or takes off. */
export const editShippingMutations = {
  orderEditAddShippingLine: step((args, context, edit, session) => {
    const { title, price } = args.shippingLine as ShippingInput;
    const currency = edit.order.presentmentCurrency;
    if (price?.currencyCode !== currency)
      return refuse(['shippingLine', 'price'], `The price must be in ${currency}.`);
    const id = randomUUID();
    session.shipping.added.push({ id, title: title ?? '', price: price.amount });
    return answer(context, edit, id);
  }),
  orderEditUpdateShippingLine: step((args, context, edit, session) => {
    const { title, price } = args.shippingLine as ShippingInput;
    const known = session.shipping.added.find((one) => one.id === idOf(args));
    if (known === undefined)
      return refuse(
        ['shippingLineId'],
        "The shipping line can't be updated because it doesn't exist or wasn't added during this edit.",
      );
    known.title = title ?? known.title;
    known.price = price?.amount ?? known.price;
    return answer(context, edit, known.id);
  }),
  orderEditRemoveShippingLine: step((args, context, edit, session) => {
    const id = idOf(args);
    const known = stagedShipping(edit.order, session).find((one) => one.id === id);
    if (known === undefined)
      return refuse(
        ['shippingLineId'],
        "The shipping line can't be removed because it doesn't exist or has already been removed.",
      );
    const isStaged = session.shipping.added.some((one) => one.id === id);
    if (isStaged) session.shipping.added = session.shipping.added.filter((one) => one.id !== id);
    else session.shipping.removed.push(id);
    return answer(context, edit, id);
  }),
};
