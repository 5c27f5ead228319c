import { addMoney, type Money, shareOf, subtractMoney } from '../../app/kit/money.ts';
import type { EditableOrder, ShopifyPort, ShopifyProduct } from '../../app/platform/shopify/port.ts';

interface Edit {
  orderId: string;
  variantId: string;
  quantity: number;
  added: Money;
  isCommitted: boolean;
}

type EditPort = Pick<
  ShopifyPort,
  'getEditableOrder' | 'stageAddition' | 'commitOrderEdit' | 'removeOrderLine'
>;
type Call = <T>(name: keyof ShopifyPort, work: () => T) => Promise<T>;

/** Order editing of the in-memory store: orders that a test puts into `orders`, without taxes. */
export function memoryEdits(
  orders: Map<string, EditableOrder>,
  products: ShopifyProduct[],
  call: Call,
  nextId: () => string,
): EditPort {
  const edits = new Map<string, Edit>();
  const prices = new Map<string, Money>();

  function commit(order: EditableOrder, delta: Money): { kind: 'committed'; order: EditableOrder } {
    order.total = addMoney(order.total, delta);
    order.outstanding = addMoney(order.outstanding, delta);
    order.payUrl = order.outstanding.minor > 0n ? `https://pay.example/${order.id}` : null;
    return { kind: 'committed', order: structuredClone(order) };
  }

  return {
    getEditableOrder: (orderId) =>
      call('getEditableOrder', () => {
        const order = orders.get(orderId);
        return order ? structuredClone(order) : null;
      }),
    stageAddition: ({ orderId, variantId, quantity, discount }) =>
      call('stageAddition', () => {
        const order = orders.get(orderId);
        if (!order?.isEditable) return { kind: 'refused' as const, message: 'The order cannot be edited.' };
        const variant = products.flatMap((each) => each.variants).find((each) => each.id === variantId);
        if (!variant) return { kind: 'refused' as const, message: 'The variant does not exist in the shop.' };
        const gross = { ...variant.price, minor: variant.price.minor * BigInt(quantity) };
        const wanted =
          discount.kind === 'percentage'
            ? shareOf(gross, discount.basisPoints)
            : discount.kind === 'amount'
              ? discount.amount
              : { ...gross, minor: 0n };
        const off = wanted.minor > gross.minor ? gross : wanted;
        const added = subtractMoney(gross, off);
        const editId = `gid://shopify/CalculatedOrder/${nextId()}`;
        edits.set(editId, { orderId, variantId, quantity, added, isCommitted: false });
        return {
          kind: 'staged' as const,
          editId,
          unitPrice: variant.price,
          added,
          tax: { ...gross, minor: 0n },
          outstanding: addMoney(order.outstanding, added),
        };
      }),
    commitOrderEdit: (editId) =>
      call('commitOrderEdit', () => {
        const edit = edits.get(editId);
        const order = edit && orders.get(edit.orderId);
        if (!edit || !order || edit.isCommitted) {
          return { kind: 'refused' as const, message: 'The calculated order does not exist.' };
        }
        edit.isCommitted = true;
        const id = nextId();
        order.lines.push({
          id,
          variantId: edit.variantId,
          quantity: edit.quantity,
          unfulfilledQuantity: edit.quantity,
        });
        prices.set(id, { ...edit.added, minor: edit.added.minor / BigInt(edit.quantity) });
        return commit(order, edit.added);
      }),
    removeOrderLine: ({ orderId, lineId, quantity }) =>
      call('removeOrderLine', () => {
        const order = orders.get(orderId);
        const line = order?.lines.find((each) => each.id === lineId);
        if (!order || !line)
          return { kind: 'refused' as const, message: 'The line item does not exist on the order.' };
        if (line.quantity - line.unfulfilledQuantity > quantity) {
          return { kind: 'refused' as const, message: 'cannot be less than the fulfilled quantity' };
        }
        const less = BigInt(line.quantity - quantity);
        line.unfulfilledQuantity -= Number(less);
        line.quantity = quantity;
        const price = prices.get(lineId) ?? { minor: 0n, currency: order.currency };
        return commit(order, { ...price, minor: -price.minor * less });
      }),
  };
}
