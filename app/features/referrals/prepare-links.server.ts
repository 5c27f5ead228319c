import { done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, minute } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import { readReferralsSettings } from './referrals.repo.server.ts';
import { minimumOrder } from './settings.ts';

const batchSize = 250;

interface Wanted {
  code: string;
  friendBasisPoints: number;
}

/**
 * Makes wanted codes real at Shopify: all codes with the same conditions hang on one discount of the shop, which is made with
 * the first of them. Run twice at once, or again after a lost answer, it finds what is there already and goes on.
 */
export async function makeWantedLinks(ctx: Context): Promise<Fate> {
  for (;;) {
    const { rows } = await ctx.db.query<Wanted>(
      `select code, friend_basis_points as "friendBasisPoints" from referral_links
       where shop_id = $1 and state = 'wanted' order by created_at, code limit $2`,
      [ctx.shop.id, batchSize],
    );
    const first = rows[0];
    if (!first) break;
    const alike = rows.filter(({ friendBasisPoints }) => friendBasisPoints === first.friendBasisPoints);
    await makeAlike(
      ctx,
      first.friendBasisPoints,
      alike.map(({ code }) => code),
    );
  }
  const { rows: failed } = await ctx.db.query(
    `update referral_links set state = 'wanted' where shop_id = $1 and state = 'failed' returning code`,
    [ctx.shop.id],
  );
  return failed.length > 0 ? snooze(addMs(ctx.clock.now(), 30 * minute), 'some codes were refused') : done;
}

async function makeAlike(ctx: Context, basisPoints: number, codes: string[]): Promise<void> {
  const minimum = minimumOrder(await readReferralsSettings(ctx, ctx.db), ctx.shop.currency);
  const kind = `referrals.discount:${basisPoints}:${minimum.minor}:${minimum.currency}`;
  let nodeId = await readNode(ctx, kind);
  let rest = codes;
  if (!nodeId) {
    const [first, ...others] = codes;
    const made = await ctx.shopify.createDiscountCode({
      title: `Reprise: friends' discount (${basisPoints / 100} %)`,
      code: first!,
      startsAt: ctx.clock.now(),
      endsAt: null,
      value: { kind: 'percentage', basisPoints },
      productIds: null,
      usageLimit: null,
      oncePerCustomer: true,
      ...(minimum.minor > 0n ? { minimumSubtotal: minimum } : {}),
    });
    if (made.kind === 'refused') return markLinks(ctx, [first!], 'failed', null, made.message);
    nodeId =
      made.kind === 'created' ? made.nodeId : ((await ctx.shopify.findDiscountCode(first!))?.nodeId ?? null);
    if (!nodeId) return markLinks(ctx, [first!], 'failed', null, 'taken');
    await ctx.db.query(
      `insert into sync_cursors (shop_id, kind, value, updated_at) values ($1, $2, $3, $4)
       on conflict (shop_id, kind) do nothing`,
      [ctx.shop.id, kind, nodeId, ctx.clock.now()],
    );
    await markLinks(ctx, [first!], 'ready', nodeId, null);
    rest = others;
  }
  if (rest.length === 0) return;
  const { added, failed } = await ctx.shopify.addRedeemCodes(nodeId, rest);
  await markLinks(
    ctx,
    rest.filter((one) => added.some((code) => code.toUpperCase() === one)),
    'ready',
    nodeId,
    null,
  );
  let found = 0;
  const reasons = new Map(failed.map(({ code, message }) => [code.toUpperCase(), message]));
  const taken = new Set(added.map((code) => code.toUpperCase()));
  for (const code of rest.filter((one) => !taken.has(one))) {
    const message = reasons.get(code) ?? 'no answer';
    // Refused as "taken": an earlier call of ours had arrived although its answer was lost.
    const existing = await ctx.shopify.findDiscountCode(code);
    if (existing) found += 1;
    await markLinks(
      ctx,
      [code],
      existing ? 'ready' : 'failed',
      existing?.nodeId ?? null,
      existing ? null : message,
    );
  }
  // Nothing went in and nothing was there: the merchant has probably deleted the discount. The next run makes a new one.
  if (added.length === 0 && found === 0)
    await ctx.db.query('delete from sync_cursors where shop_id = $1 and kind = $2 and value = $3', [
      ctx.shop.id,
      kind,
      nodeId,
    ]);
}

async function readNode(ctx: Context, kind: string): Promise<string | null> {
  const { rows } = await ctx.db.query<{ value: string }>(
    'select value from sync_cursors where shop_id = $1 and kind = $2',
    [ctx.shop.id, kind],
  );
  return rows[0]?.value ?? null;
}

async function markLinks(
  ctx: Context,
  codes: string[],
  state: 'ready' | 'failed',
  nodeId: string | null,
  reason: string | null,
): Promise<void> {
  if (codes.length === 0) return;
  await ctx.db.query(
    `update referral_links set state = $3, discount_node_id = $4, reason = $5 where shop_id = $1 and code = any($2)`,
    [ctx.shop.id, codes, state, nodeId, reason],
  );
}
