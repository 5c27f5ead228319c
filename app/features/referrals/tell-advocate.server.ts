import type { Money } from '../../kit/money.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { requestMessage } from '../messages/index.server.ts';
import { getPerson, hashEmail } from '../people/index.server.ts';
import { referralUrl } from './links.server.ts';

/** Asks for the message that a friend has bought (`pending`) or that the credit is in the account (`paid`); once for each. */
export async function tellAdvocate(
  ctx: Context,
  tx: Queryable,
  news: { advocateId: string; referralId: string; state: 'pending' | 'paid'; amount: Money },
): Promise<void> {
  const advocate = await getPerson(ctx, news.advocateId, tx);
  const email = advocate?.emails[0];
  const hash = hashEmail(ctx, email);
  const { rows } = await tx.query<{ code: string }>(
    `select code from referral_links where shop_id = $1 and person_id = $2 and state = 'ready'`,
    [ctx.shop.id, news.advocateId],
  );
  const code = rows[0]?.code;
  await requestMessage(ctx, tx, {
    kind: 'referral_credit',
    personId: advocate?.id ?? null,
    address: email && hash ? { hash, sealed: ctx.vault.seal(email) } : null,
    subjectId: news.referralId,
    idempotencyKey: `referral_credit:${news.referralId}:${news.state}`,
    locale: advocate?.locale ?? null,
    data: {
      firstName: advocate?.firstName ?? null,
      state: news.state,
      amount: { minor: String(news.amount.minor), currency: news.amount.currency },
      payableAt: null,
      url: code ? referralUrl(ctx, code) : null,
      shopUrl: ctx.shop.storefrontUrl,
    },
  });
}
