import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData, useRevalidator, useSearchParams } from '@remix-run/react';
import { Banner, BlockStack, Box, Card, EmptyState, Page, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  askForRecompute,
  choiceInput,
  chooseComplement,
  listComplements,
  readComplementState,
  readNames,
} from '../../features/complements/index.server.ts';
import { paths } from '../../paths.ts';
import complementsCss from '../../ui/complements/complements.css?url';
import { ProductCard } from '../../ui/complements/product-card.tsx';
import { Pager } from '../../ui/pager.tsx';
import { useToast } from '../../ui/use-toast.ts';
import { adminContext } from '../../wiring/context.server.ts';
import { idsInReasons, productInWords, runInWords } from './complements.words.server.ts';
import { pageOf } from './reviews.words.server.ts';

export const links = () => [{ rel: 'stylesheet', href: complementsCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const query = new URL(args.request.url).searchParams;
  const page = pageOf(query);
  const text = (query.get('q') ?? '').slice(0, 100);
  const [state, listed] = await Promise.all([readComplementState(ctx), listComplements(ctx, { text, page })]);
  const names = await readNames(ctx, idsInReasons(listed.products));
  return json({
    run: runInWords(state, t, locale, ctx.shop.timezone),
    isRunning: state.isRunning,
    isEarly: state.run !== null && state.run.pairs === 0,
    shopifyProblem: state.run?.shopifyProblem ?? null,
    products: listed.products.map((product) => productInWords(product, names, t, locale)),
    hasMore: listed.hasMore,
    page,
  });
}

/** A word about one pair, or the wish to look through the orders now. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, by } = await adminContext(args);
  const form = await args.request.formData();
  const at = Date.now();
  if (form.get('kind') === 'recompute') {
    await askForRecompute(ctx);
    return json({ done: 'recompute', problem: null, at });
  }
  const input = choiceInput.safeParse(Object.fromEntries(form));
  if (!input.success) throw new Response(null, { status: 400 });
  const outcome = await chooseComplement(ctx, input.data, (await by()).userId);
  return json({ done: input.data.kind, problem: outcome.kind === 'chosen' ? null : outcome.kind, at });
}

const lookAgainMs = 2_000;

/** What goes with each product and why; the merchant pins, bans, and asks for a fresh look. */
export default function Complements() {
  const { run, isRunning, isEarly, shopifyProblem, products, hasMore, page } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [query] = useSearchParams();
  const fetcher = useFetcher<typeof action>();
  const { revalidate } = useRevalidator();
  const toast = useToast();
  const answer = fetcher.data;
  useEffect(() => {
    if (!answer) return;
    if (answer.problem) toast(t(`complements:problem.${answer.problem}`), { isError: true });
    else toast(t(`complements:done.${answer.done}`));
  }, [answer, t, toast]);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(revalidate, lookAgainMs);
    return () => clearInterval(timer);
  }, [isRunning, revalidate]);
  const isSearched = Boolean(query.get('q'));
  const hasProducts = products.length > 0;
  return (
    <Page
      title={t('complements:title')}
      subtitle={t('complements:subtitle')}
      backAction={{ content: t('complements:back'), url: paths.offers() }}
      {...((hasProducts || isSearched) && {
        primaryAction: {
          content: t('complements:recompute'),
          loading: isRunning || fetcher.formData?.get('kind') === 'recompute',
          onAction: () => fetcher.submit({ kind: 'recompute' }, { method: 'post' }),
        },
      })}
    >
      <BlockStack gap="400">
        <Notes isEarly={isEarly && hasProducts} shopifyProblem={shopifyProblem} />
        {hasProducts || isSearched ? (
          <>
            <Box paddingInline={{ xs: '400', sm: '0' }}>
              <div role="status">
                <Text as="p" tone="subdued">
                  {isRunning ? t('complements:running') : run}
                </Text>
              </div>
            </Box>
            <Search />
          </>
        ) : null}
        {hasProducts ? null : (
          <Card>
            <EmptyState heading={t(`complements:${isSearched ? 'nothingFound' : 'empty'}.title`)} image="">
              <p>{t(`complements:${isSearched ? 'nothingFound' : 'empty'}.text`)}</p>
            </EmptyState>
          </Card>
        )}
        {products.map((product) => (
          <ProductCard
            key={product.id}
            product={product}
            isBusy={fetcher.state !== 'idle'}
            onChoose={(productId, offeredProductId, kind) =>
              fetcher.submit({ productId, offeredProductId, kind }, { method: 'post' })
            }
          />
        ))}
        <Pager page={page} hasMore={hasMore} />
      </BlockStack>
    </Page>
  );
}

function Notes({ isEarly, shopifyProblem }: { isEarly: boolean; shopifyProblem: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      {isEarly ? (
        <Banner tone="info" title={t('complements:few.title')}>
          <p>{t('complements:few.text')}</p>
        </Banner>
      ) : null}
      {shopifyProblem === 'no-access' ? (
        <Banner tone="warning" title={t('complements:noAccess.title')}>
          <p>{t('complements:noAccess.text')}</p>
        </Banner>
      ) : null}
      {shopifyProblem === 'failed' ? (
        <Banner tone="warning">
          <p>{t('complements:failed')}</p>
        </Banner>
      ) : null}
    </>
  );
}

/** Narrows the list down by a part of the name, which is kept in the address. */
function Search() {
  const { t } = useTranslation();
  const [query, setQuery] = useSearchParams();
  const [text, setText] = useState(query.get('q') ?? '');
  useEffect(() => {
    if (text.trim() === (query.get('q') ?? '')) return;
    // Typing waits a moment before the list follows.
    const timer = setTimeout(() => {
      const next = new URLSearchParams(query);
      next.delete('page');
      if (text.trim()) next.set('q', text.trim());
      else next.delete('q');
      setQuery(next, { replace: true });
    }, 400);
    return () => clearTimeout(timer);
  }, [text, query, setQuery]);
  return (
    <Box paddingInline={{ xs: '400', sm: '0' }}>
      <TextField
        label={t('complements:search')}
        value={text}
        onChange={setText}
        autoComplete="off"
        type="search"
        clearButton
        onClearButtonClick={() => setText('')}
      />
    </Box>
  );
}
