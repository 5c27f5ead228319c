import { Link, Section } from '@react-email/components';
import {
  Action,
  Heading,
  Items,
  Layout,
  Line,
  type MailFrame,
  Offer,
  Paragraph,
  percent,
  price,
  Small,
  Total,
} from '../../content/index.server.ts';
import type { ThankYouData } from '../kinds.ts';

/** Sent within a minute of payment: what was bought, what it cost, what happens next. */
export function ThankYou({ frame, data }: { frame: MailFrame; data: ThankYouData }) {
  const { t, brand } = frame;
  const params = { shop: brand.shopName, order: data.orderName, name: data.firstName ?? '' };
  return (
    <Layout
      frame={frame}
      preheader={t('mail:messages.thankYou.preheader', params)}
      because={t('mail:messages.thankYou.because', params)}
    >
      <Heading>
        {t(data.firstName ? 'mail:messages.thankYou.headingName' : 'mail:messages.thankYou.heading', params)}
      </Heading>
      <Paragraph>{t('mail:messages.thankYou.text', params)}</Paragraph>
      {data.statusUrl ? (
        <Action frame={frame} href={data.statusUrl}>
          {t('mail:messages.thankYou.button')}
        </Action>
      ) : null}
      <Line />
      <Items frame={frame} items={data.items} moreItems={data.moreItems} />
      <Section>
        {data.discount.minor === '0' && !data.extras ? null : (
          <Total frame={frame} label={t('mail:messages.subtotal')} money={data.subtotal} />
        )}
        {data.discount.minor === '0' ? null : (
          <Total
            frame={frame}
            label={t('mail:messages.discount')}
            money={{ ...data.discount, minor: String(-BigInt(data.discount.minor)) }}
          />
        )}
        {data.extras ? <Total frame={frame} label={t('mail:messages.extras')} money={data.extras} /> : null}
        <Total frame={frame} label={t('mail:messages.total')} money={data.total} isStrong />
      </Section>
      {data.offer ? <Offer frame={frame} offer={data.offer} /> : null}
      {data.referral ? (
        <>
          <Line />
          <Paragraph>
            <strong>{t('mail:messages.referral.heading')}</strong>
            <br />
            {t('mail:messages.referral.text', {
              friend: percent(frame, data.referral.friendBasisPoints),
              reward: price(frame, data.referral.advocateReward),
            })}
            <br />
            <Link
              href={data.referral.url}
              className="link"
              style={{ color: brand.linkColor, wordBreak: 'break-all' }}
            >
              {data.referral.url}
            </Link>
          </Paragraph>
        </>
      ) : null}
      <Line />
      <Small>{t('mail:messages.thankYou.help', params)}</Small>
    </Layout>
  );
}
