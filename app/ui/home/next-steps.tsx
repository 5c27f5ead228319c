import { Badge, BlockStack, Button, Card, Divider, InlineStack, Text } from '@shopify/polaris';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../features/home/index.ts';
import { paths } from '../../paths.ts';

interface Step {
  key: string;
  isDone: boolean;
  doneText: string;
  action: ReactNode;
}

/** The checklist: what is done, what is open, and a way to each. Its state is the shop's, not what was ticked. */
export function NextSteps(props: {
  setup: SetupState;
  thankYouEditor: string;
  orderStatusEditor: string;
  /** switches on what is missing; null where another button does so already, or nothing is missing */
  activate: ReactNode;
}) {
  const { setup } = props;
  const { t } = useTranslation();
  const steps: Step[] = [
    {
      key: 'defaults',
      isDone: setup.thankYou && setup.reviews && setup.reminders && setup.referrals,
      doneText: t('home:next.defaults.doneText'),
      action: props.activate,
    },
    {
      key: 'block',
      isDone: setup.isBlockPlaced,
      doneText: t('home:next.block.doneText'),
      action: (
        <InlineStack gap="200">
          <Button url={props.thankYouEditor} target="_top">
            {t('home:next.block.thankYou')}
          </Button>
          <Button url={props.orderStatusEditor} target="_top">
            {t('home:next.block.orderStatus')}
          </Button>
        </InlineStack>
      ),
    },
    {
      key: 'offer',
      isDone: setup.activeOffers > 0,
      doneText: t('home:next.offer.doneText', { count: setup.activeOffers }),
      action: (
        <InlineStack>
          <Button url={setup.activeOffers > 0 ? paths.offers() : paths.newOffer()}>
            {t(setup.activeOffers > 0 ? 'home:next.offer.look' : 'home:next.offer.action')}
          </Button>
        </InlineStack>
      ),
    },
    {
      key: 'address',
      isDone: setup.hasPostalAddress,
      doneText: t('home:next.address.doneText'),
      action: setup.hasPostalAddress ? null : (
        <InlineStack>
          <Button url={paths.settings()}>{t('home:next.address.action')}</Button>
        </InlineStack>
      ),
    },
  ];
  const done = steps.filter(({ isDone }) => isDone).length;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingLg">
            {t('home:next.title')}
          </Text>
          <Text as="span" tone="subdued">
            {t('home:next.progress', { done, all: steps.length })}
          </Text>
        </InlineStack>
        {steps.map(({ key, isDone, doneText, action }) => (
          <Fragment key={key}>
            <Divider />
            <BlockStack gap="200">
              <InlineStack gap="200" blockAlign="center">
                <Text as="h3" variant="headingMd">
                  {t(`home:next.${key}.title`)}
                </Text>
                <Badge {...(isDone ? { tone: 'success', progress: 'complete' } : { progress: 'incomplete' })}>
                  {t(isDone ? 'home:next.done' : 'home:next.open')}
                </Badge>
              </InlineStack>
              <Text as="p" tone="subdued">
                {isDone ? doneText : t(`home:next.${key}.text`)}
              </Text>
              {action}
            </BlockStack>
          </Fragment>
        ))}
      </BlockStack>
    </Card>
  );
}
