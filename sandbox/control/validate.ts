import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { Refused } from '../box.ts';

type Issue = {
  code?: string | undefined;
  path: PropertyKey[];
  message: string;
  keys?: string[];
  errors?: Issue[][];
};

function nameOf(path: PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : text === '' ? String(part) : `${text}.${String(part)}`,
    '',
  );
}

function describe(issue: Issue): { field: string; message: string }[] {
  const at = nameOf(issue.path);
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({
      field: at === '' ? key : `${at}.${key}`,
      message: 'unknown field',
    }));
  }
  const message = issue.message.endsWith('received undefined') ? 'is required' : issue.message;
  return [{ field: at === '' ? 'body' : at, message }];
}

const isUnknown = (issue: Issue) => issue.code === 'unrecognized_keys';

/** Checks a value; throws Refused naming every field that is wrong, unknown ones first. */
export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const issues = result.error.issues as Issue[];
  const [first, ...others] = [
    ...issues.filter(isUnknown),
    ...issues.filter((issue) => !isUnknown(issue)),
  ].flatMap(describe);
  const rest = others.map(({ field, message }) => `; ${field}: ${message}`).join('');
  throw new Refused(first?.field ?? 'body', `${first?.message ?? 'invalid'}${rest}`);
}

/** A handler whose refusals become `{"error": "field: why"}` with the right status. */
export function handle(work: (request: Request, response: Response) => unknown): RequestHandler {
  return async (request: Request, response: Response, next: NextFunction) => {
    try {
      await work(request, response);
    } catch (error) {
      next(error);
    }
  };
}

/** The last handler: everything that was thrown, as JSON. */
export function answerErrors(
  error: unknown,
  _request: Request,
  response: Response,
  next: NextFunction,
): void {
  if (response.headersSent) {
    next(error);
    return;
  }
  if (error instanceof Refused) {
    response.status(error.status).json({ error: `${error.field}: ${error.message}` });
    return;
  }
  const status = (error as { status?: number; type?: string }).status;
  if (status !== undefined && status >= 400 && status < 500) {
    response.status(status).json({ error: `body: ${(error as Error).message}` });
    return;
  }
  response.status(502).json({ error: (error as Error).message });
}

/** A decimal string such as "19.90". */
export const decimal = z.string().regex(/^\d{1,12}(\.\d{1,4})?$/, 'a decimal string, like "19.90"');
/** A gid or a number, as text. */
export const id = z
  .string()
  .regex(/^(gid:\/\/shopify\/[A-Za-z]+\/\d+(\?.*)?|\d+)$/, 'an id: 1 or gid://shopify/Order/1');
export const time = z
  .string()
  .refine(
    (text) => /^\d{4}-\d{2}-\d{2}/.test(text) && !Number.isNaN(Date.parse(text)),
    'a time, like 2026-12-24T10:00:00Z',
  );
