import type { ListedReferral } from '../../features/referrals/index.server.ts';
import { formatMoney } from '../../kit/money.ts';
import type { Translate } from '../../platform/context.ts';
import type { ReferralInWords } from '../../ui/referrals/referral-item.tsx';
import { dayText } from './reviews.words.server.ts';

/** A referral in the words of the merchant's language. */
export function referralInWords(
  referral: ListedReferral,
  t: Translate,
  reader: { locale: string; zone: string; holdDays: number },
): ReferralInWords {
  const { locale, zone } = reader;
  const money = (minor: bigint, currency: string) => formatMoney({ minor, currency }, locale);
  const full = BigInt(referral.amountMinor);
  const reversed = BigInt(referral.reversedMinor);
  const day = (iso: string | null) => dayText(iso, locale, zone) ?? '';
  const lines = [
    t('referrals:list.order', {
      order: referral.orderName,
      net: money(BigInt(referral.netMinor), referral.orderCurrency),
    }),
  ];
  if (referral.state !== 'rejected')
    lines.push(
      reversed > 0n
        ? t('referrals:list.creditOf', {
            amount: money(full - reversed, referral.currency),
            full: money(full, referral.currency),
          })
        : t('referrals:list.credit', { amount: money(full, referral.currency) }),
    );
  if (referral.state === 'pending')
    lines.push(
      referral.holdUntil
        ? t('referrals:list.payOn', { date: day(referral.holdUntil) })
        : t('referrals:list.waits', { days: reader.holdDays }),
    );
  if (referral.paidAt) lines.push(t('referrals:list.paidOn', { date: day(referral.paidAt) }));
  if (referral.reason) lines.push(reasonText(referral.reason, t));
  if (referral.decidedAt && referral.decisionReason)
    lines.push(
      t('referrals:list.decided', {
        date: day(referral.decidedAt),
        reason: decisionText(referral.decisionReason, t),
      }),
    );
  return {
    id: referral.id,
    state: referral.state,
    orderName: referral.orderName,
    heading: t('referrals:list.by', {
      advocate: referral.advocateName || t('referrals:list.someone'),
      friend: referral.friendName || t('referrals:list.someone'),
    }),
    people: [
      { id: referral.advocateId, name: referral.advocateName },
      { id: referral.friendId, name: referral.friendName },
    ].flatMap(({ id, name }) => (id && name ? [{ id, name }] : [])),
    createdAt: day(referral.createdAt),
    lines,
    signals:
      referral.state === 'held' ? referral.signals.map((signal) => t(`referrals:signals.${signal}`)) : [],
  };
}

function reasonText(reason: string, t: Translate): string {
  const [key, code] = reason.split(':');
  return t(`referrals:reasons.${key}`, { code: code ?? '' });
}

const rejections = ['same_household', 'own_order', 'code_site', 'other'];

/** "same_household: note" of a rejection, or the bare note of an approval. */
function decisionText(reason: string, t: Translate): string {
  const [key = '', ...note] = reason.split(': ');
  if (!rejections.includes(key)) return reason;
  return [t(`referrals:rejections.${key}`), ...note].join(': ');
}
