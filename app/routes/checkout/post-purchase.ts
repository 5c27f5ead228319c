import { z } from 'zod';
import { acceptOnPage, openPage, recordStep } from '../../features/post-purchase/index.server.ts';
import { checkoutContext } from '../../wiring/context.server.ts';
import type { DirectHandler, DirectResponse, DirectRoute } from '../direct.ts';
import { accepted, answer, cors, failure, guarded, maxBodyBytes, preflight, readBody } from './answers.ts';

type Deps = Parameters<DirectHandler>[1];
type Verified = Extract<
  Awaited<ReturnType<ReturnType<typeof checkoutContext>['whoBought']>>,
  { kind: 'ok' }
>['purchase'];

/** Shopify's token carries the whole purchase: long orders make long tokens, so these bodies hold next to nothing. */
async function identify(
  request: Parameters<DirectHandler>[0],
  deps: Deps,
  work: (who: {
    context: ReturnType<typeof checkoutContext>;
    ctx: NonNullable<Awaited<ReturnType<Deps['shopContext']>>>;
    purchase: Verified;
  }) => Promise<DirectResponse>,
): Promise<DirectResponse> {
  const context = checkoutContext(deps);
  const verdict = await context.whoBought(request.headers);
  if (verdict.kind === 'refused') return failure(401, `purchase token: ${verdict.reason}`);
  const ctx = await deps.shopContext(verdict.purchase.domain);
  if (!ctx) return failure(401, 'the app is not installed in this shop');
  return work({ context, ctx, purchase: verdict.purchase });
}

/** `POST /checkout/post-purchase`: is there something to show? */
const open: DirectHandler = (request, deps) =>
  identify(request, deps, async ({ context, ctx, purchase }) => {
    const offers = await openPage(context.desk, ctx, purchase, purchase.paidCurrency);
    return answer(200, { offers: offers ?? [] });
  });

const named = z.object({
  referenceId: z.string().min(1).max(128),
  offerId: z
    .string()
    .max(64)
    .regex(/^[\w-]+$/, 'expected the id of an offer'),
});

/** `POST /checkout/post-purchase/sign`: the changeset for an offer that was shown, signed. */
const sign: DirectHandler = (request, deps) =>
  identify(request, deps, async ({ context, ctx, purchase }) => {
    const body = readBody(request, named);
    if (!body.ok) return body.response;
    // The token proves one purchase; a body that names another is somebody trying.
    if (body.value.referenceId !== purchase.referenceId) {
      return failure(403, 'referenceId: not the purchase of the token', 'referenceId');
    }
    const outcome = await acceptOnPage(context.desk, ctx, purchase, body.value.offerId);
    if (outcome.kind !== 'sign') return answer(200, { kind: outcome.kind });
    return answer(200, {
      kind: 'signed',
      token: await context.signChanges(purchase.referenceId, outcome.changes),
    });
  });

const step = named.extend({
  result: z.enum(['accepted', 'declined', 'failed']),
  code: z.string().max(64).optional(),
});

/** `POST /checkout/post-purchase/steps`: a no, or what Shopify said to the changeset. */
const steps: DirectHandler = (request, deps) =>
  identify(request, deps, async ({ ctx, purchase }) => {
    const body = readBody(request, step);
    if (!body.ok) return body.response;
    if (body.value.referenceId !== purchase.referenceId) {
      return failure(403, 'referenceId: not the purchase of the token', 'referenceId');
    }
    await recordStep(ctx, purchase.referenceId, body.value);
    return accepted;
  });

const rows: [path: string, handle: DirectHandler][] = [
  ['/checkout/post-purchase', open],
  ['/checkout/post-purchase/sign', sign],
  ['/checkout/post-purchase/steps', steps],
];

/** JSON for the post-purchase extension; CORS on every answer. */
export const postPurchaseRoutes: DirectRoute[] = rows.flatMap(([path, handle]) => [
  { method: 'POST', path, handle: guarded(handle), maxBytes: maxBodyBytes, headers: cors },
  { method: 'OPTIONS', path, handle: preflight },
]);
