import type { z } from 'zod';
import type { DirectHandler, DirectRequest, DirectResponse } from '../direct.ts';

/**
 * Extensions run in a worker without an origin: any origin must be let in, on the preflight, on success and on every error,
 * or all they see is "Failed to fetch". There are no cookies; the session token says who asks.
 */
export const cors = { 'access-control-allow-origin': '*' } as const;

const preflightHeaders = {
  ...cors,
  'access-control-allow-headers': 'Authorization, Content-Type',
  'access-control-allow-methods': 'POST, OPTIONS',
  'access-control-max-age': '7200',
} as const;

const jsonHeaders = {
  ...cors,
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
} as const;

export const maxBodyBytes = 32 * 1024;

/** A JSON answer that an extension may read. */
export function answer(status: number, value: unknown): DirectResponse {
  return { status, headers: jsonHeaders, body: JSON.stringify(value) };
}

/** An error with a reason for the developer who reads it; `field` names what was wrong. */
export function failure(status: number, error: string, field?: string): DirectResponse {
  return answer(status, field === undefined ? { error } : { error, field });
}

export const accepted: DirectResponse = { status: 202, headers: { ...cors, 'cache-control': 'no-store' } };

/** OPTIONS of every path here. */
export const preflight: DirectHandler = () => ({ status: 204, headers: preflightHeaders });

/** Anything else below /checkout. */
export const notFound: DirectHandler = () => failure(404, 'there is nothing here');

/**
 * Reads and checks a JSON body.
 * @param quick reads what is well formed as the schema would, but faster; null leaves it to the schema
 * @returns the value, or the answer that names the first field that is wrong
 */
export function readBody<Schema extends z.ZodType>(
  request: DirectRequest,
  schema: Schema,
  quick?: (json: unknown) => z.output<Schema> | null,
): { ok: true; value: z.output<Schema> } | { ok: false; response: DirectResponse } {
  if (request.body.length > maxBodyBytes) {
    return { ok: false, response: failure(413, `the body is longer than ${maxBodyBytes} bytes`) };
  }
  let json: unknown;
  try {
    json = JSON.parse(request.body.toString('utf8'));
  } catch {
    return { ok: false, response: failure(400, 'the body is not JSON', 'body') };
  }
  const value = quick?.(json);
  if (value) return { ok: true, value };
  const result = schema.safeParse(json);
  if (result.success) return { ok: true, value: result.data };
  const issue = result.error.issues[0];
  const field = issue?.path.map(String).join('.') || 'body';
  return { ok: false, response: failure(400, `${field}: ${issue?.message ?? 'wrong'}`, field) };
}

/** Answers a bug without its words, but so that the extension can see the status. */
export function guarded(handle: DirectHandler): DirectHandler {
  return async (request, deps) => {
    try {
      return await handle(request, deps);
    } catch (error) {
      deps.log.error({ err: error, request: request.requestId, path: request.path }, 'checkout route failed');
      return failure(500, 'something went wrong here');
    }
  };
}
