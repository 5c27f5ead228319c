import type { Order } from '../../store/records.ts';
import type { EditSession } from '../../store/tables.ts';
import type { Context } from '../context.ts';
import { gid, idOf, node } from '../context.ts';

/** An edit under way. */
export type Calculated = { order: Order; session: EditSession };

/** The edit of this id: a calculated order's or a session's, they are the same. Null when it is over. */
export function openEdit({ store, shop }: Context, id: unknown): Calculated | null {
  const session = store.tables.editSessions.get(idOf(id, ['CalculatedOrder', 'OrderEditSession']) ?? '');
  const order = session === undefined ? undefined : store.tables.orders.get(session.orderId);
  if (session === undefined || order === undefined || session.shop !== shop.domain || session.isCommitted)
    return null;
  return { order, session };
}

/** What every step of an edit answers. */
export function editAnswer(
  edit: Calculated | null,
  userErrors: unknown[],
  extra: Record<string, unknown> = {},
) {
  return {
    calculatedOrder: edit === null ? null : node('CalculatedOrder', edit),
    orderEditSession:
      edit === null ? null : { __typename: 'OrderEditSession', id: gid('OrderEditSession', edit.session.id) },
    calculatedLineItem: null,
    calculatedShippingLine: null,
    addedDiscountStagedChange: null,
    userErrors,
    ...extra,
  };
}
