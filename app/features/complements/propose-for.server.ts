import type { Context } from '../../platform/context.ts';
import type { Proposal } from './complement.ts';
import { loadComplementSnapshot } from './load-snapshot.server.ts';
import { type Bought, propose } from './propose.ts';

/**
 * What goes with these products, read anew: for messages and other work where nobody waits. A page that decides keeps the
 * snapshot (`loadComplementSnapshot`) and calls `propose`.
 */
export async function proposeFor(ctx: Pick<Context, 'db' | 'shop'>, bought: Bought): Promise<Proposal[]> {
  return propose(await loadComplementSnapshot(ctx.db, ctx.shop.id, bought.boughtProductIds), bought);
}
