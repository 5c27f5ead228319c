import type { Context } from '../../platform/context.ts';
import { decisionsOf, type PastDecision } from './count-reasons.server.ts';
import { openData } from './kinds.server.ts';
import { isMessageKind } from './kinds.ts';
import { type ListedMessage, listMessages } from './list-messages.server.ts';
import { readMessage } from './messages.repo.server.ts';
import { renderForSending } from './render-message.server.tsx';

export interface ShownMessage extends ListedMessage {
  attempt: number;
  staleAt: Date | null;
  /** as it would look today; null when its content was erased or never made */
  preview: { subject: string; html: string; text: string } | null;
  /** every decision that was not simply "send it", oldest first; what stands now is the last of them unless it was sent */
  decisions: PastDecision[];
  /** what else this person got or was to get, newest first */
  others: ListedMessage[];
}

/** One message of this shop with its story; null when there is none with this id. */
export async function getMessage(ctx: Context, id: string): Promise<ShownMessage | null> {
  const row = await readMessage(ctx.db, ctx.shop.id, id);
  if (!row) return null;
  const listed = (await listMessages(ctx, { id })).messages[0];
  if (!listed) return null;
  const others = row.personId ? await listMessages(ctx, { personId: row.personId }) : null;
  return {
    ...listed,
    attempt: row.attempt,
    staleAt: row.staleAt,
    preview: await previewOf(ctx, row),
    decisions: await decisionsOf(ctx, id),
    others: (others?.messages ?? []).filter((message) => message.id !== id).slice(0, 10),
  };
}

async function previewOf(
  ctx: Context,
  row: { id: string; kind: string; locale: string | null; sealedData: string | null },
): Promise<ShownMessage['preview']> {
  const data = openData(ctx, row);
  if (!data || !isMessageKind(row.kind)) return null;
  const outcome = await renderForSending(ctx, {
    id: row.id,
    kind: row.kind,
    locale: row.locale,
    data,
  });
  if (outcome.kind === 'not_renderable') return null;
  const { subject, html, text } = outcome.message;
  return { subject, html, text };
}
