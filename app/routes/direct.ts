import type * as http from '../platform/http/direct.ts';
import type { Deps } from '../wiring/context.server.ts';

export type { DirectRequest, DirectResponse } from '../platform/http/direct.ts';
export type DirectHandler = http.DirectHandler<Deps>;
export type DirectRoute = http.DirectRoute<Deps>;

/** An answer in JSON that nobody may keep. */
export function jsonAnswer(
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): http.DirectResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(value),
  };
}
