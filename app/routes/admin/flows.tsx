import { type ActionFunctionArgs, json, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { BlockStack, Card, EmptyState, Page } from '@shopify/polaris';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import {
  activateFlow,
  createFlow,
  createReadyFlow,
  listFlows,
  pauseFlow,
  switchOnReadyFlow,
} from '../../features/flows/index.server.ts';
import { readyFlowNames } from '../../features/flows/index.ts';
import { listOffers } from '../../features/offers/index.server.ts';
import { paths } from '../../paths.ts';
import { FlowList } from '../../ui/flows/flow-list.tsx';
import flowsCss from '../../ui/flows/flows.css?url';
import { ReadyGallery } from '../../ui/flows/ready-gallery.tsx';
import { useToast } from '../../ui/use-toast.ts';
import { adminContext } from '../../wiring/context.server.ts';
import { flowRows, readyCards } from './flows.list.server.ts';

export const links = () => [{ rel: 'stylesheet', href: flowsCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale, t } = await adminContext(args);
  const isAll = new URL(args.request.url).searchParams.get('show') === 'all';
  const [flows, offers] = await Promise.all([listFlows(ctx, { withArchived: isAll }), listOffers(ctx)]);
  const names = Object.fromEntries(offers.map(({ offer }) => [offer.id, offer.name]));
  return json({
    flows: await flowRows(ctx, flows, { t, locale, offers: names }),
    ready: await readyCards(ctx, flows, { t, locale, offers: names }),
    isAll,
  });
}

/**
 * JSON: `{ action: 'switch', id, isOn }`, `{ action: 'ready', name }` (on with one switch), `{ action: 'look', name }` (a draft of
 * a ready flow), `{ action: 'create' }` (an empty one). The last two lead to the editor.
 */
export async function action(args: ActionFunctionArgs) {
  const { ctx, locale, t, by } = await adminContext(args);
  const body = (await args.request.json()) as { action?: string; id?: string; isOn?: boolean; name?: string };
  const name = readyFlowNames.find((each) => each === body.name);
  switch (body.action) {
    case 'switch': {
      const id = String(body.id ?? '');
      const outcome = body.isOn ? await activateFlow(ctx, id, await by()) : await pauseFlow(ctx, id);
      return json({ action: body.isOn ? 'activate' : 'pause', kind: outcome.kind, at: Date.now() });
    }
    case 'ready': {
      if (!name) throw new Response(null, { status: 400 });
      const outcome = await switchOnReadyFlow(ctx, name, await by(), locale);
      return json({ action: 'activate', kind: outcome.kind, at: Date.now() });
    }
    case 'look': {
      if (!name) throw new Response(null, { status: 400 });
      throw redirect(paths.flow((await createReadyFlow(ctx, name, locale)).id));
    }
    case 'create': {
      const created = await createFlow(ctx, {
        name: t('flow-pages:list.untitled'),
        definition: {
          trigger: { kind: 'order-paid' },
          rule: null,
          entry: { againAfter: null, isOncePerSubject: false },
          goal: null,
          exits: [],
          holdOutPercent: 5,
          steps: [],
        },
        contents: {},
      });
      if (created.kind !== 'saved') throw new Error('an empty flow is not a flow');
      throw redirect(paths.flow(created.id));
    }
    default:
      throw new Response(null, { status: 400 });
  }
}

export default function Flows() {
  const { flows, ready, isAll } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const toast = useToast();
  const fetcher = useFetcher<typeof action>();
  const answer = fetcher.data;
  useEffect(() => {
    if (!answer) return;
    if (answer.kind === 'invalid' || answer.kind === 'unknown')
      toast(t('flow-pages:done.notComplete'), { isError: true });
    else toast(t(`flow-pages:done.${answer.action}`));
  }, [answer, t, toast]);
  const send = (body: { action: string; id?: string; isOn?: boolean; name?: string }) =>
    fetcher.submit(body, { method: 'post', encType: 'application/json', action: paths.flows() });
  const isBusy = fetcher.state !== 'idle';
  return (
    <Page
      title={t('flow-pages:list.title')}
      subtitle={t('flow-pages:list.subtitle')}
      primaryAction={{
        content: t('flow-pages:list.new'),
        onAction: () => send({ action: 'create' }),
        loading: isBusy,
      }}
      secondaryActions={[
        isAll
          ? { content: t('flow-pages:list.withoutArchived'), url: paths.flows() }
          : { content: t('flow-pages:list.withArchived'), url: `${paths.flows()}?show=all` },
      ]}
    >
      <BlockStack gap="600">
        <Card padding="0">
          {flows.length > 0 ? (
            <FlowList
              flows={flows}
              pathTo={paths.flow}
              isBusy={isBusy}
              onSwitch={(id, isOn) => send({ action: 'switch', id, isOn })}
            />
          ) : (
            <EmptyState heading={t('flow-pages:list.empty')} image="">
              <p>{t('flow-pages:list.emptyText')}</p>
            </EmptyState>
          )}
        </Card>
        <ReadyGallery
          ready={ready}
          isBusy={isBusy}
          onSwitchOn={(name) => send({ action: 'ready', name })}
          onLook={(name) => send({ action: 'look', name })}
        />
      </BlockStack>
    </Page>
  );
}
