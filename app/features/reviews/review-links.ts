import { paths } from '../../paths.ts';
import type { Context } from '../../platform/context.ts';

const requestPurpose = 'review request';
const photoPurpose = 'review photo';

/** The review page of a request, absolute; good for as long as the request's link lives. @param query e.g. `product=1&stars=5` */
export function reviewUrl(ctx: Pick<Context, 'vault' | 'appUrl'>, requestId: string, query = ''): string {
  const base = ctx.appUrl + paths.review(requestId, ctx.vault.sign(requestPurpose, requestId));
  return query ? `${base}?${query}` : base;
}

/** true when the signature in a review link is ours. */
export function isReviewLink(ctx: Pick<Context, 'vault'>, requestId: string, signature: string): boolean {
  return ctx.vault.isSigned(requestPurpose, requestId, signature);
}

/** Address of a photo for those who may see it before (or after) the public may: the merchant and its author. */
export function photoUrl(ctx: Pick<Context, 'vault'>, photoId: string): string {
  return `${paths.reviewPhoto(photoId)}?s=${ctx.vault.sign(photoPurpose, photoId)}`;
}

/** true when the signature in a photo's address is ours. */
export function isPhotoLink(ctx: Pick<Context, 'vault'>, photoId: string, signature: string): boolean {
  return ctx.vault.isSigned(photoPurpose, photoId, signature);
}
