import { readPicture } from '../../features/offers/index.server.ts';
import type { DirectHandler, DirectRoute } from '../direct.ts';

/** `GET /offer-pictures/:id`: an id never means another picture, so whoever has it may keep it for good. */
const picture: DirectHandler = async (request, { app }) => {
  const found = await readPicture(app, request.params.id ?? '');
  if (!found) return { status: 404, headers: { 'cache-control': 'no-store' } };
  return {
    status: 200,
    headers: {
      'content-type': found.mime,
      'content-length': String(found.bytes.byteLength),
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'cross-origin',
      'access-control-allow-origin': '*',
    },
    body: found.bytes,
  };
};

/** What an `<img>` in the checkout, in the admin's preview or in a message loads. */
export const pictureRoutes: DirectRoute[] = [{ method: 'GET', path: '/offer-pictures/:id', handle: picture }];
