import type { AppContext } from '../../platform/context.ts';
import { collectHeld } from './collect-held.server.ts';
import { findTraces, installationsOf } from './find-person.server.ts';
import { readSubject } from './request-body.ts';
import { emptyReceipt, isAnswered, recordRequest } from './requests.repo.server.ts';

/** A compliance webhook as intake hands it over. It needs no session and no living installation. */
export interface ComplianceWebhook {
  domain: string;
  receiptId: bigint;
  body: unknown;
}

/**
 * customers/data_request: collects all that we hold of the person, in every installation of the shop, and keeps it sealed for
 * the merchant, who has to answer the person within 30 days.
 * @returns null when done, a sentence when nothing was held
 */
export async function answerDataRequest(
  app: AppContext,
  { domain, receiptId, body }: ComplianceWebhook,
): Promise<string | null> {
  const subject = readSubject(body);
  return app.db.tx(async (tx) => {
    if (await isAnswered(tx, domain, receiptId)) return null;
    const installations = await installationsOf(tx, domain);
    const held: Record<string, unknown[]> = {};
    for (const shop of installations) {
      const traces = await findTraces(app, tx, shop, subject);
      if (!traces.found) continue;
      for (const [table, rows] of Object.entries(await collectHeld(app, tx, traces))) {
        held[table] = [...(held[table] ?? []), ...rows];
      }
    }
    const isHeld = Object.keys(held).length > 0;
    const answer = { shop: domain, collectedAt: app.clock.now().toISOString(), held };
    await recordRequest(app, tx, {
      domain,
      shopId: installations.find(({ uninstalledAt }) => uninstalledAt === null)?.id ?? null,
      topic: 'customers/data_request',
      receiptId,
      outcome: isHeld ? 'collected' : 'nothing held',
      ...(isHeld ? { exportSealed: app.vault.seal(JSON.stringify(answer)) } : {}),
    });
    await emptyReceipt(app, tx, receiptId);
    return isHeld ? null : 'Nothing is held of this person.';
  });
}
