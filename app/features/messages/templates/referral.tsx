import {
  Action,
  day,
  Heading,
  Layout,
  type MailFrame,
  Paragraph,
  percent,
  price,
  Small,
} from '../../content/index.server.ts';
import type { ReferralCreditData, ReferralInviteData } from '../kinds.ts';

/** A person's own link, with what it gives to both. */
export function ReferralInvite({ frame, data }: { frame: MailFrame; data: ReferralInviteData }) {
  const { t, brand } = frame;
  const params = {
    shop: brand.shopName,
    friend: percent(frame, data.friendBasisPoints),
    reward: price(frame, data.advocateReward),
  };
  return (
    <Layout
      frame={frame}
      preheader={t('mail:messages.referral.text', params)}
      because={t('mail:messages.marketingBecause', params)}
    >
      <Heading>{t('mail:messages.referral.heading')}</Heading>
      <Paragraph>{t('mail:messages.referral.text', params)}</Paragraph>
      <Action frame={frame} href={data.url}>
        {t('mail:messages.referral.button')}
      </Action>
      <Small>{data.url}</Small>
    </Layout>
  );
}

/** A friend has bought, or the credit is there. */
export function ReferralCredit({ frame, data }: { frame: MailFrame; data: ReferralCreditData }) {
  const { t, brand } = frame;
  const params = {
    shop: brand.shopName,
    amount: price(frame, data.amount),
    until: data.payableAt ? day(frame, data.payableAt) : '',
  };
  const base = `mail:messages.referralCredit.${data.state}`;
  return (
    <Layout
      frame={frame}
      preheader={t(`${base}.preheader`, params)}
      because={t('mail:messages.referralCredit.because', params)}
    >
      <Heading>{t(`${base}.heading`, params)}</Heading>
      <Paragraph>
        {t(data.state === 'pending' && !data.payableAt ? `${base}.textSoon` : `${base}.text`, params)}
      </Paragraph>
      {data.state === 'paid' ? (
        <Action frame={frame} href={data.shopUrl}>
          {t('mail:messages.toShop', params)}
        </Action>
      ) : null}
      {data.url ? (
        <Small>
          {t('mail:messages.referralCredit.again')} {data.url}
        </Small>
      ) : null}
    </Layout>
  );
}
