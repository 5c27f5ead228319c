import { cancel, done, type Fate, snooze } from '../../kit/fate.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { itemsOf } from '../content/index.server.ts';
import {
  type Guard,
  hasMessageElsewhere,
  lockPerson,
  nextAllowedFor,
  recordDropped,
  requestMessage,
  type WantedMessage,
} from '../messages/index.server.ts';
import type { MessageReason } from '../messages/index.ts';
import { hasOrderedSince } from '../orders/index.server.ts';
import { consentOfAddress, getPerson, learnEmailConsent } from '../people/index.server.ts';
import { availableLines } from './available-lines.server.ts';
import type { Checkout } from './checkout.ts';
import { readCheckoutsSettings } from './checkouts-settings.server.ts';
import { checkoutsOfPerson, getCheckout } from './read-checkouts.server.ts';
import { makeRecoveryCode, type RecoveryCode } from './recovery-code.server.ts';
import { type CheckoutsSettings, type ReminderStep, reminderSteps, stepTimes } from './settings.ts';

/** One person is reminded of one checkout in this time. */
const onePersonMs = day;

type Verdict =
  | { kind: 'go'; checkout: Checkout & { recoveryUrl: string; personId: string } }
  | { kind: 'fate'; fate: Fate }
  | { kind: 'drop'; checkout: Checkout; reason: MessageReason };

/**
 * A reminder's time has come. Everything is asked again: switched on, still open, nothing newer, nothing ordered by that
 * person, consent, no other checkout of theirs reminded within a day, something in it can be bought. Then the ledger is
 * handed the message; quiet hours and caps are the ledger's. A reason not to send is written down where the merchant may
 * wonder; a checkout that simply became an order is not worth a row.
 */
export async function remindOfCheckout(ctx: Context, subject: string): Promise<Fate> {
  const slash = subject.lastIndexOf('/');
  const token = subject.slice(0, slash);
  const step = reminderSteps.find((one) => String(one) === subject.slice(slash + 1));
  if (!step) return cancel('no such step');
  const settings = await readCheckoutsSettings(ctx);
  const weigh = () => ctx.db.tx((tx) => judge(ctx, tx, settings, token, step));
  let verdict = await weigh();
  if (verdict.kind === 'drop' && verdict.reason === 'no_consent' && verdict.checkout.emailSealed) {
    // Consent older than our installation came by no webhook: Shopify is asked once for each address.
    await learnEmailConsent(ctx, ctx.vault.open(verdict.checkout.emailSealed));
    verdict = await weigh();
  }
  if (verdict.kind === 'fate') return verdict.fate;
  const { checkout } = verdict;
  const times = stepTimes(settings, checkout.lastActivityAt, step);
  const wanted = wantedMessage(checkout, step, times.staleAt);
  const drop = async (reason: MessageReason): Promise<Fate> => {
    await recordDropped(ctx, ctx.db, wanted, { reason });
    return cancel(reason);
  };
  if (verdict.kind === 'drop') return drop(verdict.reason);

  const lines = await availableLines(ctx, checkout.lines);
  if (lines.length === 0) return drop('nothing_available');
  const person = await getPerson(ctx, verdict.checkout.personId);
  let code: RecoveryCode | null = null;
  if (step === 3 && settings.code.isOn && person?.ordersCount === 0) {
    // The code's 72 hours begin when it can be read: not before the quiet hours and caps are over.
    const wait = await nextAllowedFor(ctx, ctx.db, wanted);
    if (wait && wait.until < times.staleAt) return snooze(wait.until, wait.because.reason);
    code = await makeRecoveryCode(ctx, token, settings);
  }
  const { items, moreItems, sumMinor } = await itemsOf(
    ctx,
    lines.map((line) => ({ ...line, priceMinor: BigInt(line.priceMinor) })),
    checkout.currency,
  );

  return ctx.db.tx(async (tx): Promise<Fate> => {
    await lockPerson(tx, ctx.shop.id, verdict.checkout.personId);
    if (await isRemindedElsewhere(ctx, tx, checkout)) {
      await recordDropped(ctx, tx, wanted, { reason: 'reminded_elsewhere' });
      return cancel('reminded_elsewhere');
    }
    await requestMessage(ctx, tx, {
      ...wanted,
      data: {
        step,
        firstName: person?.firstName ?? null,
        items,
        moreItems,
        total: { minor: String(sumMinor), currency: checkout.currency },
        recoveryUrl: withCode(verdict.checkout.recoveryUrl, code),
        code,
      },
    });
    return done;
  });
}

async function judge(
  ctx: Context,
  tx: Queryable,
  settings: CheckoutsSettings,
  token: string,
  step: ReminderStep,
): Promise<Verdict> {
  const fate = (reason: string): Verdict => ({ kind: 'fate', fate: cancel(reason) });
  if (!settings.isOn || !settings.steps[step - 1]?.isOn) return fate('reminders are switched off');
  const checkout = await getCheckout(ctx, token, tx);
  if (!checkout) return fate('the checkout is gone');
  if (checkout.completedAt) return fate('the checkout is complete');
  const { personId, recoveryUrl } = checkout;
  if (!personId || !recoveryUrl || checkout.lines.length === 0) return fate('nothing to recover');
  const now = ctx.clock.now();
  const { dueAt, staleAt } = stepTimes(settings, checkout.lastActivityAt, step);
  if (dueAt > now) return { kind: 'fate', fate: snooze(dueAt, 'newer activity') };
  if (staleAt <= now) return fate('too late');

  const drop = (reason: MessageReason): Verdict => ({ kind: 'drop', checkout, reason });
  if (await hasOrderedSince(ctx, personId, checkout.createdAt, tx)) return drop('person_ordered');
  if (!checkout.emailHash || !checkout.emailSealed)
    return step === 1 ? drop('no_address') : fate('no address');
  const consent = await consentOfAddress(ctx, 'email', checkout.emailHash, tx);
  if (consent?.state !== 'subscribed') {
    if (step > 1) return fate('no consent');
    return drop(consent?.state === 'unsubscribed' ? 'unsubscribed' : 'no_consent');
  }
  const others = await checkoutsOfPerson(ctx, personId, tx);
  const isSuperseded = others.some(
    (other) =>
      other.token !== token &&
      !other.completedAt &&
      other.recoveryUrl !== null &&
      other.lines.length > 0 &&
      other.lastActivityAt > checkout.lastActivityAt,
  );
  if (isSuperseded) return drop('newer_activity');
  if (await isRemindedElsewhere(ctx, tx, checkout)) return drop('reminded_elsewhere');
  return { kind: 'go', checkout: { ...checkout, personId, recoveryUrl } };
}

function isRemindedElsewhere(ctx: Context, tx: Queryable, checkout: Checkout): Promise<boolean> {
  return hasMessageElsewhere(ctx, tx, {
    kind: 'abandoned_checkout',
    personId: checkout.personId,
    addressHash: checkout.emailHash,
    notSubjectId: checkout.token,
    since: addMs(ctx.clock.now(), -onePersonMs),
  });
}

function wantedMessage(
  checkout: Checkout,
  step: ReminderStep,
  staleAt: Date,
): WantedMessage<'abandoned_checkout'> {
  const { emailHash: hash, emailSealed: sealed } = checkout;
  return {
    kind: 'abandoned_checkout',
    personId: checkout.personId,
    address: hash && sealed ? { hash, sealed } : null,
    subjectId: checkout.token,
    idempotencyKey: `abandoned_checkout:${checkout.token}:${step}`,
    staleAt,
    locale: checkout.locale,
  };
}

/** Shopify's recovery URL fills in a code that is named in its address. */
function withCode(recoveryUrl: string, code: RecoveryCode | null): string {
  if (!code) return recoveryUrl;
  const url = new URL(recoveryUrl);
  url.searchParams.set('discount', code.code);
  return url.href;
}

/** Right before a reminder goes (it may have waited through a night): still switched on, open, and nothing ordered since. */
export const guardReminder: Guard = async (ctx, tx, message) => {
  if (!(await readCheckoutsSettings(ctx, tx)).isOn) return { reason: 'switched_off' };
  const checkout = await getCheckout(ctx, message.subjectId, tx);
  if (!checkout) return { reason: 'checkout_gone' };
  if (checkout.completedAt) return { reason: 'checkout_completed' };
  if (checkout.personId && (await hasOrderedSince(ctx, checkout.personId, checkout.createdAt, tx))) {
    return { reason: 'person_ordered' };
  }
  return checkout.lastActivityAt > message.wantedAt ? { reason: 'newer_activity' } : null;
};
