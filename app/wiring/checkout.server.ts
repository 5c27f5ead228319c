import type { IncomingHttpHeaders } from 'node:http';
import { type OfferDesk, openOfferDesk } from '../features/offers/index.server.ts';
import { referralCard } from '../features/referrals/index.server.ts';
import { reviewPrompt } from '../features/reviews/index.server.ts';
import { listen } from '../platform/db/listen.server.ts';
import {
  type AddVariantChange,
  createPostPurchaseTokens,
  type PostPurchaseVerdict,
} from '../platform/shopify/post-purchase-token.server.ts';
import { createSessionTokenVerifier, type SessionVerdict } from '../platform/shopify/session-token.server.ts';
import type { Deps } from './deps.server.ts';

/** What the routes of the checkout extensions are handed. */
export interface CheckoutContext {
  desk: OfferDesk;
  /** Who asks, as Shopify's session token in the Authorization header says. */
  whoAsks(headers: IncomingHttpHeaders): SessionVerdict;
  /** Who bought what, as the post-purchase page's token in the Authorization header says. */
  whoBought(headers: IncomingHttpHeaders): Promise<PostPurchaseVerdict>;
  /** Changes of one purchase, signed so that Shopify carries them out. */
  signChanges(referenceId: string, changes: AddVariantChange[]): Promise<string>;
}

const opened = new WeakMap<Deps, CheckoutContext>();

/** The checkout's context of this process; opened at the first request and closed with the process's other parts. */
export function checkoutContext(deps: Deps): CheckoutContext {
  const known = opened.get(deps);
  if (known) return known;
  const { env, app } = deps;
  const secrets = [env.SHOPIFY_API_SECRET, env.SHOPIFY_API_SECRET_PREVIOUS].filter(
    (secret) => secret !== undefined,
  );
  const verify = createSessionTokenVerifier({ apiKey: env.SHOPIFY_API_KEY, secrets });
  const desk = openOfferDesk(app, {
    listen: (channel, onMessage) => listen(app.db.pool, channel, onMessage, app.log),
    askReferralCard: (question) => referralCard(app, question),
    askReviewCard: ({ shop, orderId }) => reviewPrompt(app, { shopId: shop.id, orderId }),
  });
  const purchases = createPostPurchaseTokens({ apiKey: env.SHOPIFY_API_KEY, secrets });
  const context: CheckoutContext = {
    desk,
    whoAsks: (headers) => verify(headers.authorization),
    whoBought: (headers) => purchases.verify(headers.authorization),
    signChanges: (referenceId, changes) => purchases.sign(referenceId, changes),
  };
  opened.set(deps, context);
  deps.onClose(() => desk.close());
  return context;
}
