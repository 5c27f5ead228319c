import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { isbot } from 'isbot';
import { followClick } from '../../features/messages/index.server.ts';
import { buyerContext } from '../../wiring/context.server.ts';
import { noSuchLink } from './no-such-link.server.ts';

/**
 * A link in a message: counts the click and leads to the address stored with the message. Mail scanners, previews and
 * prefetches are led on without being counted.
 */
export async function loader(args: LoaderFunctionArgs) {
  const { app, acceptLanguage } = await buyerContext(args);
  const { id = '', link = '', signature = '' } = args.params;
  const { headers, method } = args.request;
  const purpose = headers.get('sec-purpose') ?? headers.get('purpose') ?? headers.get('x-purpose') ?? '';
  const isPerson = method === 'GET' && !/prefetch|preview/.test(purpose) && !isbot(headers.get('user-agent'));
  const target = await followClick(app, id, link, signature, isPerson);
  if (!target) return noSuchLink(app, acceptLanguage);
  return redirect(target, {
    headers: { 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer', 'X-Robots-Tag': 'noindex' },
  });
}
