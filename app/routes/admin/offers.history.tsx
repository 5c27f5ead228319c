import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Card, Page } from '@shopify/polaris';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { getOffer, restoreRevision } from '../../features/offers/index.server.ts';
import { inputOf } from '../../features/offers/index.ts';
import { paths } from '../../paths.ts';
import { RevisionList } from '../../ui/offers/history/revision-list.tsx';
import offersCss from '../../ui/offers/offers.css?url';
import { adminContext } from '../../wiring/context.server.ts';
import { revisionRows } from './offers.revisions.server.ts';

export const links = () => [{ rel: 'stylesheet', href: offersCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const offer = await getOffer(ctx, args.params.id ?? '');
  if (!offer) throw new Response(null, { status: 404 });
  return json({
    id: offer.id,
    name: offer.name,
    timezone: ctx.shop.timezone,
    revisions: await revisionRows(ctx, offer.id, locale, t),
  });
}

/** JSON: `{ version }`: brings that version back. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, by } = await adminContext(args);
  const body = (await args.request.json()) as { version?: unknown };
  const version = Number(body.version) || 0;
  const id = args.params.id ?? '';
  const { kind } = await restoreRevision(ctx, id, version, await by());
  const offer = await getOffer(ctx, id);
  if (!offer) throw new Response(null, { status: 404 });
  const input = inputOf(offer, ctx.shop.currency);
  return json({ kind, version, offer: { id, version: offer.version, status: offer.status, input } });
}

export default function OfferHistory() {
  const { id, name, timezone, revisions } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const fetcher = useFetcher<typeof action>();
  const answer = fetcher.data;
  useEffect(() => {
    if (answer?.kind === 'changed') {
      window.shopify?.toast.show(t('offers:history.broughtBack', { version: answer.version }));
    }
  }, [answer, t]);
  return (
    <Page
      narrowWidth
      title={t('offers:history.title', { name })}
      subtitle={t('offers:history.intro')}
      backAction={{ content: name, url: paths.offer(id) }}
    >
      <Card padding="0">
        <RevisionList
          revisions={revisions}
          timezone={timezone}
          isBusy={fetcher.state !== 'idle'}
          onBringBack={(version) =>
            fetcher.submit({ version }, { method: 'post', encType: 'application/json' })
          }
        />
      </Card>
    </Page>
  );
}
