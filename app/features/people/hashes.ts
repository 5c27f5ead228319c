import type { Context } from '../../platform/context.ts';
import { normaliseEmail } from './email.ts';
import type { IdentityKind, PersonClues } from './person.ts';
import { normalisePhone } from './phone.ts';

type Keeper = Pick<Context, 'shop' | 'vault'>;

/** The look-up hash of an e-mail address in this shop; null when it is not an address. */
export function hashEmail(ctx: Keeper, email: string | null | undefined): string | null {
  const value = normaliseEmail(email);
  return value ? ctx.vault.hash(ctx.shop.id, 'email', value) : null;
}

/** The look-up hash of a telephone number in this shop; null when it is not a number. */
export function hashPhone(
  ctx: Keeper,
  phone: string | null | undefined,
  country: string | null | undefined,
): string | null {
  const value = normalisePhone(phone, country ?? ctx.shop.country);
  return value ? ctx.vault.hash(ctx.shop.id, 'phone', value) : null;
}

/** The look-up hash of a Shopify customer number in this shop. */
export function hashCustomer(ctx: Keeper, customerId: string | null | undefined): string | null {
  return customerId ? ctx.vault.hash(ctx.shop.id, 'customer', customerId) : null;
}

/** One way of knowing somebody: what is looked up (hash) and what is written to (value). */
export interface Identity {
  kind: IdentityKind;
  hash: string;
  value: string;
}

/** The distinct identities in a set of clues; what is not an address or a number is left out. */
export function identitiesOf(ctx: Keeper, clues: PersonClues): Identity[] {
  const found = new Map<string, Identity>();
  const add = (kind: IdentityKind, hash: string | null, value: string | null | undefined) => {
    if (hash && value) found.set(`${kind} ${hash}`, { kind, hash, value });
  };
  for (const email of clues.emails) add('email', hashEmail(ctx, email), email?.trim());
  for (const phone of clues.phones) {
    const number = normalisePhone(phone, clues.country ?? ctx.shop.country);
    add('phone', hashPhone(ctx, phone, clues.country), number);
  }
  for (const id of clues.customerIds) add('customer', hashCustomer(ctx, id), id);
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, identity]) => identity);
}
