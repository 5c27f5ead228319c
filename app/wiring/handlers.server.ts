import type { Handler } from '../platform/context.ts';

/** Which code does which job. Heavy: only the worker loads this. */
export const handlers: Record<string, Handler> = {};

export { runReceipts } from '../features/intake/index.server.ts';
