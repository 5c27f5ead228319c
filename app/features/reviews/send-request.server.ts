import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { requestMessage } from '../messages/index.server.ts';
import type { ReviewRequestData } from '../messages/index.ts';
import { consentFor, getPerson } from '../people/index.server.ts';
import { readOrderAddress, readOrderFacts } from './order-facts.server.ts';
import { isRefunded, type OrderFacts, planRequest, reviewableProducts } from './plan-request.ts';
import { type AskedProduct, linkLifeDays, type NoRequestReason } from './review.ts';
import { reviewUrl } from './review-links.ts';
import { sendReviewReminder } from './reviews.jobs.ts';
import {
  lockPerson,
  lockRequest,
  productsAskedBefore,
  type RequestRow,
  readReviewsSettings,
  updateRequest,
} from './reviews.repo.server.ts';
import type { ReviewsSettings } from './settings.ts';

/**
 * The request's date has come. Everything is checked again (switch, refund, date, what was asked since, consent) and the
 * message is handed to the ledger in the same transaction that marks the request as sent.
 */
export async function sendRequest(ctx: Context, requestId: string): Promise<Fate> {
  return ctx.db.tx(async (tx) => {
    const request = await lockRequest(ctx, tx, requestId);
    if (!request) return cancel('the request is gone');
    if (request.status !== 'planned') return cancel(`the request is ${request.status}`);
    const refuse = async (reason: NoRequestReason): Promise<Fate> => {
      await updateRequest(ctx, tx, requestId, { status: 'cancelled', reason });
      return cancel(reason);
    };
    const settings = await readReviewsSettings(ctx, tx);
    if (!settings.isOn) return refuse('switched_off');
    const order = await readOrderFacts(ctx, tx, request.orderId);
    if (!order) return refuse('order_unknown');
    if (order.personId) await lockPerson(ctx, tx, order.personId);
    const asked = await productsAskedBefore(ctx, tx, order.personId, order.id);
    const plan = planRequest(order, settings, ctx.shop.country, asked);
    if (plan.kind === 'none') return refuse(plan.reason);
    const dueAt = request.basis === 'postponed' && request.dueAt > plan.dueAt ? request.dueAt : plan.dueAt;
    const now = ctx.clock.now();
    if (dueAt > now) {
      await updateRequest(ctx, tx, requestId, { dueAt });
      return snooze(dueAt, 'the date has moved');
    }
    if (settings.needsConsent && !(await hasConsent(ctx, tx, order))) return refuse('no_consent');

    const reminderAt = settings.hasReminder ? addMs(now, settings.reminderDays * day) : null;
    await updateRequest(ctx, tx, requestId, {
      status: 'sent',
      reason: null,
      products: plan.products,
      personId: order.personId,
      sentAt: now,
      reminderAt,
      remindedAt: null,
      expiresAt: addMs(now, linkLifeDays * day),
    });
    await ctx.emit(tx, ctx.shop.id, 'review.asked', { requestId });
    await requestMessage(ctx, tx, {
      kind: 'review_request',
      personId: order.personId,
      address: await readOrderAddress(ctx, tx, order.id),
      subjectId: requestId,
      idempotencyKey: `review_request:${requestId}:${request.postponed}`,
      locale: order.locale,
      staleAt: addMs(now, 60 * day),
      data: await messageData(ctx, tx, { request, order, settings, products: plan.products }),
    });
    if (reminderAt)
      await ctx.due.schedule(tx, {
        shopId: ctx.shop.id,
        job: sendReviewReminder,
        subject: requestId,
        dueAt: reminderAt,
      });
    return done;
  });
}

/** A week without an answer: one reminder, about what is still theirs, whether or not the first message was opened. */
export async function sendReminder(ctx: Context, requestId: string): Promise<Fate> {
  return ctx.db.tx(async (tx) => {
    const request = await lockRequest(ctx, tx, requestId);
    if (!request) return cancel('the request is gone');
    if (request.status !== 'sent') return cancel(`the request is ${request.status}`);
    if (request.remindedAt) return cancel('reminded already');
    const settings = await readReviewsSettings(ctx, tx);
    if (!settings.isOn || !settings.hasReminder) return cancel('reminders are switched off');
    const order = await readOrderFacts(ctx, tx, request.orderId);
    if (!order || order.cancelledAt || isRefunded(order))
      return cancel('the order was cancelled or refunded');
    if (settings.needsConsent && !(await hasConsent(ctx, tx, order))) return cancel('no consent');
    const products = stillTheirs(request.products, order);
    if (products.length === 0) return cancel('everything asked about was refunded');
    const now = ctx.clock.now();
    await updateRequest(ctx, tx, requestId, { remindedAt: now, products });
    await requestMessage(ctx, tx, {
      kind: 'review_reminder',
      personId: order.personId,
      address: await readOrderAddress(ctx, tx, order.id),
      subjectId: requestId,
      idempotencyKey: `review_reminder:${requestId}:${request.postponed}`,
      locale: order.locale,
      staleAt: addMs(now, 30 * day),
      data: await messageData(ctx, tx, { request, order, settings, products }),
    });
    return done;
  });
}

function stillTheirs(asked: AskedProduct[], order: OrderFacts): AskedProduct[] {
  const theirs = new Set(reviewableProducts(order).map(({ productId }) => productId));
  return asked.filter(({ productId }) => theirs.has(productId));
}

async function hasConsent(ctx: Context, tx: Queryable, order: OrderFacts): Promise<boolean> {
  if (!order.personId) return false;
  return (await consentFor(ctx, order.personId, 'email', tx)).state === 'subscribed';
}

async function messageData(
  ctx: Context,
  tx: Queryable,
  input: { request: RequestRow; order: OrderFacts; settings: ReviewsSettings; products: AskedProduct[] },
): Promise<ReviewRequestData> {
  const { request, order, settings, products } = input;
  const person = order.personId ? await getPerson(ctx, order.personId, tx) : null;
  return {
    orderName: order.name,
    firstName: person?.firstName ?? null,
    products: products.map(({ productId, title, imageUrl }) => ({
      title,
      imageUrl: imageUrl && /^https?:\/\//.test(imageUrl) ? imageUrl : null,
      starUrls: [1, 2, 3, 4, 5].map((stars) =>
        reviewUrl(ctx, request.id, `product=${encodeURIComponent(productId)}&stars=${stars}`),
      ),
    })),
    notArrivedUrl: order.sourceName === 'pos' ? null : reviewUrl(ctx, request.id, 'view=not-arrived'),
    reward: settings.reward.isOn ? { kind: 'percentage', basisPoints: settings.reward.basisPoints } : null,
  };
}
