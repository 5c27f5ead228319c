import {
  Banner,
  BlockStack,
  Button,
  ButtonGroup,
  Card,
  InlineStack,
  List,
  Select,
  Text,
} from '@shopify/polaris';
import { DesktopIcon, MaximizeIcon, MinimizeIcon, MobileIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferInput } from '../../../features/offers/index.ts';
import { languageName } from '../languages.ts';
import { PreviewFrame } from './preview-frame.tsx';
import { usePreview } from './use-preview.ts';

interface Props {
  input: OfferInput;
  path: string;
  orders: { id: string; label: string }[];
  locales: string[];
  locale: string;
  onLocale(locale: string): void;
  isLarge: boolean;
  onLarge(isLarge: boolean): void;
}

/** Widths of a shopper's screen: a common phone, and a desk where Shopify's page has its two columns. */
const screens = { phone: 390, desktop: 1120 } as const;

/** The draft as shoppers will see it: the extension itself in a look-alike page, for any order, language and screen. */
export function OfferPreview(props: Props) {
  const { input, locales, locale, orders, isLarge } = props;
  const { t, i18n } = useTranslation();
  const [device, setDevice] = useState<keyof typeof screens>('phone');
  const pages = (['thank-you', 'order-status'] as const).filter((each) => input.surfaces.includes(each));
  const [wanted, setSurface] = useState<'thank-you' | 'order-status'>('thank-you');
  const surface = pages.length === 0 || pages.includes(wanted) ? wanted : (pages[0] ?? wanted);
  const [orderId, setOrderId] = useState('');
  const [wantedArm, setArm] = useState('');
  const arms = input.test?.arms ?? [];
  const arm = arms.some((each) => each.id === wantedArm) ? wantedArm : '';
  const { answer, hasFailed } = usePreview(props.path, {
    input,
    locale,
    surface,
    orderId,
    arm,
  });
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" wrap={false}>
          <Text as="h2" variant="headingMd">
            {t('offers:preview.title')}
          </Text>
          <InlineStack gap="200" wrap={false}>
            <ButtonGroup variant="segmented">
              <Button
                size="slim"
                icon={MobileIcon}
                pressed={device === 'phone'}
                accessibilityLabel={t('offers:edit.phone')}
                onClick={() => setDevice('phone')}
              />
              <Button
                size="slim"
                icon={DesktopIcon}
                pressed={device === 'desktop'}
                accessibilityLabel={t('offers:edit.desktop')}
                onClick={() => setDevice('desktop')}
              />
            </ButtonGroup>
            <span className="preview-large">
              <Button
                size="slim"
                icon={isLarge ? MinimizeIcon : MaximizeIcon}
                pressed={isLarge}
                accessibilityLabel={t(isLarge ? 'offers:preview.smaller' : 'offers:preview.larger')}
                onClick={() => props.onLarge(!isLarge)}
              />
            </span>
          </InlineStack>
        </InlineStack>
        <div className="preview-choices">
          <Select
            label={t('offers:preview.page')}
            labelHidden
            options={(['thank-you', 'order-status'] as const).map((value) => ({
              value,
              label: t(`offers:where.${value}`),
              disabled: pages.length > 0 && !pages.includes(value),
            }))}
            value={surface}
            onChange={(value) => setSurface(value as typeof wanted)}
          />
          <Select
            label={t('offers:edit.language')}
            labelHidden
            options={locales.map((each) => ({ value: each, label: languageName(each, i18n.language) }))}
            value={locale}
            onChange={props.onLocale}
          />
          <Select
            label={t('offers:preview.order')}
            labelHidden
            options={[
              { value: '', label: t('offers:preview.sample') },
              ...orders.map(({ id, label }) => ({ value: id, label })),
            ]}
            value={orderId}
            onChange={setOrderId}
          />
          {arms.length > 0 ? (
            <Select
              label={t('offers:preview.arm')}
              labelHidden
              options={[
                { value: '', label: t('offers:test.itself') },
                ...arms.map(({ id, name }) => ({ value: id, label: name })),
              ]}
              value={arm}
              onChange={setArm}
            />
          ) : null}
        </div>
        {hasFailed ? <Banner tone="warning">{t('offers:preview.failed')}</Banner> : null}
        <div className="preview-stage" data-device={device}>
          {answer ? (
            <PreviewFrame page={answer.page} screen={screens[device]} title={t('offers:preview.frame')} />
          ) : (
            <div className="preview-screen" />
          )}
        </div>
        {answer && answer.because.length > 0 ? (
          <BlockStack gap="100">
            <Text as="p" fontWeight="semibold">
              {t(answer.isShown ? 'offers:preview.shown' : 'offers:preview.notShown')}
            </Text>
            <List>
              {answer.because.map((reason) => (
                <List.Item key={reason}>{reason}</List.Item>
              ))}
            </List>
          </BlockStack>
        ) : null}
      </BlockStack>
    </Card>
  );
}
