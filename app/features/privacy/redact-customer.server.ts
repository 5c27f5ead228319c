import type { AppContext } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import type { ComplianceWebhook } from './answer-data-request.server.ts';
import { findTraces, installationsOf, type Subject } from './find-person.server.ts';
import { readSubject } from './request-body.ts';
import { emptyReceipt, isAnswered, recordRequest } from './requests.repo.server.ts';
import { bind, rules } from './rules.ts';

/**
 * customers/redact: makes the person unrecognisable in every installation of the shop, in one transaction. Amounts, dates and
 * products stay, so that what the merchant earned still adds up; nothing leads from them to the person any more.
 * @returns null when done, a sentence when nothing was held
 */
export async function redactCustomer(
  app: AppContext,
  { domain, receiptId, body }: ComplianceWebhook,
): Promise<string | null> {
  const subject = readSubject(body);
  return app.db.tx(async (tx) => {
    if (await isAnswered(tx, domain, receiptId)) return null;
    let isHeld = false;
    for (const shop of await installationsOf(tx, domain)) {
      const traces = await findTraces(app, tx, shop, subject);
      isHeld ||= traces.found;
      for (const { erase } of Object.values(rules)) {
        for (const statement of erase) {
          const { text, values } = bind(statement, { ...traces });
          await tx.query(text, values);
        }
      }
    }
    await emptyBodies(app, tx, domain, subject);
    await recordRequest(app, tx, {
      domain,
      shopId: null,
      topic: 'customers/redact',
      receiptId,
      outcome: isHeld ? 'erased' : 'nothing held',
    });
    await emptyReceipt(app, tx, receiptId);
    app.log.info({ shop: domain, isHeld }, 'a person was erased');
    return isHeld ? null : 'Nothing was held of this person.';
  });
}

/**
 * Webhook bodies are sealed and can't be searched. Those that were carried out are of no more use and are emptied; those in
 * quarantine are opened one by one, and emptied when they name the person.
 */
async function emptyBodies(app: AppContext, tx: Tx, domain: string, subject: Subject): Promise<void> {
  await tx.query(
    `update webhook_receipts set body = null where shop_domain = $1 and state in (1, 3) and body is not null`,
    [domain],
  );
  const { rows } = await tx.query<{ id: bigint; body: Buffer; is_sealed: boolean }>(
    'select id, body, is_sealed from webhook_receipts where shop_domain = $1 and state = 2 and body is not null',
    [domain],
  );
  const needles = [subject.email, subject.phone, subject.customerId, ...subject.orderIds]
    .filter((needle) => needle !== null)
    .map((needle) => needle.toLowerCase());
  for (const { id, body, is_sealed: isSealed } of rows) {
    const text = (isSealed ? app.vault.openBytes(body) : body).toString('utf8').toLowerCase();
    if (needles.some((needle) => text.includes(needle))) {
      await tx.query('update webhook_receipts set body = null where id = $1', [id]);
    }
  }
}
