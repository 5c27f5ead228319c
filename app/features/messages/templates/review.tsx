import {
  Action,
  CodeBox,
  day,
  Heading,
  Layout,
  Line,
  type MailFrame,
  NotArrived,
  Paragraph,
  percent,
  price,
  Small,
  Stars,
} from '../../content/index.server.ts';
import type { ReviewRequestData, ReviewRewardData } from '../kinds.ts';

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
  return (
    <Layout
      frame={frame}
      preheader={t(`${base}.preheader`, params)}
      because={t('mail:messages.reviewRequest.because', params)}
    >
      <Heading>{t(`${base}.heading`, params)}</Heading>
      <Paragraph>{t(`${base}.text`, params)}</Paragraph>
      <Stars frame={frame} products={data.products} />
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
            <NotArrived href={data.notArrivedUrl} label={t('mail:messages.reviewRequest.notArrived')} />
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
