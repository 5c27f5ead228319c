import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { openReferralLink } from '../../features/referrals/index.server.ts';
import { buyerContext } from '../../wiring/context.server.ts';
import { noSuchLink } from './no-such-link.server.ts';

/** An advocate's link: on to the shop at once, with the friend's discount. Previews and prefetches are not counted. */
export async function loader(args: LoaderFunctionArgs) {
  const { app, ip, acceptLanguage } = await buyerContext(args);
  const { headers, method } = args.request;
  const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? headers.get('x-purpose') ?? '';
  const isPerson = method === 'GET' && !/prefetch|preview/.test(purpose);
  const opened = await openReferralLink(app, {
    code: args.params.code ?? '',
    ip,
    userAgent: isPerson ? headers.get('user-agent') : null,
  });
  if (!opened) return noSuchLink(app, acceptLanguage);
  return redirect(opened.url, {
    headers: { 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' },
  });
}
