import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Box, Card, EmptyState, Layout, Page, Select, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { getOffer } from '../../features/offers/index.server.ts';
import { readResults } from '../../features/surveys/index.server.ts';
import { addMs, day } from '../../kit/span.ts';
import { paths } from '../../paths.ts';
import { Figures } from '../../ui/figures.tsx';
import { AnswerBars, type Bar } from '../../ui/surveys/answer-bars.tsx';
import { adminContext } from '../../wiring/context.server.ts';
import { dayText } from './reviews.words.server.ts';

const spans = ['30', '90', '365'] as const;

/** What was answered to one question. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const offer = await getOffer(ctx, args.params.id ?? '');
  const question = offer?.setup.question;
  if (!offer || !question) throw new Response(null, { status: 404 });
  const wanted = new URL(args.request.url).searchParams.get('days');
  const days = spans.find((each) => each === wanted) ?? '90';
  const since = addMs(ctx.clock.now(), -Number(days) * day);
  const results = await readResults(ctx, offer.id, question.type, since);
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const bar = (id: string, label: string, count: number): Bar => ({
    id,
    label,
    count: number.format(count),
    percent: results.answers === 0 ? 0 : (count * 100) / results.answers,
    percentText: percent.format(results.answers === 0 ? 0 : count / results.answers),
  });
  const shopLanguage = ctx.shop.locale.split('-')[0] ?? 'en';
  const words = offer.texts[locale] ?? offer.texts[shopLanguage] ?? Object.values(offer.texts)[0];
  const labelOf = (id: string) =>
    id === 'other' ? t('answers:other') : (words?.options?.[id] ?? t('answers:removedOption'));
  const ids = [...question.options.map(({ id }) => id), ...(question.hasOther ? ['other'] : [])];
  const options = [
    ...results.options,
    ...ids.filter((id) => !results.options.some((known) => known.id === id)).map((id) => ({ id, count: 0 })),
  ];
  const top = question.type === 'nps' ? 10 : (question.max ?? 5);
  const steps = Array.from({ length: question.type === 'nps' ? 11 : top }, (_, i) =>
    question.type === 'nps' ? i : i + 1,
  );
  const isScale = question.type === 'nps' || question.type === 'scale';
  return json({
    id: offer.id,
    title: words?.title ?? offer.name,
    days,
    answers: results.answers,
    figures: [
      { label: t('answers:answers'), value: number.format(results.answers) },
      ...(results.average === null
        ? []
        : [
            {
              label: t('answers:average'),
              value: new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(results.average),
            },
          ]),
      ...(results.nps === null ? [] : [{ label: t('answers:nps'), value: number.format(results.nps) }]),
    ],
    isNps: question.type === 'nps',
    bars: isScale
      ? steps.map((step) =>
          bar(String(step), String(step), results.scale.find((each) => each.step === step)?.count ?? 0),
        )
      : options.map(({ id, count }) => bar(id, labelOf(id), count)),
    words: results.words.map((word) => ({
      key: `${word.orderId}`,
      text: word.text,
      about: [
        word.orderName,
        word.scale === null ? null : t('answers:gave', { step: word.scale }),
        dayText(word.at.toISOString(), locale, ctx.shop.timezone),
      ]
        .filter(Boolean)
        .join(' · '),
    })),
  });
}

export default function Answers() {
  const data = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  return (
    <Page
      title={data.title}
      subtitle={t('answers:subtitle')}
      backAction={{ content: t('answers:back'), url: paths.offer(data.id) }}
    >
      <BlockStack gap="400">
        <Box maxWidth="16rem" paddingInline={{ xs: '400', sm: '0' }}>
          <Select
            label={t('answers:span')}
            value={data.days}
            options={spans.map((days) => ({ value: days, label: t('answers:lastDays', { days }) }))}
            onChange={(days) => {
              query.set('days', days);
              setQuery(query);
            }}
          />
        </Box>
        {data.answers === 0 ? (
          <Card>
            <EmptyState heading={t('answers:empty.title')} image="">
              <p>{t('answers:empty.text')}</p>
            </EmptyState>
          </Card>
        ) : (
          <>
            <Figures items={data.figures} />
            <Layout>
              {data.bars.length > 0 ? (
                <Layout.Section>
                  <Card>
                    <BlockStack gap="400">
                      <Text as="h2" variant="headingMd">
                        {t('answers:spread')}
                      </Text>
                      <AnswerBars bars={data.bars} />
                      {data.isNps ? (
                        <Text as="p" tone="subdued">
                          {t('answers:npsNote')}
                        </Text>
                      ) : null}
                    </BlockStack>
                  </Card>
                </Layout.Section>
              ) : null}
              {data.words.length > 0 ? (
                <Layout.Section variant={data.bars.length > 0 ? 'oneHalf' : 'fullWidth'}>
                  <Card>
                    <BlockStack gap="400">
                      <Text as="h2" variant="headingMd">
                        {t('answers:inWords')}
                      </Text>
                      {data.words.map((word) => (
                        <BlockStack key={word.key} gap="050">
                          <Text as="p" breakWord>
                            {word.text}
                          </Text>
                          <Text as="p" tone="subdued" variant="bodySm">
                            {word.about}
                          </Text>
                        </BlockStack>
                      ))}
                    </BlockStack>
                  </Card>
                </Layout.Section>
              ) : null}
            </Layout>
          </>
        )}
      </BlockStack>
    </Page>
  );
}
