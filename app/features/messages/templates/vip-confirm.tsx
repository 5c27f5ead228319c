import { Action, Heading, Layout, type MailFrame, Paragraph, Small } from '../../content/index.server.ts';
import type { VipConfirmData } from '../kinds.ts';

/** The second half of a double opt-in: a question, one button, and what happens when it was somebody else. */
export function VipConfirm({ frame, data }: { frame: MailFrame; data: VipConfirmData }) {
  const { t, brand } = frame;
  const params = { shop: brand.shopName, text: data.consentText };
  return (
    <Layout
      frame={frame}
      preheader={t('mail:messages.vipConfirm.preheader', params)}
      because={t('mail:messages.vipConfirm.because', params)}
    >
      <Heading>{t('mail:messages.vipConfirm.heading', params)}</Heading>
      <Paragraph>{t('mail:messages.vipConfirm.text', params)}</Paragraph>
      {data.consentText ? <Small>{t('mail:messages.vipConfirm.agreed', params)}</Small> : null}
      <Action frame={frame} href={data.confirmUrl}>
        {t('mail:messages.vipConfirm.button', params)}
      </Action>
      <Small>{t('mail:messages.vipConfirm.ignore', params)}</Small>
    </Layout>
  );
}
