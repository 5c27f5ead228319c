import { json, type LoaderFunctionArgs } from '@remix-run/node';
import { Form, useLoaderData, useSearchParams } from '@remix-run/react';
import {
  BlockStack,
  Box,
  Button,
  Card,
  EmptyState,
  InlineStack,
  Link,
  Page,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findPeople } from '../../features/people/index.server.ts';
import { paths } from '../../paths.ts';
import { countryName } from '../../ui/offers/languages.ts';
import { Pager } from '../../ui/pager.tsx';
import peopleCss from '../../ui/people/people.css?url';
import { adminContext } from '../../wiring/context.server.ts';

export const links = () => [{ rel: 'stylesheet', href: peopleCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const query = new URL(args.request.url).searchParams;
  const search = (query.get('q') ?? '').slice(0, 320).trim();
  const page = Math.min(Math.max(Math.trunc(Number(query.get('page'))) || 1, 1), 1_000);
  const { people, hasMore } = await findPeople(ctx, { search, page });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: ctx.shop.timezone });
  return json({
    search,
    page,
    hasMore,
    people: people.map((person) => ({
      id: person.id,
      name: person.name ?? t('timeline:people.nameless'),
      bought: [
        t('timeline:people.orders', { count: person.ordersCount }),
        ...(person.lastOrderAt ? [t('timeline:people.last', { date: date.format(person.lastOrderAt) })] : []),
      ].join(', '),
      about: [
        ...(person.country ? [countryName(person.country, locale)] : []),
        t('timeline:people.since', { date: date.format(person.createdAt) }),
      ].join(' · '),
    })),
  });
}

export default function People() {
  const { search, page, hasMore, people } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const [wanted, setWanted] = useState(search);
  const look = (value: string) => {
    const next = new URLSearchParams(query);
    next.delete('page');
    value ? next.set('q', value) : next.delete('q');
    setWanted(value);
    setQuery(next);
  };
  return (
    <Page title={t('timeline:people.title')} subtitle={t('timeline:people.subtitle')}>
      <BlockStack gap="400">
        <Card>
          <Form
            onSubmit={(event) => {
              event.preventDefault();
              look(wanted.trim());
            }}
          >
            <TextField
              label={t('timeline:people.search')}
              helpText={t('timeline:people.searchHelp')}
              value={wanted}
              onChange={setWanted}
              autoComplete="off"
              name="q"
              connectedRight={<Button submit>{t('timeline:people.apply')}</Button>}
            />
          </Form>
        </Card>
        <Card padding="0">
          {people.length > 0 ? (
            <ul className="people-list" aria-label={t('timeline:people.list')}>
              {people.map((person) => (
                <li key={person.id} className="people-list__row">
                  <BlockStack gap="050">
                    <Link url={paths.person(person.id)} removeUnderline>
                      <Text as="span" fontWeight="semibold">
                        {person.name}
                      </Text>
                    </Link>
                    <Text as="span" tone="subdued" variant="bodySm">
                      {person.about}
                    </Text>
                  </BlockStack>
                  <Text as="span">{person.bought}</Text>
                </li>
              ))}
            </ul>
          ) : (
            <EmptyState
              heading={t(search ? 'timeline:people.filtered' : 'timeline:people.empty')}
              image=""
              {...(search
                ? { action: { content: t('timeline:people.reset'), onAction: () => look('') } }
                : {})}
            >
              <p>{t(search ? 'timeline:people.filteredText' : 'timeline:people.emptyText')}</p>
            </EmptyState>
          )}
          {page > 1 || hasMore ? (
            <Box padding="400">
              <InlineStack align="center">
                <Pager page={page} hasMore={hasMore} />
              </InlineStack>
            </Box>
          ) : null}
        </Card>
      </BlockStack>
    </Page>
  );
}
