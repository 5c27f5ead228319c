import type { AppContext, Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import {
  completeCheckouts,
  deleteCheckout,
  lockCheckout,
  lockCheckouts,
  recordCheckout,
} from '../checkouts/index.server.ts';
import {
  type OrderReport,
  orderByCheckoutToken,
  recordDelivery,
  recordFulfillment,
  recordOrderDeleted,
  recordOrders,
  recordRefund,
} from '../orders/index.server.ts';
import {
  askForTraits,
  hashCustomer,
  recordConsent,
  removeIdentity,
  resolvePerson,
} from '../people/index.server.ts';
import { answerDataRequest, redactCustomer, redactShop } from '../privacy/index.server.ts';
import {
  recordCollection,
  recordCollectionDeleted,
  recordProductDeleted,
  recordProducts,
} from '../products/index.server.ts';
import { recordScopes, uninstallShop } from '../shops/index.server.ts';
import { readCheckout, readCheckoutDeleted } from './bodies/checkout.ts';
import { readCustomer, readEmailConsent, readMerge, readSmsConsent } from './bodies/customer.ts';
import { readFulfillment } from './bodies/fulfillment.ts';
import { readOrder } from './bodies/order.ts';
import { readDelivery, readEditedOrderId, readId, readScopes } from './bodies/others.ts';
import { readCollection, readProduct } from './bodies/product.ts';
import { readRefund } from './bodies/refund.ts';
import { refreshOrder } from './intake.jobs.ts';

/** A webhook as a handler sees it: parsed, of an installed shop, inside the transaction that will mark its receipt. */
export interface Webhook {
  topic: string;
  body: unknown;
  /** when the shop says it happened; when we received it where the shop does not say */
  triggeredAt: Date;
}

/** `null`: done. A sentence: nothing to do, and why. */
export type Applied = string | null;
type Apply = (ctx: Context, tx: Tx, webhook: Webhook) => Promise<Applied>;

const order: Apply = async (ctx, tx, { topic, body }) => {
  await applyOrders(tx, [{ ctx, order: readOrder(body), source: topic }]);
  return null;
};
const checkout: Apply = async (ctx, tx, { topic, body }) => {
  await applyCheckout(ctx, tx, body, topic);
  return null;
};
const fulfillment: Apply = async (ctx, tx, { body }) => {
  await recordFulfillment(ctx, tx, readFulfillment(body));
  return null;
};
const customer: Apply = async (ctx, tx, { topic, body, triggeredAt }) => {
  const { clues, consents, customerId } = readCustomer(body, topic, triggeredAt);
  await resolvePerson(ctx, tx, clues);
  for (const consent of consents) await recordConsent(ctx, tx, consent);
  await askForTraits(ctx, tx, [{ shopId: ctx.shop.id, customerId }]);
  return null;
};
const product: Apply = async (ctx, tx, { body }) => {
  await recordProducts(ctx, tx, [readProduct(body, ctx.shop.currency)]);
  return null;
};
const collection: Apply = async (ctx, tx, { body }) => {
  await recordCollection(ctx, tx, readCollection(body));
  return null;
};

/** What each topic of an installed shop does. */
const byTopic: Record<string, Apply> = {
  'orders/create': order,
  'orders/updated': order,
  'orders/paid': order,
  'orders/fulfilled': order,
  'orders/partially_fulfilled': order,
  'orders/cancelled': order,
  'orders/edited': async (ctx, tx, { body }) => {
    const orderId = readEditedOrderId(body);
    await ctx.due.schedule(tx, {
      shopId: ctx.shop.id,
      job: refreshOrder,
      subject: orderId,
      dueAt: ctx.clock.now(),
    });
    return null;
  },
  'orders/delete': async (ctx, tx, { body, triggeredAt }) => {
    const outcome = await recordOrderDeleted(ctx, tx, readId(body), triggeredAt);
    return outcome === 'unknown' ? 'The order is not known here.' : null;
  },
  'refunds/create': async (ctx, tx, { body, triggeredAt }) => {
    await recordRefund(ctx, tx, readRefund(body, { currency: ctx.shop.currency, at: triggeredAt }));
    return null;
  },
  'fulfillments/create': fulfillment,
  'fulfillments/update': fulfillment,
  'fulfillment_events/create': async (ctx, tx, { body }) => {
    await recordDelivery(ctx, tx, readDelivery(body));
    return null;
  },
  'checkouts/create': checkout,
  'checkouts/update': checkout,
  'checkouts/delete': async (ctx, tx, { body, triggeredAt }) => {
    const outcome = await deleteCheckout(ctx, tx, readCheckoutDeleted(body), triggeredAt);
    return outcome === 'unknown' ? 'The checkout is not known here, or was completed.' : null;
  },
  'customers/create': customer,
  'customers/update': customer,
  'customers/delete': async (ctx, tx, { body }) => {
    const hash = hashCustomer(ctx, readId(body));
    const removed = hash ? await removeIdentity(tx, ctx.shop.id, 'customer', hash) : 0;
    return removed > 0 ? null : 'The customer is not known here.';
  },
  'customers/merge': async (ctx, tx, { topic, body }) => {
    const merge = readMerge(body);
    if (!merge) return 'The merge has not happened.';
    await resolvePerson(ctx, tx, {
      emails: [],
      phones: [],
      customerIds: [merge.keptId, merge.deletedId],
      source: topic,
      at: new Date(0),
    });
    return null;
  },
  'customers_email_marketing_consent/update': async (ctx, tx, { topic, body }) => {
    const consent = readEmailConsent(body, topic);
    if (!consent) return 'The body says nothing about consent.';
    await recordConsent(ctx, tx, consent);
    return null;
  },
  'customers_marketing_consent/update': async (ctx, tx, { topic, body }) => {
    const consent = readSmsConsent(body, topic);
    if (!consent) return 'The body says nothing about consent.';
    await recordConsent(ctx, tx, consent);
    return null;
  },
  'products/create': product,
  'products/update': product,
  'products/delete': async (ctx, tx, { body, triggeredAt }) => {
    await recordProductDeleted(ctx, tx, readId(body), triggeredAt);
    return null;
  },
  'collections/create': collection,
  'collections/update': collection,
  'collections/delete': async (ctx, tx, { body }) => {
    await recordCollectionDeleted(ctx, tx, readId(body));
    return null;
  },
};

/** @returns null when we do nothing with this topic */
export function applierOf(topic: string): Apply | null {
  return Object.hasOwn(byTopic, topic) ? byTopic[topic]! : null;
}

/** What needs no installed shop: an uninstallation, and what the law asks for after one. */
export const appTopics: Record<
  string,
  (
    app: AppContext,
    input: { domain: string; receiptId: bigint; triggeredAt: Date | null; body: unknown },
  ) => Promise<Applied>
> = {
  'app/uninstalled': async (app, { domain, triggeredAt }) => {
    const outcome = await uninstallShop(app, { domain, triggeredAt });
    return outcome.kind === 'uninstalled' ? null : 'No installation of that time is alive.';
  },
  'app/scopes_update': async (app, { domain, body }) => {
    await recordScopes(app, { domain, scopes: readScopes(body) });
    return null;
  },
  'customers/data_request': answerDataRequest,
  'customers/redact': redactCustomer,
  'shop/redact': redactShop,
};

/** Whether all that a topic says is one state of an order: such webhooks can be applied many at once. */
export function isOrderState(topic: string): boolean {
  return applierOf(topic) === order;
}

/** Records states of different orders, and closes the checkouts they came from. */
export async function applyOrders(tx: Tx, states: OrderReport[]): Promise<void> {
  const first = states[0];
  if (!first) return;
  const checkouts = states.flatMap(({ ctx, order: { checkoutToken: token, processedAt: at } }) =>
    token ? [{ shopId: ctx.shop.id, token, at }] : [],
  );
  // Everybody locks in this sequence: checkout, order, people. Otherwise two webhooks of one purchase could wait for each other.
  await lockCheckouts(tx, checkouts);
  await recordOrders(tx, states);
  await completeCheckouts(first.ctx, tx, checkouts);
}

/** Records a checkout, closed at once when its order is already here, and the consent that older versions tell with it. */
export async function applyCheckout(ctx: Context, tx: Tx, body: unknown, source: string): Promise<void> {
  const input = readCheckout(body);
  await lockCheckout(tx, ctx.shop.id, input.token);
  const ordered = await orderByCheckoutToken(ctx, input.token, tx);
  await recordCheckout(ctx, tx, input, { source, orderedAt: ordered?.processedAt ?? null });
  if (input.acceptsMarketing === true && input.email) {
    await recordConsent(ctx, tx, {
      channel: 'email',
      address: input.email,
      customerId: null,
      state: 'subscribed',
      changedAt: input.createdAt,
      source,
    });
  }
}
