import { Column, Link, Row, Section, Text } from '@react-email/components';
import type { ReviewRequestData, ReviewRewardData } from '../kinds.ts';
import { day, Picture, percent, price } from './items.tsx';
import {
  Action,
  CodeBox,
  Heading,
  Layout,
  Line,
  type MailFrame,
  Paragraph,
  Small,
  sides,
} from './layout.tsx';

const stars = [1, 2, 3, 4, 5];

/** Asks what somebody thinks of what has arrived; a tap on a star opens the review page with that star chosen. */
export function ReviewRequest({
  frame,
  data,
  isReminder,
}: {
  frame: MailFrame;
  data: ReviewRequestData;
  isReminder: boolean;
}) {
  const { t, brand } = frame;
  const params = { shop: brand.shopName, order: data.orderName, name: data.firstName ?? '' };
  const base = `mail:messages.${isReminder ? 'reviewReminder' : 'reviewRequest'}`;
  const { start } = sides(frame.dir);
  return (
    <Layout
      frame={frame}
      preheader={t(`${base}.preheader`, params)}
      because={t('mail:messages.reviewRequest.because', params)}
    >
      <Heading>{t(`${base}.heading`, params)}</Heading>
      <Paragraph>{t(`${base}.text`, params)}</Paragraph>
      {data.products.map((product, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <Section key={index} style={{ margin: '0 0 20px' }}>
          <Row>
            <Column style={{ width: '96px', verticalAlign: 'top' }}>
              <Picture title={product.title} url={product.imageUrl} size={80} />
            </Column>
            <Column style={{ textAlign: start, verticalAlign: 'middle' }}>
              <Text
                className="ink"
                style={{ color: '#16181b', fontSize: '16px', fontWeight: 600, margin: '0 0 4px' }}
              >
                {product.title}
              </Text>
              <div dir="ltr" style={{ textAlign: start, whiteSpace: 'nowrap' }}>
                {stars.map((star) => (
                  <Link
                    key={star}
                    className="star"
                    href={product.starUrls[star - 1] ?? ''}
                    aria-label={t('mail:messages.reviewRequest.star', {
                      count: star,
                      product: product.title,
                    })}
                    title={t('mail:messages.reviewRequest.star', { count: star, product: product.title })}
                    style={{
                      color: '#b45309',
                      display: 'inline-block',
                      fontSize: '30px',
                      lineHeight: '44px',
                      minWidth: '40px',
                      textAlign: 'center',
                      textDecoration: 'none',
                    }}
                  >
                    ★
                  </Link>
                ))}
              </div>
            </Column>
          </Row>
        </Section>
      ))}
      {data.reward ? (
        <Small>
          {t('mail:messages.reviewRequest.reward', {
            reward:
              data.reward.kind === 'percentage'
                ? percent(frame, data.reward.basisPoints)
                : price(frame, data.reward.amount),
          })}
        </Small>
      ) : null}
      {data.notArrivedUrl ? (
        <>
          <Line />
          <Small>
            <Link
              href={data.notArrivedUrl}
              className="muted"
              style={{ color: '#5d646d', textDecoration: 'underline' }}
            >
              {t('mail:messages.reviewRequest.notArrived')}
            </Link>
          </Small>
        </>
      ) : null}
    </Layout>
  );
}

/** The thanks that were promised for a review, whatever its rating. */
export function ReviewReward({ frame, data }: { frame: MailFrame; data: ReviewRewardData }) {
  const { t, brand } = frame;
  const reward =
    data.value.kind === 'percentage'
      ? percent(frame, data.value.basisPoints)
      : price(frame, data.value.amount);
  const params = { shop: brand.shopName, name: data.firstName ?? '', reward };
  return (
    <Layout
      frame={frame}
      preheader={t('mail:messages.reviewReward.preheader', params)}
      because={t('mail:messages.reviewReward.because', params)}
    >
      <Heading>{t('mail:messages.reviewReward.heading', params)}</Heading>
      <Paragraph>{t('mail:messages.reviewReward.text', params)}</Paragraph>
      <CodeBox code={data.code} />
      {data.endsAt ? (
        <Small>{t('mail:messages.validUntil', { until: day(frame, data.endsAt, true) })}</Small>
      ) : null}
      <Action frame={frame} href={data.shopUrl}>
        {t('mail:messages.toShop', params)}
      </Action>
    </Layout>
  );
}
