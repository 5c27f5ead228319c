import { addMs, day } from '../../kit/span.ts';
import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { requestMessage } from '../messages/index.server.ts';
import { syncConsentJob } from '../messages/messages.jobs.ts';
import { cleanEmail, getPerson, hashEmail, resolvePerson, setConsent } from '../people/index.server.ts';

/** How long the link in the confirmation mail works. */
export const confirmWithinMs = 30 * day;

export interface JoinWish {
  offerId: string;
  orderId: string;
  /** the order's own person and address, as recorded; null when it has none */
  personId: string | null;
  address: { hash: string; sealed: string } | null;
  /** what was typed on the page, if it was asked */
  typedEmail: string | undefined;
  hasConsented: boolean;
  /** what was agreed to, word for word */
  consentText: string;
  isDoubleOptIn: boolean;
  /** `thank-you page`, `order-status page` */
  source: string;
  locale: string;
}

export type JoinOutcome = 'joined' | 'asked' | 'no-consent' | 'no-address';

/**
 * Puts a shopper on the VIP list. With double opt-in, and always for an address that was typed (anybody can type any), a mail
 * with a link goes out first and nothing counts until it is confirmed. Asking again while a mail is out changes nothing.
 */
export async function joinVip(ctx: Context, wish: JoinWish): Promise<JoinOutcome> {
  if (!wish.hasConsented) return 'no-consent';
  const typed = wish.typedEmail === undefined ? null : cleanEmail(wish.typedEmail);
  if (wish.typedEmail !== undefined && wish.typedEmail.trim() !== '' && !typed) return 'no-address';
  const typedHash = hashEmail(ctx, typed);
  const isOwn = typedHash === null || typedHash === wish.address?.hash;
  const address = isOwn
    ? wish.address
    : typed && typedHash
      ? { hash: typedHash, sealed: ctx.vault.seal(typed) }
      : null;
  if (!address) return 'no-address';
  const isAsked = wish.isDoubleOptIn || !isOwn;

  return ctx.db.tx(async (tx) => {
    const personId =
      isOwn && wish.personId
        ? wish.personId
        : await resolvePerson(ctx, tx, {
            emails: [ctx.vault.open(address.sealed)],
            phones: [],
            customerIds: [],
            locale: wish.locale,
            source: 'vip list',
            at: ctx.clock.now(),
          });
    if (!personId) return 'no-address';
    const { rows } = await tx.query<{ state: string; is_new: boolean }>(
      `insert into vip_members as v (shop_id, person_id, state, source, offer_id, address_hash, consent_text, asked_at)
       values ($1, $2, 'asked', $3, $4, $5, $6, $7)
       on conflict (shop_id, person_id) do update set state = 'asked', source = excluded.source, offer_id = excluded.offer_id,
         address_hash = excluded.address_hash, consent_text = excluded.consent_text, asked_at = excluded.asked_at
       where v.state = 'left' or (v.state = 'asked' and (v.address_hash <> excluded.address_hash or v.asked_at < $8))
       returning state, true as is_new`,
      [
        ctx.shop.id,
        personId,
        wish.source,
        wish.offerId,
        address.hash,
        wish.consentText,
        ctx.clock.now(),
        addMs(ctx.clock.now(), -confirmWithinMs),
      ],
    );
    if (!rows[0]) {
      const { rows: known } = await tx.query<{ state: string }>(
        'select state from vip_members where shop_id = $1 and person_id = $2',
        [ctx.shop.id, personId],
      );
      return known[0]?.state === 'member' ? 'joined' : 'asked';
    }
    if (!isAsked) {
      await becomeMember(ctx, tx, personId, false);
      return 'joined';
    }
    const person = await getPerson(ctx, personId);
    await requestMessage(ctx, tx, {
      kind: 'vip_confirm',
      personId,
      address,
      subjectId: personId,
      idempotencyKey: `vip_confirm:${personId}:${address.hash.slice(0, 12)}:${ctx.clock.now().getTime()}`,
      staleAt: addMs(ctx.clock.now(), confirmWithinMs),
      locale: wish.locale,
      data: {
        firstName: person?.firstName ?? null,
        confirmUrl:
          ctx.appUrl + paths.confirmVip(personId, ctx.vault.sign('vip', `${personId} ${address.hash}`)),
        consentText: wish.consentText,
      },
    });
    return 'asked';
  });
}

/** On the list from now on: consent with its evidence, Shopify told, `vip.joined` stated. The row must be `asked`. */
export async function becomeMember(
  ctx: Context,
  tx: Tx,
  personId: string,
  isConfirmed: boolean,
): Promise<boolean> {
  const { rows } = await tx.query<{ address_hash: string; consent_text: string; source: string }>(
    `update vip_members set state = 'member', joined_at = $3 where shop_id = $1 and person_id = $2 and state = 'asked'
     returning address_hash, consent_text, source`,
    [ctx.shop.id, personId, ctx.clock.now()],
  );
  const row = rows[0];
  if (!row) return false;
  await setConsent(ctx, tx, {
    channel: 'email',
    identityHash: row.address_hash,
    personId,
    state: 'subscribed',
    source: row.source,
    text: row.consent_text,
    isConfirmed,
  });
  await ctx.due.schedule(tx, {
    shopId: ctx.shop.id,
    job: syncConsentJob,
    subject: row.address_hash,
    dueAt: ctx.clock.now(),
  });
  await ctx.emit(tx, ctx.shop.id, 'vip.joined', { personId });
  return true;
}
