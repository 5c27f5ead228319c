import { addMs } from '../../kit/span.ts';
import type { AppContext, Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { consentOfAddress, consentsOfPerson } from '../people/index.server.ts';
import type { ConsentChannel } from '../people/index.ts';
import { wakeReader } from './fate.repo.server.ts';
import { lockPerson } from './messages.repo.server.ts';
import { kindsOfTopics, type Pace, pauseMs, type Topic, topics } from './preferences.ts';
import { type Preference, readReader, writePreference } from './reader.repo.server.ts';
import { dropMessages } from './request-message.server.ts';
import { type Addressee, findAddressee, sayConsent } from './withdraw-consent.server.ts';

const source = 'preferences page';
const kinds = kindsOfTopics(topics);

/** What a reader sees and may change, without signing in. Holds no address and no name: a household may share a mailbox. */
export interface Preferences extends Preference {
  kind: 'known';
  shopName: string;
  shopUrl: string;
  /** the language of the page, and the zone of its dates */
  pageLocale: string;
  timezone: string;
  /** the channels on which this person may be written to or has said something, with what they said */
  channels: { channel: ConsentChannel; isOn: boolean }[];
}
export type PreferencePage = Preferences | { kind: 'gone' } | { kind: 'forged' };

/** What the form says. */
export type PreferenceChoice =
  | {
      kind: 'save';
      topics: Topic[];
      pace: Pace;
      locale: string | null;
      /** the channels that are to stay or come on */
      channels: ConsentChannel[];
    }
  | { kind: 'pause' }
  | { kind: 'resume' }
  /** everything, on every channel */
  | { kind: 'stop' };

async function addresseeOf(
  app: AppContext,
  messageId: string,
  signature: string,
): Promise<Addressee | 'forged' | null> {
  if (!app.vault.isSigned('preferences', messageId, signature)) return 'forged';
  return findAddressee(app, messageId);
}

/** Looks only: mail scanners follow links, so opening the page changes nothing. */
export async function openPreferences(
  app: AppContext,
  messageId: string,
  signature: string,
): Promise<PreferencePage> {
  const addressee = await addresseeOf(app, messageId, signature);
  if (addressee === 'forged') return { kind: 'forged' };
  return addressee ? pageOf(addressee) : { kind: 'gone' };
}

async function pageOf({ ctx, personId, addressHash, locale }: Addressee): Promise<Preferences> {
  const { preference } = await readReader(ctx.db, ctx.shop.id, { personId, addressHash });
  const now = ctx.clock.now();
  const email = await consentOfAddress(ctx, 'email', addressHash);
  const others = personId ? await consentsOfPerson(ctx, personId) : [];
  const on = others.filter(({ channel, state }) => channel !== 'email' && state === 'subscribed');
  return {
    kind: 'known',
    shopName: ctx.shop.name,
    shopUrl: ctx.shop.storefrontUrl,
    pageLocale: locale,
    timezone: ctx.shop.timezone,
    topicsOff: preference?.topicsOff ?? [],
    pace: preference?.pace ?? 'all',
    locale: preference?.locale ?? null,
    pausedUntil: preference?.pausedUntil && preference.pausedUntil > now ? preference.pausedUntil : null,
    channels: [
      { channel: 'email', isOn: email?.state === 'subscribed' },
      // Other channels can be stopped here; to begin there, the owner of the number has to say so from it.
      ...[...new Set(on.map(({ channel }) => channel))].map((channel) => ({ channel, isOn: true })),
    ],
  };
}

/**
 * Keeps what a reader has chosen. It takes effect with this transaction: what they do not want any more is dropped where it
 * waits, what waited for their pace or pause is decided about anew, and Shopify is told of consents by a job.
 * @param said the words of the page that stand for the choice, kept as evidence where a consent changes
 */
export async function choosePreferences(
  app: AppContext,
  messageId: string,
  signature: string,
  choice: PreferenceChoice,
  said: string,
): Promise<PreferencePage> {
  const addressee = await addresseeOf(app, messageId, signature);
  if (addressee === 'forged') return { kind: 'forged' };
  if (!addressee) return { kind: 'gone' };
  const { ctx, personId, addressHash } = addressee;
  await ctx.db.tx(async (tx) => {
    await lockPerson(tx, ctx.shop.id, personId ?? addressHash);
    if (choice.kind === 'stop') {
      await stopAll(ctx, tx, addressee, said);
      return;
    }
    const now = ctx.clock.now();
    const { preference } = await readReader(tx, ctx.shop.id, { personId, addressHash });
    const before: Preference = preference ?? { topicsOff: [], pace: 'all', locale: null, pausedUntil: null };
    const next: Preference =
      choice.kind === 'save'
        ? {
            ...before,
            topicsOff: topics.filter((topic) => !choice.topics.includes(topic)),
            pace: choice.pace,
            locale: choice.locale,
          }
        : { ...before, pausedUntil: choice.kind === 'pause' ? addMs(now, pauseMs) : null };
    await writePreference(tx, ctx.shop.id, { personId, addressHash }, next, now);
    const off = kindsOfTopics(next.topicsOff);
    await dropMessages(ctx, tx, { kinds: off, addressHash }, { reason: 'topic_off' });
    if (personId) await dropMessages(ctx, tx, { kinds: off, personId }, { reason: 'topic_off' });
    await wakeReader(ctx, tx, { personId, addressHash }, now);
    if (choice.kind === 'save') await changeChannels(ctx, tx, addressee, choice.channels, said);
  });
  return pageOf(addressee);
}

/** Switches channels on or off as the form says. What was never asked and is not ticked stays never asked. */
async function changeChannels(
  ctx: Context,
  tx: Tx,
  addressee: Addressee,
  wanted: ConsentChannel[],
  said: string,
): Promise<void> {
  const { personId, addressHash } = addressee;
  const say = (channel: ConsentChannel, identityHash: string, state: 'subscribed' | 'unsubscribed') =>
    sayConsent(ctx, tx, { channel, identityHash, personId, state, source, text: said });
  if (wanted.includes('email')) await say('email', addressHash, 'subscribed');
  for (const { channel, identityHash } of await subscribedAt(ctx, tx, addressee)) {
    if (wanted.includes(channel)) continue;
    await say(channel, identityHash, 'unsubscribed');
    if (channel !== 'email') continue;
    await dropMessages(ctx, tx, { kinds, addressHash: identityHash }, { reason: 'unsubscribed' });
  }
}

/** Ends marketing on every channel, also where nothing was ever said. */
async function stopAll(ctx: Context, tx: Tx, addressee: Addressee, said: string): Promise<void> {
  const { personId, addressHash } = addressee;
  const all = [
    { channel: 'email' as const, identityHash: addressHash },
    ...(await subscribedAt(ctx, tx, addressee)),
  ];
  for (const { channel, identityHash } of all) {
    await sayConsent(ctx, tx, { channel, identityHash, personId, state: 'unsubscribed', source, text: said });
  }
  await dropMessages(ctx, tx, { kinds, addressHash }, { reason: 'unsubscribed' });
  if (personId) await dropMessages(ctx, tx, { kinds, personId }, { reason: 'unsubscribed' });
}

/** Where this person has said yes: this address, and all that is theirs. */
async function subscribedAt(
  ctx: Context,
  tx: Tx,
  { personId, addressHash }: Addressee,
): Promise<{ channel: ConsentChannel; identityHash: string }[]> {
  const own = await consentOfAddress(ctx, 'email', addressHash, tx);
  const theirs = personId ? await consentsOfPerson(ctx, personId, tx) : [];
  const on = theirs.filter(({ state }) => state === 'subscribed');
  const isListed = on.some(
    ({ channel, identityHash }) => channel === 'email' && identityHash === addressHash,
  );
  return own?.state === 'subscribed' && !isListed
    ? [...on, { channel: 'email', identityHash: addressHash }]
    : on;
}
