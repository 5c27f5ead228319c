import type { OfferEventType, Surface } from '@reprise/rules';
import { dayIn } from '../../kit/day.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { appendEventsSql, eventValues } from './append-events.server.ts';

/** Counts what the server itself knows to have happened, once per order, offer and type, in the caller's transaction. */
export async function countOnOrder(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  happened: {
    type: OfferEventType;
    offerId: string;
    orderId: string;
    surface: Surface;
    eventId?: string;
    /** variant of a running test; '' without one */
    arm: string;
    productId: string | null;
  }[],
): Promise<void> {
  const now = ctx.clock.now();
  const day = dayIn(ctx.shop.timezone, now);
  await tx.query(
    appendEventsSql,
    eventValues(
      happened.map((one) => ({
        shopId: ctx.shop.id,
        offerId: one.offerId,
        orderId: one.orderId,
        type: one.type,
        eventId: one.eventId ?? `${one.orderId} ${one.offerId} ${one.type}`,
        surface: one.surface,
        at: now,
        day,
        arm: one.arm,
        productId: one.productId,
      })),
    ),
  );
}
