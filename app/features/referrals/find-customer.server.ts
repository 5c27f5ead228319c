import type { Context } from '../../platform/context.ts';
import { getPerson } from '../people/index.server.ts';

/** The Shopify customer who gets the credit: a known number, else whoever has one of the person's addresses. */
export async function findCustomer(ctx: Context, personId: string): Promise<string | null> {
  const person = await getPerson(ctx, personId);
  const known = person?.customerIds[0];
  if (known) return known;
  for (const email of person?.emails ?? []) {
    const customer = await ctx.shopify.findCustomerByEmail(email);
    if (customer) return customer.id;
  }
  return null;
}
