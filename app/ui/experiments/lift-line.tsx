import { BlockStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Estimate, Lift } from '../../features/experiments/index.ts';
import { IntervalBar } from './interval-bar.tsx';
import { writeMinor } from './measure.ts';

interface Props {
  lift: Lift;
  currency: string;
  /** a heading above; left out where the page has one */
  hasTitle?: boolean;
}

/** What the whole brings over the hold-out, in plain words with its interval. */
export function LiftLine({ lift, currency, hasTitle = true }: Props) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const number = new Intl.NumberFormat(locale);
  const whole = (minor: number) => writeMinor(Math.round(minor), currency, locale, 100);
  const write = ({ value, low, high }: Estimate, each: (minor: number) => string) => ({
    value: each(value),
    low: each(low),
    high: each(high),
  });
  const title = hasTitle ? (
    <Text as="h3" variant="headingSm">
      {t('experiments:lift.title')}
    </Text>
  ) : null;
  if (lift.kind === 'not-yet-known')
    return (
      <BlockStack gap="200">
        {title}
        <Text as="p">
          {lift.reason === 'no-orders'
            ? t('experiments:lift.noOrders')
            : t('experiments:lift.tooFew', {
                people: number.format(lift.heldOutPeople),
                need: number.format(lift.needPeople),
              })}
        </Text>
      </BlockStack>
    );
  const { perPerson, extra, isCertain } = lift;
  const each = (minor: number) => writeMinor(minor, currency, locale, perPerson.value);
  const isLoss = isCertain && extra.value < 0;
  // A loss is told as what it cost, so its ends change sides.
  const told = isLoss ? { value: -extra.value, low: -extra.high, high: -extra.low } : extra;
  const key = !isCertain ? 'uncertain' : isLoss ? 'lost' : 'earned';
  return (
    <BlockStack gap="200">
      {title}
      <Text as="p">
        {`${t(`experiments:lift.${key}`, write(told, whole))} ${t('experiments:lift.perPerson', write(perPerson, each))}`}
      </Text>
      <IntervalBar estimate={perPerson} write={each} />
      <Text as="p" tone="subdued">
        {t('experiments:lift.basis', {
          shown: number.format(lift.shownPeople),
          heldOut: number.format(lift.heldOutPeople),
        })}
      </Text>
    </BlockStack>
  );
}
