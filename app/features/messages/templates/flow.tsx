import { fillText } from '@reprise/rules';
import {
  Action,
  CodeBox,
  day,
  Heading,
  Layout,
  type MailFrame,
  Paragraph,
  percent,
  price,
  Small,
} from '../../content/index.server.ts';
import type { FlowMessageData } from '../kinds.ts';

/** Fills in `{first name}`, `{shop}`, `{order}`, `{discount}` and `{deadline}`, as in the texts of offers. */
export function fillContent(frame: MailFrame, data: FlowMessageData, text: string): string {
  const { code } = data;
  return fillText(text, {
    'first name': data.firstName,
    shop: frame.brand.shopName,
    order: data.orderName,
    discount: code ? discountOf(frame, code.terms) : null,
    deadline: code ? day(frame, code.endsAt, true) : null,
  });
}

function discountOf(frame: MailFrame, terms: NonNullable<FlowMessageData['code']>['terms']): string {
  if (terms.kind === 'percentage') return percent(frame, terms.basisPoints);
  if (terms.kind === 'amount') return price(frame, terms);
  return frame.t('mail:messages.flow.freeShipping');
}

/** The message of a flow: a heading, paragraphs, the code where one was given, and one thing to do. */
export function FlowMessage({
  frame,
  data,
  isMarketing,
}: {
  frame: MailFrame;
  data: FlowMessageData;
  isMarketing: boolean;
}) {
  const { t, brand } = frame;
  const { content, code } = data;
  const filled = (text: string) => fillContent(frame, data, text);
  const paragraphs = filled(content.text)
    .split(/\n{2,}/)
    .filter((text) => text.trim() !== '');
  return (
    <Layout
      frame={frame}
      preheader={paragraphs[0] ?? ''}
      because={t(isMarketing ? 'mail:messages.marketingBecause' : 'mail:messages.flow.because', {
        shop: brand.shopName,
      })}
    >
      <Heading>{filled(content.subject)}</Heading>
      {paragraphs.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have no id, and the list never changes
        <Paragraph key={index}>{text}</Paragraph>
      ))}
      {code ? (
        <>
          <CodeBox code={code.code} />
          <Small>{t('mail:messages.validUntil', { until: day(frame, code.endsAt, true) })}</Small>
        </>
      ) : null}
      {content.button ? (
        <Action frame={frame} href={content.url}>
          {filled(content.button)}
        </Action>
      ) : null}
    </Layout>
  );
}
