import type { AppContext } from '../../platform/context.ts';
import { messageData } from './kinds.ts';

/**
 * Where a tracked link of a message leads: only to the address that is stored (sealed) with that message, so the link cannot
 * be bent to lead elsewhere. A click by a person is counted; the first one has its time kept.
 * @returns the shop's front page when the message was erased; null when the signature is wrong or nothing is known
 */
export async function followClick(
  app: AppContext,
  messageId: string,
  signature: string,
  isPerson: boolean,
): Promise<string | null> {
  if (!app.vault.isSigned('go', messageId, signature)) return null;
  const { rows } = await app.db.query<{ content: { sealed?: string } | null; storefront_url: string }>(
    `select m.content, s.storefront_url from messages m join shops s on s.id = m.shop_id where m.id = $1`,
    [messageId],
  );
  const row = rows[0];
  if (!row) return null;
  if (isPerson) {
    await app.db.query(
      'update messages set clicks = clicks + 1, clicked_at = coalesce(clicked_at, $2) where id = $1',
      [messageId, app.clock.now()],
    );
  }
  if (!row.content?.sealed) return row.storefront_url;
  const data = messageData.abandoned_checkout.safeParse(JSON.parse(app.vault.open(row.content.sealed)));
  return data.success ? data.data.recoveryUrl : row.storefront_url;
}
