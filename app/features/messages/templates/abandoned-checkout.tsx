import {
  Action,
  CodeBox,
  day,
  Heading,
  Items,
  Layout,
  Line,
  type MailFrame,
  Paragraph,
  percent,
  Small,
  Total,
} from '../../content/index.server.ts';
import type { AbandonedCheckoutData } from '../kinds.ts';

/** A reminder of what was left behind. Three steps, no false urgency; a code only where there is one, with its real end. */
export function AbandonedCheckout({ frame, data }: { frame: MailFrame; data: AbandonedCheckoutData }) {
  const { t, brand } = frame;
  const params = { shop: brand.shopName, name: data.firstName ?? '' };
  const step = `mail:messages.abandonedCheckout.step${data.step}`;
  return (
    <Layout
      frame={frame}
      preheader={t(`${step}.preheader`, params)}
      because={t('mail:messages.abandonedCheckout.because', params)}
    >
      <Heading>{t(`${step}.heading`, params)}</Heading>
      <Paragraph>{t(`${step}.text`, params)}</Paragraph>
      {data.code ? (
        <>
          <Paragraph>
            {t('mail:messages.abandonedCheckout.code', {
              percent: percent(frame, data.code.basisPoints),
              until: day(frame, data.code.endsAt, true),
            })}
          </Paragraph>
          <CodeBox code={data.code.code} />
          <Small>{t('mail:messages.abandonedCheckout.codeApplied')}</Small>
        </>
      ) : null}
      <Action frame={frame} href={data.recoveryUrl}>
        {t('mail:messages.abandonedCheckout.button')}
      </Action>
      <Line />
      <Items frame={frame} items={data.items} moreItems={data.moreItems} />
      <Total frame={frame} label={t('mail:messages.total')} money={data.total} isStrong />
    </Layout>
  );
}
