import { addMs } from '../../kit/span.ts';
import type { AppContext } from '../../platform/context.ts';
import { getPerson } from '../people/index.server.ts';
import { becomeMember, confirmWithinMs } from './join-vip.server.ts';

export type ConfirmPage =
  | { kind: 'ask' | 'joined'; shopName: string; shopUrl: string; locale: string; consentText: string }
  /** used up, too old, or of an installation that is gone */
  | { kind: 'gone' }
  /** the signature does not fit */
  | { kind: 'forged' };

/**
 * The page behind the link of the confirmation mail. Looks only, unless `isConfirmed`: mail scanners follow links.
 * The signature covers person and address, so a link of an earlier address confirms nothing.
 */
export async function openConfirmation(
  app: AppContext,
  personId: string,
  signature: string,
  { isConfirmed }: { isConfirmed: boolean },
): Promise<ConfirmPage> {
  const { rows } = await app.db.query<{
    shop_id: string;
    state: string;
    address_hash: string;
    consent_text: string;
    asked_at: Date;
  }>(
    `select shop_id, state, address_hash, consent_text, asked_at from vip_members
     where person_id = (select coalesce(merged_into, id) from people where id = $1)`,
    [personId],
  );
  const row = rows[0];
  if (!row) return { kind: 'gone' };
  if (!app.vault.isSigned('vip', `${personId} ${row.address_hash}`, signature)) return { kind: 'forged' };
  const ctx = await app.forShop(row.shop_id);
  if (!ctx) return { kind: 'gone' };
  const person = await getPerson(ctx, personId);
  const page = {
    shopName: ctx.shop.name,
    shopUrl: ctx.shop.storefrontUrl,
    locale: person?.locale ?? ctx.shop.locale,
    consentText: row.consent_text,
  };
  if (row.state === 'member') return { kind: 'joined', ...page };
  if (row.state !== 'asked' || addMs(row.asked_at, confirmWithinMs) <= ctx.clock.now())
    return { kind: 'gone' };
  if (!isConfirmed) return { kind: 'ask', ...page };
  await ctx.db.tx((tx) => becomeMember(ctx, tx, person?.id ?? personId, true));
  return { kind: 'joined', ...page };
}
