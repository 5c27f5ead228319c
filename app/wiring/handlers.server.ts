import { createMessageHandlers } from '../features/messages/index.server.ts';
import { offerHandlers } from '../features/offers/index.server.ts';
import { reviewHandlers } from '../features/reviews/index.server.ts';
import type { Handler } from '../platform/context.ts';
import { messageParts } from './message-parts.server.ts';

/** Which code does which job. Heavy: only the worker loads this. */
export const handlers: Record<string, Handler> = {
  ...offerHandlers,
  ...createMessageHandlers(messageParts),
  ...reviewHandlers,
};

export { runReceipts } from '../features/intake/index.server.ts';
