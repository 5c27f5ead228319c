import { json, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useLoaderData, useSearchParams } from '@remix-run/react';
import { BlockStack, Button, Card, InlineStack, Page, Select, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { momentFormat } from '../../features/messages/index.ts';
import { boughtBy } from '../../features/orders/index.server.ts';
import { readPersonFile } from '../../features/people/index.server.ts';
import { readAhead, readTimeline } from '../../features/timeline/index.server.ts';
import { sayEntry, timelineGroups } from '../../features/timeline/index.ts';
import { paths } from '../../paths.ts';
import peopleCss from '../../ui/people/people.css?url';
import { AheadCard, ConsentsCard, IdentitiesCard, WhoCard } from '../../ui/people/person-cards.tsx';
import { TimelineList } from '../../ui/people/timeline-list.tsx';
import { adminContext } from '../../wiring/context.server.ts';
import { daysOf, personView } from './people.words.server.ts';

export const links = () => [{ rel: 'stylesheet', href: peopleCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const id = args.params.id ?? '';
  const file = await readPersonFile(ctx, id);
  if (!file) throw new Response(null, { status: 404 });
  const query = new URL(args.request.url).searchParams;
  // Joined with another since the link was made: their page is this person's.
  if (file.id !== id) throw redirect(`${paths.person(file.id)}?${query}`);
  const group = timelineGroups.find((each) => each === query.get('show')) ?? null;
  const [page, ahead, bought] = await Promise.all([
    readTimeline(ctx, {
      personId: file.id,
      ...(group ? { groups: [group] } : {}),
      before: query.get('before'),
    }),
    readAhead(ctx, file.id),
    boughtBy(ctx, file.id),
  ]);
  const moment = momentFormat(locale, ctx.shop.timezone);
  const say = { t, locale, moment };
  const reader = { t, locale, shop: ctx.shop };
  return json({
    name: [file.firstName, file.lastName].filter(Boolean).join(' '),
    view: personView(
      file,
      bought,
      ahead.map((entry) => sayEntry(entry, say)),
      reader,
    ),
    days: daysOf(
      page.entries.map((entry) => sayEntry(entry, say)),
      reader,
    ),
    older: page.older,
    group,
    isFirst: !query.get('before'),
  });
}

export default function Person() {
  const { name, view, days, older, group, isFirst } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const go = (change: Record<string, string | null>) => {
    const next = new URLSearchParams(query);
    for (const [key, value] of Object.entries(change)) value ? next.set(key, value) : next.delete(key);
    setQuery(next);
  };
  return (
    <Page
      title={name || t('timeline:person.nameless')}
      backAction={{ content: t('timeline:person.back'), url: paths.people() }}
    >
      <div className="person-page">
        <div className="person-page__story">
          <Card>
            <BlockStack gap="400">
              <InlineStack align="space-between" blockAlign="center" gap="200">
                <Text as="h2" variant="headingMd">
                  {t('timeline:person.timeline')}
                </Text>
                <Select
                  label={t('timeline:person.filter')}
                  labelInline
                  value={group ?? ''}
                  onChange={(value) => go({ show: value || null, before: null })}
                  options={[
                    { value: '', label: t('timeline:person.all') },
                    ...timelineGroups.map((each) => ({ value: each, label: t(`timeline:groups.${each}`) })),
                  ]}
                />
              </InlineStack>
              {days.length > 0 ? (
                <TimelineList days={days} />
              ) : (
                <Text as="p" tone="subdued">
                  {t('timeline:person.nothing')}
                </Text>
              )}
              {older || !isFirst ? (
                <InlineStack align="center" gap="300">
                  {isFirst ? null : (
                    <Button onClick={() => go({ before: null })}>{t('timeline:person.newest')}</Button>
                  )}
                  {older ? (
                    <Button onClick={() => go({ before: older })}>{t('timeline:person.older')}</Button>
                  ) : null}
                </InlineStack>
              ) : null}
            </BlockStack>
          </Card>
        </div>
        <div className="person-page__side">
          <div>
            <AheadCard ahead={view.ahead} />
          </div>
          <div>
            <WhoCard {...view} />
          </div>
          <div>
            <IdentitiesCard identities={view.identities} />
          </div>
          <div>
            <ConsentsCard consents={view.consents} />
          </div>
        </div>
      </div>
    </Page>
  );
}
