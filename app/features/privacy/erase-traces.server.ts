import type { AppContext } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { lockPerson } from '../messages/index.server.ts';
import { findTraces, type Subject, type Traces } from './find-person.server.ts';
import { bind, rules } from './rules.ts';

/** A message is with the mail server for moments; what takes longer than this belongs to a run that died. */
const patience = { tries: 60, everyMs: 250 };

/** Thrown inside the erasing transaction, which then changes nothing: a message is on its way at this moment. */
class OnItsWay extends Error {}

/**
 * Runs `work`, which erases somebody, so that nothing is sent to them once it is done: while a message is in the mail server's
 * hands it waits for the answer and begins anew. A run that does not come back is not waited for; what it held becomes `unknown`.
 */
export async function erasing<T>(
  app: Pick<AppContext, 'db'>,
  work: (tx: Tx, isPatient: boolean) => Promise<T>,
): Promise<T> {
  for (let tried = 1; ; tried++) {
    const isPatient = tried < patience.tries;
    try {
      return await app.db.tx((tx) => work(tx, isPatient));
    } catch (error) {
      if (!(error instanceof OnItsWay)) throw error;
      await new Promise((resolve) => setTimeout(resolve, patience.everyMs));
    }
  }
}

/**
 * Makes a person unrecognisable in one installation. Amounts, dates and products stay, so that what the merchant earned still
 * adds up; nothing leads from them to the person any more. Call it within `erasing`.
 */
export async function eraseTraces(
  app: Pick<AppContext, 'clock' | 'vault'>,
  tx: Tx,
  shop: { id: string; country: string | null },
  subject: Subject,
  isPatient: boolean,
): Promise<Traces> {
  const traces = await findTraces(app, tx, shop, subject);
  // No decision about a message to them can begin before we are done, and one that has begun is waited for.
  for (const key of [...traces.people, ...traces.hashes].sort()) await lockPerson(tx, shop.id, key);
  const values = { ...traces, now: app.clock.now() };
  const run = async (statement: string) => {
    const { text, values: bound } = bind(statement, values);
    return tx.query(text, bound);
  };
  const dropWaiting = rules.messages?.erase[0];
  if (dropWaiting) await run(dropWaiting);
  const { rowCount } = await run(
    `select 1 from messages where shop_id = :shop and (person_id = any(:people) or address_hash = any(:hashes))
       and status = 'sending'`,
  );
  if (rowCount > 0) {
    if (isPatient) throw new OnItsWay('a message to this person is in the mail server’s hands');
    await run(
      `update messages set status = 'unknown', reason = 'interrupted', decided_at = :now
       where shop_id = :shop and (person_id = any(:people) or address_hash = any(:hashes)) and status = 'sending'`,
    );
  }
  for (const { erase } of Object.values(rules)) {
    for (const statement of erase) await run(statement);
  }
  return traces;
}

/**
 * Webhook bodies are sealed and can't be searched. Those that were carried out are of no more use and are emptied; those in
 * quarantine are opened one by one, and emptied when they name the person.
 */
export async function emptyBodies(
  app: Pick<AppContext, 'vault'>,
  tx: Tx,
  domain: string,
  names: string[],
): Promise<void> {
  await tx.query(
    `update webhook_receipts set body = null where shop_domain = $1 and state in (1, 3) and body is not null`,
    [domain],
  );
  const { rows } = await tx.query<{ id: bigint; body: Buffer; is_sealed: boolean }>(
    'select id, body, is_sealed from webhook_receipts where shop_domain = $1 and state = 2 and body is not null',
    [domain],
  );
  const needles = names.map((name) => name.toLowerCase());
  for (const { id, body, is_sealed: isSealed } of rows) {
    const text = (isSealed ? app.vault.openBytes(body) : body).toString('utf8').toLowerCase();
    if (needles.some((needle) => text.includes(needle))) {
      await tx.query('update webhook_receipts set body = null where id = $1', [id]);
    }
  }
}
