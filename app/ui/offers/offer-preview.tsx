import type { OfferCard } from '@reprise/rules';
import { BlockStack, Button, ButtonGroup, Card, InlineStack, Select, Text } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from './languages.ts';

export interface PreviewProps {
  /** the card in one language, made by the function that also makes it for the page */
  cardFor(locale: string): OfferCard | null;
  locales: string[];
  locale: string;
  onLocale(locale: string): void;
  deadlineAt: Date | null;
  timezone: string;
  /** what is missing when there is no card */
  missing: string;
  /** what our own words are in a shopper's language */
  words(locale: string): (key: string, params?: Record<string, string | number>) => string;
}

/** The offer beside its fields, as the shopper's page draws it, on a phone and on a desk, in each language. */
export function OfferPreview(props: PreviewProps) {
  const { t, i18n } = useTranslation();
  const [device, setDevice] = useState<'phone' | 'desktop'>('phone');
  const card = props.cardFor(props.locale);
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingMd">
            {t('offers:edit.preview')}
          </Text>
          <Text as="p" tone="subdued">
            {t('offers:edit.previewText')}
          </Text>
        </BlockStack>
        <InlineStack gap="200" align="space-between" blockAlign="center">
          <ButtonGroup variant="segmented">
            {(['phone', 'desktop'] as const).map((each) => (
              <Button key={each} size="slim" pressed={device === each} onClick={() => setDevice(each)}>
                {t(`offers:edit.${each}`)}
              </Button>
            ))}
          </ButtonGroup>
          <Select
            label={t('offers:edit.language')}
            labelHidden
            options={props.locales.map((each) => ({ value: each, label: languageName(each, i18n.language) }))}
            value={props.locale}
            onChange={props.onLocale}
          />
        </InlineStack>
        <section
          className="offer-preview__stage"
          data-device={device}
          aria-label={t('offers:edit.preview')}
          // The desktop is wider than the column: it must be possible to scroll it with the keyboard.
          tabIndex={device === 'desktop' ? 0 : undefined}
        >
          <div className="offer-preview__device" data-device={device} lang={props.locale}>
            {card ? (
              <Block
                card={card}
                deadlineAt={props.deadlineAt}
                locale={props.locale}
                timezone={props.timezone}
                t={props.words(props.locale)}
              />
            ) : (
              <p className="offer-block__quiet">{props.missing}</p>
            )}
          </div>
        </section>
      </BlockStack>
    </Card>
  );
}

interface BlockProps {
  card: OfferCard;
  deadlineAt: Date | null;
  locale: string;
  timezone: string;
  t: ReturnType<PreviewProps['words']>;
}

/** The same structure and words as extensions/blocks/offer-block; a picture of it, so its buttons are no buttons. */
function Block({ card, deadlineAt, locale, timezone, t }: BlockProps) {
  const { product } = card;
  const price = (money: { amount: string; currency: string }) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency: money.currency }).format(
      Number(money.amount),
    );
  const isReduced = product != null && Number(product.discountedPrice.amount) < Number(product.price.amount);
  return (
    <div className="offer-block">
      <div className={`offer-block__pitch${product?.imageUrl ? ' offer-block__pitch--picture' : ''}`}>
        {product?.imageUrl ? <img className="offer-block__picture" src={product.imageUrl} alt="" /> : null}
        <div className="offer-block__words">
          {card.discount.label ? <span className="offer-block__badge">{card.discount.label}</span> : null}
          <h3>{card.title}</h3>
          {card.text ? <p>{card.text}</p> : null}
          {product ? (
            <div>
              <strong>
                {product.variantTitle ? `${product.title} · ${product.variantTitle}` : product.title}
              </strong>
              <div className="offer-block__price">
                {isReduced ? (
                  <strong>{price(product.discountedPrice)}</strong>
                ) : (
                  <span>{price(product.price)}</span>
                )}
                {isReduced ? <s className="offer-block__quiet">{price(product.price)}</s> : null}
              </div>
            </div>
          ) : null}
          {deadlineAt ? (
            <span className="offer-block__quiet">
              {t('offers:shopper.validUntil', { date: deadlineText(deadlineAt, locale, timezone) })}
            </span>
          ) : null}
        </div>
      </div>
      <div className="offer-block__buttons">
        <span className="offer-block__button offer-block__button--primary">{card.button}</span>
        <span className="offer-block__button">{t('offers:shopper.dismiss')}</span>
      </div>
      {card.smallPrint ? (
        <span className="offer-block__small offer-block__quiet">{card.smallPrint}</span>
      ) : null}
    </div>
  );
}

function deadlineText(at: Date, locale: string, timeZone: string): string {
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(at);
}
