import type { Context } from '../../platform/context.ts';
import { emptyBodies, eraseTraces, erasing } from './erase-traces.server.ts';
import { recordRequest } from './requests.repo.server.ts';

/**
 * Erases a person on the merchant's word, exactly as Shopify's customers/redact would, in this installation. When it returns,
 * nothing is sent to them any more; what waited is dropped as "erased". Erasing again changes nothing.
 * @returns `unknown` when this shop has nobody with this id
 */
export async function erasePerson(
  ctx: Context,
  personId: string,
): Promise<{ kind: 'erased' } | { kind: 'unknown' }> {
  return erasing(ctx, async (tx, isPatient) => {
    const { rowCount } = await tx.query('select 1 from people where shop_id = $1 and id = $2', [
      ctx.shop.id,
      personId,
    ]);
    if (rowCount === 0) return { kind: 'unknown' };
    const subject = { personId, customerId: null, email: null, phone: null, orderIds: [] };
    const traces = await eraseTraces(ctx, tx, ctx.shop, subject, isPatient);
    await emptyBodies(ctx, tx, ctx.shop.domain, [...traces.names, ...traces.orders]);
    await recordRequest(ctx, tx, {
      domain: ctx.shop.domain,
      shopId: ctx.shop.id,
      topic: 'merchant/erase',
      receiptId: null,
      outcome: 'erased',
    });
    ctx.log.info({ personId }, 'a person was erased by the merchant');
    return { kind: 'erased' };
  });
}
