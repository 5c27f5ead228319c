import type { AppContext } from '../../platform/context.ts';
import { isMessageKind, messageData } from './kinds.ts';

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
  const { rows } = await app.db.query<{
    shop_id: string;
    kind: string;
    content: { sealed?: string } | null;
    storefront_url: string;
  }>(
    `select m.shop_id, m.kind, m.content, s.storefront_url from messages m join shops s on s.id = m.shop_id where m.id = $1`,
    [messageId],
  );
  const row = rows[0];
  if (!row) return null;
  if (isPerson) {
    await app.db.tx(async (tx) => {
      const { rows: clicked } = await tx.query<{ clicks: number }>(
        `update messages set clicks = clicks + 1, clicked_at = coalesce(clicked_at, $2) where id = $1 returning clicks`,
        [messageId, app.clock.now()],
      );
      if (clicked[0]?.clicks === 1) await app.emit(tx, row.shop_id, 'message.clicked', { messageId });
    });
  }
  if (!row.content?.sealed || !isMessageKind(row.kind)) return row.storefront_url;
  const data = messageData[row.kind].safeParse(JSON.parse(app.vault.open(row.content.sealed)));
  if (!data.success) return row.storefront_url;
  if ('recoveryUrl' in data.data) return data.data.recoveryUrl;
  return 'content' in data.data ? data.data.content.url : row.storefront_url;
}
