import type { AppContext } from '../../platform/context.ts';
import type { ComplianceWebhook } from './answer-data-request.server.ts';
import { installationsOf } from './find-person.server.ts';
import { emptyReceipt, isAnswered, recordRequest } from './requests.repo.server.ts';
import { rules } from './rules.ts';

/**
 * shop/redact, 48 hours after an uninstallation: deletes every uninstalled installation of the shop with all that is its own.
 * A living one is spared, whatever the webhook says: the merchant came back, and what the app keeps now is the new
 * installation's.
 * @returns null when done, a sentence when nothing was left to delete
 */
export async function redactShop(
  app: AppContext,
  { domain, receiptId }: Pick<ComplianceWebhook, 'domain' | 'receiptId'>,
): Promise<string | null> {
  return app.db.tx(async (tx) => {
    if (await isAnswered(tx, domain, receiptId)) return null;
    const installations = await installationsOf(tx, domain);
    const gone = installations.filter(({ uninstalledAt }) => uninstalledAt !== null).map(({ id }) => id);
    const living = installations.find(({ uninstalledAt }) => uninstalledAt === null);
    for (const [table, { shop }] of Object.entries(rules)) {
      if (shop === 'shop_id') await tx.query(`delete from ${table} where shop_id = any($1)`, [gone]);
    }
    await tx.query('delete from shops where id = any($1)', [gone]);
    await tx.query('update privacy_requests set export_sealed = null where shop_id = any($1)', [gone]);
    await tx.query(
      `delete from webhook_receipts where shop_domain = $1 and id <> $2 and state <> 0 and received_at < $3`,
      [domain, receiptId, living?.installedAt ?? app.clock.now()],
    );
    if (!living) await tx.query('delete from shopify_sessions where shop_domain = $1', [domain]);
    await recordRequest(app, tx, {
      domain,
      shopId: null,
      topic: 'shop/redact',
      receiptId,
      outcome: `${gone.length} erased${living ? ', the living installation was spared' : ''}`,
    });
    await emptyReceipt(app, tx, receiptId);
    app.log.info({ shop: domain, erased: gone.length, isSpared: Boolean(living) }, 'shop data erased');
    return gone.length > 0 ? null : 'No uninstalled installation was left.';
  });
}
