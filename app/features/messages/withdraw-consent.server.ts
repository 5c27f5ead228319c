import { addMs } from '../../kit/span.ts';
import type { AppContext, Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { consentOfAddress, setConsent } from '../people/index.server.ts';
import type { ConsentChannel } from '../people/index.ts';
import { kindRules, messageKinds } from './kinds.ts';
import { syncConsentJob } from './messages.jobs.ts';
import { lockPerson } from './messages.repo.server.ts';
import { pickLocale } from './render-message.server.tsx';
import { dropMessages } from './request-message.server.ts';
import { syncSubject } from './sync-consent.server.ts';

const marketingKinds = messageKinds.filter((kind) => kindRules[kind].class === 'marketing');

/** What the unsubscribe link in a message leads to. */
export type MailingPage =
  | {
      kind: 'known';
      shopName: string;
      shopUrl: string;
      locale: string;
      isSubscribed: boolean;
      isWithdrawn: boolean;
    }
  /** erased, or from an installation that is gone: there is nobody left to write to */
  | { kind: 'gone' }
  /** the signature does not fit */
  | { kind: 'forged' };

/** Whom a link in a message belongs to. */
export interface Addressee {
  ctx: Context;
  personId: string | null;
  addressHash: string;
  locale: string;
}

/** Who got a message, in an installation that lives; null when they were erased or it is gone. */
export async function findAddressee(app: AppContext, messageId: string): Promise<Addressee | null> {
  const { rows } = await app.db.query<{
    shop_id: string;
    person_id: string | null;
    address_hash: string | null;
    locale: string | null;
  }>('select shop_id, person_id, address_hash, locale from messages where id = $1', [messageId]);
  const row = rows[0];
  if (!row?.address_hash) return null;
  const ctx = await app.forShop(row.shop_id);
  if (!ctx) return null;
  return {
    ctx,
    personId: row.person_id,
    addressHash: row.address_hash,
    locale: pickLocale(app.text, row.locale, ctx.shop.locale),
  };
}

async function pageOf({ ctx, addressHash, locale }: Addressee): Promise<MailingPage> {
  const consent = await consentOfAddress(ctx, 'email', addressHash);
  return {
    kind: 'known',
    shopName: ctx.shop.name,
    shopUrl: ctx.shop.storefrontUrl,
    locale,
    isSubscribed: consent?.state === 'subscribed',
    isWithdrawn: consent?.state === 'unsubscribed',
  };
}

/** Looks only: mail scanners follow links, so opening one changes nothing. */
export async function openMailingPage(
  app: AppContext,
  messageId: string,
  signature: string,
): Promise<MailingPage> {
  if (!app.vault.isSigned('unsubscribe', messageId, signature)) return { kind: 'forged' };
  const addressee = await findAddressee(app, messageId);
  return addressee ? pageOf(addressee) : { kind: 'gone' };
}

/**
 * Ends or resumes marketing to the address that a message went to. Takes effect with this transaction: messages of that
 * person that wait are dropped, and one that is being decided sees it or has gone before. Shopify is told by a job.
 * @param said the words of the button, kept as evidence
 */
export async function chooseMailing(
  app: AppContext,
  messageId: string,
  signature: string,
  choice: { isWanted: boolean; said: string },
): Promise<MailingPage> {
  if (!app.vault.isSigned('unsubscribe', messageId, signature)) return { kind: 'forged' };
  const addressee = await findAddressee(app, messageId);
  if (!addressee) return { kind: 'gone' };
  const { ctx, personId, addressHash } = addressee;
  await ctx.db.tx(async (tx) => {
    await lockPerson(tx, ctx.shop.id, personId ?? addressHash);
    await sayConsent(ctx, tx, {
      channel: 'email',
      identityHash: addressHash,
      personId,
      state: choice.isWanted ? 'subscribed' : 'unsubscribed',
      source: 'unsubscribe page',
      text: choice.said,
    });
    if (!choice.isWanted) {
      await dropMessages(ctx, tx, { kinds: marketingKinds, addressHash }, { reason: 'unsubscribed' });
      if (personId)
        await dropMessages(ctx, tx, { kinds: marketingKinds, personId }, { reason: 'unsubscribed' });
    }
  });
  return pageOf(addressee);
}

/** Keeps a choice that was made on our pages, unless it says what is known already, and has Shopify told of it. */
export async function sayConsent(
  ctx: Context,
  tx: Tx,
  said: {
    channel: ConsentChannel;
    identityHash: string;
    personId: string | null;
    state: 'subscribed' | 'unsubscribed';
    source: string;
    text: string;
  },
): Promise<void> {
  const before = await consentOfAddress(ctx, said.channel, said.identityHash, tx);
  if (before?.state === said.state) return;
  // A second click within the same millisecond is still a later one
  const isSameMoment = before !== null && before.changedAt >= ctx.clock.now();
  const at = isSameMoment ? { clock: { now: () => addMs(before.changedAt, 1) } } : {};
  await setConsent({ ...ctx, ...at }, tx, said);
  await ctx.due.schedule(tx, {
    shopId: ctx.shop.id,
    job: syncConsentJob,
    subject: syncSubject(said.channel, said.identityHash),
    dueAt: ctx.clock.now(),
  });
}
