import { Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { RuleNames } from '../../features/offers/index.ts';
import type { RuleCheck } from './use-rule-check.ts';

const lookBackMs = 89 * 24 * 3_600_000;

/** "Would have fitted 34 of 210 orders of the last 90 days", and what must be known to read it rightly. */
export function MatchCountLine({ check, names }: { check: RuleCheck; names: RuleNames }) {
  const { t } = useTranslation();
  const { count, isCounting, isFailed } = check;
  const number = new Intl.NumberFormat(names.locale);
  const date = new Intl.DateTimeFormat(names.locale, { dateStyle: 'medium', timeZone: names.timezone });
  const parts =
    count === null
      ? []
      : [
          t('rules:edit.count', {
            count: count.orders,
            matched: number.format(count.matched),
            orders: number.format(count.orders),
          }),
          ...(count.isSampled ? [t('rules:edit.countSampled')] : []),
          ...(count.unknown > 0
            ? [t('rules:edit.countUnknown', { count: count.unknown, unknown: number.format(count.unknown) })]
            : []),
          ...(count.orders > 0 && Date.now() - Date.parse(count.since) < lookBackMs
            ? [t('rules:edit.countSince', { since: date.format(Date.parse(count.since)) })]
            : []),
        ];
  const waiting = isCounting ? 'counting' : isFailed ? 'countFailed' : 'countLater';
  return (
    <div role="status">
      <Text as="p" tone="subdued">
        {count === null ? t(`rules:edit.${waiting}`) : parts.join(' ')}
      </Text>
    </div>
  );
}
