import type { AppContext, Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { OrderReport } from '../orders/index.server.ts';
import { applierOf, applyOrders, appTopics, isOrderState } from './apply-webhook.server.ts';
import { parseExactJson } from './bodies/json.ts';
import { readOrder } from './bodies/order.ts';
import { UnfitError } from './bodies/pieces.ts';
import {
  claimReceipts,
  finishReceipt,
  finishReceipts,
  type Receipt,
  receiptState,
  releaseReceipt,
  shopIdsOf,
} from './receipts.repo.server.ts';

const leaseMs = 15_000;
const atOnce = 4;
/** After so many tries (crashes count too) a person must look. */
const maxAttempts = 6;

/** Thrown to roll back: another worker took the receipt over while we were at it. */
class TakenOverError extends Error {}

/**
 * Turns waiting webhook receipts into rows. What a receipt changes, the facts it states and its own mark stand or fall together,
 * so a crash repeats it and nothing is done twice. States of different orders share one transaction and a dozen statements (one
 * by one they take twenty each); if it fails, and for everything else, each receipt is a transaction of its own, so a bad one
 * harms no other. A body that can't be understood goes to quarantine with a sentence; an error of the database is tried again.
 * @returns how many receipts were taken in hand; 0 when none was waiting
 */
export async function runReceipts(app: AppContext, limit: number): Promise<number> {
  const receipts = await claimReceipts(app.db, limit, leaseMs);
  if (receipts.length === 0) return 0;
  const shopIds = await shopIdsOf(app.db, [...new Set(receipts.map((receipt) => receipt.shopDomain))]);
  const contexts = new Map<string, Context | null>();
  for (const [domain, id] of shopIds) contexts.set(domain, await app.forShop(id));

  const applied = await applyTogether(app, contexts, receipts);
  const rest = receipts.filter((receipt) => !applied.has(receipt));
  let next = 0;
  async function work(): Promise<void> {
    for (let receipt = rest[next++]; receipt; receipt = rest[next++]) {
      await processReceipt(app, contexts.get(receipt.shopDomain) ?? null, receipt);
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, rest.length) }, work));
  return receipts.length;
}

interface Readable {
  receipt: Receipt;
  report: OrderReport;
}

/** The state of an order that a receipt tells, or null: it tells something else, or can't be read. */
function readState(app: AppContext, ctx: Context | null, receipt: Receipt): Readable | null {
  if (!ctx || !receipt.body || receipt.attempt > maxAttempts || !isOrderState(receipt.topic)) return null;
  try {
    const order = readOrder(openBody(app, receipt));
    return { receipt, report: { ctx, order, source: receipt.topic } };
  } catch {
    return null; // looked at alone, it is tried again or goes to quarantine with the reason
  }
}

/** Applies states of orders together, each order once at a time and in the order of arrival. @returns those that are done */
async function applyTogether(
  app: AppContext,
  contexts: Map<string, Context | null>,
  receipts: Receipt[],
): Promise<Set<Receipt>> {
  const rounds: Readable[][] = [];
  const seen = new Map<string, number>();
  for (const receipt of receipts) {
    const one = readState(app, contexts.get(receipt.shopDomain) ?? null, receipt);
    if (!one) continue;
    const key = `${receipt.shopDomain} ${one.report.order.id}`;
    const round = seen.get(key) ?? 0;
    seen.set(key, round + 1);
    rounds[round] ??= [];
    rounds[round].push(one);
  }
  const applied = new Set<Receipt>();
  for (const round of rounds) {
    try {
      await app.db.tx(async (tx) => {
        await applyOrders(
          tx,
          round.map(({ report }) => report),
        );
        const now = app.clock.now();
        const marks = round.map(({ receipt: { id, attempt, ...receipt } }) => ({
          id,
          attempt,
          now,
          sealedBody: sealedBody(app, receipt),
        }));
        if ((await tx.writeRows(finishReceipts, marks)) < marks.length) throw new TakenOverError();
      });
      for (const { receipt } of round) applied.add(receipt);
    } catch (error) {
      if (error instanceof TakenOverError) continue;
      app.log.warn({ err: error, receipts: round.length }, 'orders not applied together, now one by one');
    }
  }
  return applied;
}

function openBody(app: AppContext, { body, isSealed }: Receipt): unknown {
  if (!body) throw new UnfitError('The body is no longer kept.');
  return parseExactJson(isSealed ? app.vault.openBytes(body) : body);
}

async function processReceipt(app: AppContext, ctx: Context | null, receipt: Receipt): Promise<void> {
  const now = app.clock.now();
  const finish = (state: number, reason: string | null, db: Queryable = app.db) =>
    finishReceipt(db, receipt, { state, reason, now, sealedBody: sealedBody(app, receipt) });
  try {
    if (receipt.attempt > maxAttempts) {
      await finish(receiptState.quarantined, `It was tried ${maxAttempts} times and never finished.`);
      return;
    }
    const forApp = Object.hasOwn(appTopics, receipt.topic) ? appTopics[receipt.topic]! : null;
    const apply = forApp ? null : applierOf(receipt.topic);
    if (!forApp && !apply) {
      await finish(receiptState.ignored, 'Nothing follows from this topic.');
      return;
    }
    if (!forApp && !ctx) {
      await finish(receiptState.ignored, 'The shop has not installed the app.');
      return;
    }
    const body = openBody(app, receipt);
    if (forApp) {
      const reason = await forApp(app, {
        domain: receipt.shopDomain,
        receiptId: receipt.id,
        triggeredAt: receipt.triggeredAt,
        body,
      });
      await finish(reason === null ? receiptState.done : receiptState.ignored, reason);
      return;
    }
    await app.db.tx(async (tx) => {
      const reason = await apply!(ctx!, tx, {
        topic: receipt.topic,
        body,
        triggeredAt: receipt.triggeredAt ?? receipt.receivedAt,
      });
      const state = reason === null ? receiptState.done : receiptState.ignored;
      if (!(await finish(state, reason, tx))) throw new TakenOverError();
    });
  } catch (error) {
    if (error instanceof TakenOverError) return;
    if (error instanceof UnfitError || error instanceof SyntaxError) {
      await finish(receiptState.quarantined, error.message).catch(() => undefined);
      app.log.warn({ receipt: String(receipt.id), topic: receipt.topic }, 'webhook quarantined');
      return;
    }
    app.log.error(
      { err: error, receipt: String(receipt.id), topic: receipt.topic },
      'webhook not applied, will retry',
    );
    await giveBack(app, receipt, error);
  }
}

/** A body is sealed here, once it is no longer needed in clear; at intake it would not fit the budget (docs/decisions). */
function sealedBody(app: AppContext, receipt: Pick<Receipt, 'body' | 'isSealed'>): Buffer | null {
  return receipt.body && !receipt.isSealed ? app.vault.sealBytes(receipt.body) : null;
}

/** An error of ours or of the database: later again, or to a person after the last try. */
async function giveBack(app: AppContext, receipt: Receipt, error: unknown): Promise<void> {
  const code = (error as { code?: unknown }).code;
  const what = typeof code === 'string' ? `error ${code}` : error instanceof Error ? error.name : 'an error';
  try {
    if (receipt.attempt >= maxAttempts) {
      const reason = `It could not be applied: ${what}.`;
      await finishReceipt(app.db, receipt, {
        state: receiptState.quarantined,
        reason,
        now: app.clock.now(),
        sealedBody: sealedBody(app, receipt),
      });
    } else {
      // A lost race between two webhooks of one purchase (40P01, 40001) is over at once; anything else gets time to heal.
      const isRace = code === '40P01' || code === '40001';
      await releaseReceipt(app.db, receipt, isRace ? 50 : 500 * 2 ** receipt.attempt);
    }
  } catch {
    // The database is away: the lease lapses by itself and the receipt comes back.
  }
}
