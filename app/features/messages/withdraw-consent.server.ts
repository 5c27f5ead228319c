import { addMs } from '../../kit/span.ts';
import type { AppContext, Context } from '../../platform/context.ts';
import { consentOfAddress, setConsent } from '../people/index.server.ts';
import { kindRules, messageKinds } from './kinds.ts';
import { syncConsentJob } from './messages.jobs.ts';
import { lockPerson } from './messages.repo.server.ts';
import { pickLocale } from './render-message.server.tsx';
import { dropMessages } from './request-message.server.ts';

const marketingKinds = messageKinds.filter((kind) => kindRules[kind].class === 'marketing');

/** What a link in a message leads to: unsubscribing and preferences know the same things. */
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

export type MailingLink = 'unsubscribe' | 'preferences';

interface Addressee {
  ctx: Context;
  personId: string | null;
  addressHash: string;
  locale: string;
}

async function findAddressee(app: AppContext, messageId: string): Promise<Addressee | null> {
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
  link: MailingLink,
  messageId: string,
  signature: string,
): Promise<MailingPage> {
  if (!app.vault.isSigned(link, messageId, signature)) return { kind: 'forged' };
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
  link: MailingLink,
  messageId: string,
  signature: string,
  choice: { isWanted: boolean; said: string },
): Promise<MailingPage> {
  if (!app.vault.isSigned(link, messageId, signature)) return { kind: 'forged' };
  const addressee = await findAddressee(app, messageId);
  if (!addressee) return { kind: 'gone' };
  const { ctx, personId, addressHash } = addressee;
  await ctx.db.tx(async (tx) => {
    await lockPerson(tx, ctx.shop.id, personId ?? addressHash);
    const before = await consentOfAddress(ctx, 'email', addressHash, tx);
    const state = choice.isWanted ? 'subscribed' : 'unsubscribed';
    if (before?.state !== state) {
      // A second click within the same millisecond is still a later one
      const isSameMoment = before !== null && before.changedAt >= ctx.clock.now();
      const at = isSameMoment ? { clock: { now: () => addMs(before.changedAt, 1) } } : {};
      await setConsent({ ...ctx, ...at }, tx, {
        channel: 'email',
        identityHash: addressHash,
        personId,
        state,
        source: `${link} page`,
        text: choice.said,
      });
      await ctx.due.schedule(tx, {
        shopId: ctx.shop.id,
        job: syncConsentJob,
        subject: addressHash,
        dueAt: ctx.clock.now(),
      });
    }
    if (!choice.isWanted) {
      await dropMessages(ctx, tx, { kinds: marketingKinds, addressHash }, { reason: 'unsubscribed' });
      if (personId)
        await dropMessages(ctx, tx, { kinds: marketingKinds, personId }, { reason: 'unsubscribed' });
    }
  });
  return pageOf(addressee);
}
