import { cancel, done, type Fate } from '../../kit/fate.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { requestMessage } from '../messages/index.server.ts';
import { getPerson } from '../people/index.server.ts';
import { readOrderAddress } from './order-facts.server.ts';
import { findRequest, readReviewsSettings } from './reviews.repo.server.ts';

const letters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/**
 * The promised code, half an hour after the first review of an order, whatever its stars. The code is made from the request's
 * id under our key, so a second run finds it taken and sends the same one.
 */
export async function giveReward(ctx: Context, requestId: string): Promise<Fate> {
  const request = await findRequest(ctx.db, requestId);
  if (request?.shopId !== ctx.shop.id || !request.answeredAt) return cancel('nothing was reviewed');
  const { reward } = await readReviewsSettings(ctx, ctx.db);
  const { rows } = await ctx.db.query<{ promised: boolean }>(
    'select bool_or(is_rewarded) as promised from reviews where shop_id = $1 and order_id = $2',
    [ctx.shop.id, request.orderId],
  );
  if (!rows[0]?.promised) return cancel('no reward was promised');
  const code = `THANKS-${codeOf(ctx, requestId)}`;
  const endsAt = addMs(request.answeredAt, reward.validDays * day);
  const made = await ctx.shopify.createDiscountCode({
    title: `Review reward ${code}`,
    code,
    startsAt: request.answeredAt,
    endsAt,
    value: { kind: 'percentage', basisPoints: reward.basisPoints },
    productIds: null,
    usageLimit: 1,
    oncePerCustomer: true,
  });
  if (made.kind === 'refused') throw new Error(`Shopify refused the reward code: ${made.message}`);
  const person = request.personId ? await getPerson(ctx, request.personId) : null;
  await ctx.db.tx(async (tx) => {
    await requestMessage(ctx, tx, {
      kind: 'review_reward',
      personId: request.personId,
      address: await readOrderAddress(ctx, tx, request.orderId),
      subjectId: requestId,
      idempotencyKey: `review_reward:${requestId}`,
      locale: request.locale,
      data: {
        firstName: person?.firstName ?? null,
        code,
        value: { kind: 'percentage', basisPoints: reward.basisPoints },
        endsAt: endsAt.toISOString(),
        shopUrl: ctx.shop.storefrontUrl,
      },
    });
  });
  return done;
}

function codeOf(ctx: Context, requestId: string): string {
  const bytes = Buffer.from(ctx.vault.sign('review reward', `${ctx.shop.id} ${requestId}`), 'base64url');
  let code = '';
  for (const byte of bytes.subarray(0, 8)) code += letters[byte % letters.length];
  return code;
}
