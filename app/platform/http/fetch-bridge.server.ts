import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Headers that only the server may set: whoever sends them from outside is not believed. */
const ownHeaders = new Set(['x-client-ip', 'x-request-id']);

/**
 * A node request as a fetch Request. The address is the configured one, whatever the Host header says: links and redirects
 * built from it can't be turned elsewhere.
 */
export function toRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  input: { baseUrl: string; own: Record<string, string> },
): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || ownHeaders.has(name)) continue;
    if (Array.isArray(value)) for (const item of value) headers.append(name, item);
    else headers.set(name, value);
  }
  for (const [name, value] of Object.entries(input.own)) headers.set(name, value);
  const controller = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  const method = incoming.method ?? 'GET';
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(incoming.url ?? '/', `${input.baseUrl}/`), {
    method,
    headers,
    signal: controller.signal,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}),
  } as RequestInit);
}

/** Sends a fetch Response; `extra` headers are set unless the response has its own. */
export async function sendResponse(
  answer: Response,
  response: ServerResponse,
  extra: Record<string, string>,
): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of Object.entries(extra))
    if (!answer.headers.has(name)) response.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  if (!answer.body) {
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(answer.body as never), response).catch(() => response.destroy());
}
