import { extend } from '@shopify/post-purchase-ui-extensions';
import { runPage } from './page.ts';
import { loadOffers, type PageOffer } from './server.ts';

extend('Checkout::PostPurchase::ShouldRender', async ({ inputData, storage }) => {
  const offers = await loadOffers(inputData.token);
  if (offers.length > 0) await storage.update({ offers });
  return { render: offers.length > 0 };
});

extend('Checkout::PostPurchase::Render', (root, api) => {
  void (async () => {
    const kept = (api.storage.initialData as { offers?: PageOffer[] } | null)?.offers;
    const offers = kept ?? (await loadOffers(api.inputData.token));
    await runPage(root as never, api, offers);
  })();
});
