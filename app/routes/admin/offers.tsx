import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { useFetcher, useLoaderData } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import {
  activateOffer,
  archiveOffer,
  duplicateOffer,
  listOffers,
  moveOffer,
  pauseOffer,
} from '../../features/offers/index.server.ts';
import { formatMoney } from '../../kit/money.ts';
import { paths } from '../../paths.ts';
import { OfferList, type RowAction } from '../../ui/offers/offer-list.tsx';
import { OfferTemplates } from '../../ui/offers/offer-templates.tsx';
import offersCss from '../../ui/offers/offers.css?url';
import { adminContext } from '../../wiring/context.server.ts';

export const links = () => [{ rel: 'stylesheet', href: offersCss }];

export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale } = await adminContext(args);
  const listed = await listOffers(ctx);
  return json({
    offers: listed.map(({ offer, figures, product }) => ({
      id: offer.id,
      name: offer.name,
      status: offer.status,
      surfaces: offer.surfaces as string[],
      isSellable: offer.product === null || product?.isSellable === true,
      shown: figures.shown,
      clicked: figures.clicked,
      accepted: figures.accepted,
      orders: figures.orders,
      earned: formatMoney(figures.earned, locale),
    })),
  });
}

/** One action on one offer; the list is read again afterwards. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, t, by } = await adminContext(args);
  const form = await args.request.formData();
  const id = String(form.get('id') ?? '');
  const wanted = String(form.get('action') ?? '') as RowAction;
  const outcome = await act();
  return json({ action: wanted, kind: outcome.kind });

  async function act() {
    switch (wanted) {
      case 'up':
        return moveOffer(ctx, id, -1);
      case 'down':
        return moveOffer(ctx, id, 1);
      case 'activate':
        return activateOffer(ctx, id, await by());
      case 'pause':
        return pauseOffer(ctx, id, await by());
      case 'archive':
        return archiveOffer(ctx, id, await by());
      case 'duplicate': {
        const known = (await listOffers(ctx)).find(({ offer }) => offer.id === id);
        return duplicateOffer(
          ctx,
          id,
          t('offers:list.copyOf', { name: known?.offer.name ?? '' }),
          await by(),
        );
      }
      default:
        throw new Response(null, { status: 400 });
    }
  }
}

export default function Offers() {
  const { offers } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const fetcher = useFetcher<typeof action>();
  const answer = fetcher.data;
  useEffect(() => {
    if (!answer || answer.action === 'up' || answer.action === 'down') return;
    if (answer.kind === 'changed') window.shopify?.toast.show(t(`offers:list.done.${answer.action}`));
    else window.shopify?.toast.show(t('offers:list.notComplete'), { isError: true });
  }, [answer, t]);
  return (
    <Page
      title={t('offers:title')}
      subtitle={t('offers:subtitle')}
      {...(offers.length > 0 && { primaryAction: { content: t('offers:new'), url: paths.newOffer() } })}
    >
      {offers.length === 0 ? (
        <OfferTemplates pathTo={(template) => `${paths.newOffer()}?template=${template}`} />
      ) : (
        <OfferList
          offers={offers}
          pathTo={paths.offer}
          isBusy={fetcher.state !== 'idle'}
          onAction={(id, wanted) => fetcher.submit({ id, action: wanted }, { method: 'post' })}
        />
      )}
    </Page>
  );
}
