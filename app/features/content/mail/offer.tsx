import { Column, Img, Row, Section, Text } from '@react-email/components';
import type { OfferBlock } from '../vars.ts';
import { day, Picture, price } from './items.tsx';
import { Action, Line, type MailFrame, Paragraph, Small } from './layout.tsx';

/** An offer inside a message: the same words, price and deadline as on the page after paying. */
export function Offer({ frame, offer }: { frame: MailFrame; offer: OfferBlock }) {
  const { t } = frame;
  const { product } = offer;
  return (
    <>
      <Line />
      <Section>
        {offer.pictureUrl ? (
          <Img
            src={offer.pictureUrl}
            alt={offer.pictureAlt}
            width="100%"
            style={{ borderRadius: '8px', marginBottom: '16px', maxWidth: '100%' }}
          />
        ) : null}
        <Paragraph>
          <strong>{offer.title}</strong>
          {offer.text ? (
            <>
              <br />
              {offer.text}
            </>
          ) : null}
        </Paragraph>
        {product ? (
          <Row style={{ marginBottom: '16px' }}>
            <Column style={{ width: '80px', verticalAlign: 'top' }}>
              <Picture title={product.title} url={product.imageUrl} />
            </Column>
            <Column style={{ verticalAlign: 'middle' }}>
              <Text
                className="ink"
                style={{ color: '#16181b', fontSize: '15px', fontWeight: 600, lineHeight: '21px', margin: 0 }}
              >
                {product.title}
              </Text>
              <Text
                className="muted"
                style={{ color: '#5d646d', fontSize: '14px', lineHeight: '20px', margin: 0 }}
              >
                {price(frame, product.discounted)}
                {product.discounted.minor === product.price.minor ? null : (
                  <>
                    {' '}
                    <s>{price(frame, product.price)}</s>
                  </>
                )}
              </Text>
            </Column>
          </Row>
        ) : null}
        <Action frame={frame} href={offer.url}>
          {offer.button}
        </Action>
        {offer.deadlineAt ? (
          <Small>{t('mail:messages.validUntil', { until: day(frame, offer.deadlineAt, true) })}</Small>
        ) : null}
      </Section>
    </>
  );
}
