import { z } from 'zod';
import type { Subject } from './find-person.server.ts';

const id = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(z.string().regex(/^\d{1,20}$/));
const text = z
  .string()
  .nullish()
  .transform((value) => value || null);
const customer = z
  .object({ id: id.nullish().transform((value) => value ?? null), email: text, phone: text })
  .nullish();

const bodySchema = z.object({
  customer,
  orders_to_redact: z.array(id).nullish(),
  orders_requested: z.array(id).nullish(),
});

/**
 * Reads the body of customers/data_request or customers/redact.
 * @throws SyntaxError with a sentence that names the field
 */
export function readSubject(body: unknown): Subject {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new SyntaxError(
      `The field ${issue?.path.join('.') || 'body'} does not fit: ${issue?.message ?? ''}.`,
    );
  }
  const { data } = parsed;
  return {
    customerId: data.customer?.id ?? null,
    email: data.customer?.email ?? null,
    phone: data.customer?.phone ?? null,
    orderIds: data.orders_to_redact ?? data.orders_requested ?? [],
  };
}
