import type { Context } from '../../platform/context.ts';
import { isMessageKind, type MessageData, type MessageKind, messageData } from './kinds.ts';

/**
 * What a ledger row carries, opened and checked against its kind; null when there is nothing (any more) or it does not fit,
 * which can never be drawn.
 */
export function openData(
  ctx: Pick<Context, 'vault'>,
  row: { kind: string; sealedData: string | null },
): MessageData<MessageKind> | null {
  if (!row.sealedData || !isMessageKind(row.kind)) return null;
  const parsed = messageData[row.kind].safeParse(JSON.parse(ctx.vault.open(row.sealedData)));
  return parsed.success ? parsed.data : null;
}
