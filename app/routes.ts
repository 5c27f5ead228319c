import { layout, type RouteConfig, route } from '@remix-run/route-config';

/**
 * Every page. The hot paths (webhooks, checkout JSON, health, setup) are not here but in routes/direct.server.ts.
 */
export default [
  // The merchant's screens, inside the Shopify admin.
  layout('routes/admin/layout.tsx', [
    route('app', 'routes/admin/home.tsx'),
    route('app/offers', 'routes/admin/offers.tsx'),
    route('app/offers/new', 'routes/admin/offers.new.tsx'),
    route('app/offers/products', 'routes/admin/offers.products.ts'),
    route('app/offers/post-purchase', 'routes/admin/offers.post-purchase.tsx'),
    route('app/offers/complements', 'routes/admin/offers.complements.tsx'),
    route('app/offers/collections', 'routes/admin/offers.collections.ts'),
    route('app/offers/pictures', 'routes/admin/offers.pictures.ts'),
    route('app/offers/preview', 'routes/admin/offers.preview.ts'),
    route('app/offers/rule-values', 'routes/admin/offers.rule-values.ts'),
    route('app/offers/explain', 'routes/admin/offers.explain.ts'),
    route('app/offers/rule-check', 'routes/admin/offers.rule-check.ts'),
    route('app/offers/results', 'routes/admin/offers.results.tsx'),
    route('app/offers/results.csv', 'routes/admin/offers.results.csv.ts'),
    route('app/offers/:id', 'routes/admin/offers.edit.tsx'),
    route('app/offers/:id/answers', 'routes/admin/offers.answers.tsx'),
    route('app/offers/:id/results', 'routes/admin/offers.results.one.tsx'),
    route('app/offers/:id/history', 'routes/admin/offers.history.tsx'),
    route('app/contents', 'routes/admin/contents.tsx'),
    route('app/contents/:id', 'routes/admin/contents.edit.tsx'),
    route('app/contents/:id/preview', 'routes/admin/contents.preview.ts'),
    route('app/contents/:id/history', 'routes/admin/contents.history.ts'),
    route('app/messages', 'routes/admin/messages.tsx'),
    route('app/messages/ledger', 'routes/admin/messages.ledger.tsx'),
    route('app/messages/ledger/:id', 'routes/admin/messages.message.tsx'),
    route('app/messages/:kind', 'routes/admin/messages.kind.tsx'),
    route('app/flows', 'routes/admin/flows.tsx'),
    route('app/flows/people', 'routes/admin/flows.people.ts'),
    route('app/flows/preview', 'routes/admin/flows.preview.ts'),
    route('app/flows/:id', 'routes/admin/flows.edit.tsx'),
    route('app/flows/:id/try', 'routes/admin/flows.try.ts'),
    route('app/people', 'routes/admin/people.tsx'),
    route('app/people/:id', 'routes/admin/people.person.tsx'),
    route('app/reviews', 'routes/admin/reviews.tsx'),
    route('app/reviews/requests', 'routes/admin/reviews.requests.tsx'),
    route('app/reviews/settings', 'routes/admin/reviews.settings.tsx'),
    route('app/reviews/:id', 'routes/admin/reviews.detail.tsx'),
    route('app/referrals', 'routes/admin/referrals.tsx'),
    route('app/referrals/settings', 'routes/admin/referrals.settings.tsx'),
    route('app/settings', 'routes/admin/settings.tsx'),
    route('app/settings/requests/:id', 'routes/admin/data-request.tsx'),
  ]),
  // Pages that a shopper opens from a message.
  route('unsubscribe/:id/:signature', 'routes/buyer/unsubscribe.tsx'),
  route('preferences/:id/:signature', 'routes/buyer/preferences.tsx'),
  route('offer/:id/:order/:signature', 'routes/buyer/offer.tsx'),
  route('confirm/:id/:signature', 'routes/buyer/confirm-vip.tsx'),
  route('go/:id/:link/:signature', 'routes/buyer/go.ts'),
  route('review/:id/:signature', 'routes/buyer/review.tsx'),
  route('review-photos/:id', 'routes/buyer/review-photo.ts'),
  route('r/:code', 'routes/buyer/referral.ts'),
  // Shopify's library answers below here (bounce page for a new session token).
  route('auth/*', 'routes/auth/catch-all.tsx'),
  // The operator's pages.
  route('operator', 'routes/operator/overview.tsx'),
  route('operator/sign-in', 'routes/operator/sign-in.tsx'),
  route('operator/receipts/:id', 'routes/operator/receipt.tsx'),
  // Somebody opened the bare address.
  route('/', 'routes/front.tsx'),
] satisfies RouteConfig;
