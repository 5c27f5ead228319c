import type { AppContext } from '../../platform/context.ts';
import type { ComplianceWebhook } from './answer-data-request.server.ts';
import { emptyBodies, eraseTraces, erasing } from './erase-traces.server.ts';
import { installationsOf } from './find-person.server.ts';
import { readSubject } from './request-body.ts';
import { emptyReceipt, isAnswered, recordRequest } from './requests.repo.server.ts';

/**
 * customers/redact: makes the person unrecognisable in every installation of the shop, in one transaction, after which nothing
 * is sent to them.
 * @returns null when done, a sentence when nothing was held
 */
export async function redactCustomer(
  app: AppContext,
  { domain, receiptId, body }: ComplianceWebhook,
): Promise<string | null> {
  const subject = readSubject(body);
  return erasing(app, async (tx, isPatient) => {
    if (await isAnswered(tx, domain, receiptId)) return null;
    const names = [...subject.orderIds];
    let isHeld = false;
    for (const shop of await installationsOf(tx, domain)) {
      const traces = await eraseTraces(app, tx, shop, subject, isPatient);
      names.push(...traces.names);
      isHeld ||= traces.found;
    }
    await emptyBodies(app, tx, domain, names);
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
