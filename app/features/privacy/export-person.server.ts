import type { Context } from '../../platform/context.ts';
import { collectHeld } from './collect-held.server.ts';
import { findTraces } from './find-person.server.ts';
import { recordRequest } from './requests.repo.server.ts';

/**
 * All that this installation holds of a person, as JSON text for the merchant to hand on. That it was asked for is recorded,
 * what it says is not kept.
 * @returns `unknown` when this shop has nobody with this id
 */
export async function exportPerson(
  ctx: Context,
  personId: string,
): Promise<{ kind: 'exported'; json: string } | { kind: 'unknown' }> {
  return ctx.db.tx(async (tx) => {
    const subject = { personId, customerId: null, email: null, phone: null, orderIds: [] };
    const traces = await findTraces(ctx, tx, ctx.shop, subject);
    if (traces.people.length === 0) return { kind: 'unknown' };
    const held = await collectHeld(ctx, tx, traces);
    await recordRequest(ctx, tx, {
      domain: ctx.shop.domain,
      shopId: ctx.shop.id,
      topic: 'merchant/export',
      receiptId: null,
      outcome: 'exported',
    });
    const answer = { shop: ctx.shop.domain, collectedAt: ctx.clock.now().toISOString(), held };
    const plain = (_key: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
    return { kind: 'exported', json: JSON.stringify(answer, plain, 2) };
  });
}
