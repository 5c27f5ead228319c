import type { LoaderFunctionArgs } from '@remix-run/node';
import { readPhoto } from '../../features/reviews/index.server.ts';
import { buyerContext } from '../../wiring/context.server.ts';

/**
 * A picture of a review. Its content never changes, so it may be kept; but not for ever in shared caches, since a review can
 * be taken down.
 */
export async function loader(args: LoaderFunctionArgs) {
  const { app } = await buyerContext(args);
  const signature = new URL(args.request.url).searchParams.get('s');
  const photo = await readPhoto(app, args.params.id ?? '', signature);
  if (!photo) throw new Response(null, { status: 404 });
  return new Response(new Uint8Array(photo.bytes), {
    headers: {
      'Content-Type': photo.contentType,
      'Content-Length': String(photo.bytes.byteLength),
      'Cache-Control': photo.isPublic
        ? 'public, max-age=31536000, s-maxage=86400, immutable'
        : 'private, max-age=86400',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Content-Disposition': 'inline',
    },
  });
}
