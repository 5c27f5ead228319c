import type { Context } from '../../platform/context.ts';
import { readBirthday } from './birthday.ts';

/**
 * Keeps a person's birthday with the words they agreed to; a later answer replaces an earlier one.
 * @returns `invalid` when there is no such day
 */
export async function keepBirthday(
  ctx: Context,
  input: { personId: string; birthday: string; consentText: string },
): Promise<'kept' | 'invalid'> {
  const now = ctx.clock.now();
  const read = readBirthday(input.birthday, now.toISOString().slice(0, 10));
  if (!read) return 'invalid';
  await ctx.db.query(
    `insert into birthdays (shop_id, person_id, month_day, year_sealed, consent_text, at) values ($1, $2, $3, $4, $5, $6)
     on conflict (shop_id, person_id) do update set month_day = excluded.month_day,
       year_sealed = coalesce(excluded.year_sealed, birthdays.year_sealed), consent_text = excluded.consent_text,
       at = excluded.at`,
    [ctx.shop.id, input.personId, read.monthDay, ctx.vault.sealOptional(read.year), input.consentText, now],
  );
  return 'kept';
}
