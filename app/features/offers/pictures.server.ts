import { newId } from '../../kit/id.ts';
import { addMs, day } from '../../kit/span.ts';
import { paths } from '../../paths.ts';
import type { AppContext, Context } from '../../platform/context.ts';
import { cleanPhoto } from '../reviews/index.server.ts';

/** What a merchant may upload. */
export const maxPictureBytes = 5 * 1024 * 1024;
/** Twice the widest card, for sharp displays. */
const longestSide = 1_200;
const mostPerShop = 500;

export type PictureOutcome =
  | { kind: 'saved'; id: string; url: string }
  | { kind: 'refused'; reason: 'too_large' | 'not_a_photo' | 'broken' | 'too_many' };

/**
 * Keeps a picture for offers. It is decoded and written anew (upright, at most 1200 px, without anything of the camera or the
 * place), whatever its name says. A picture that no offer speaks of is forgotten after a month.
 */
export async function savePicture(ctx: Context, upload: Uint8Array): Promise<PictureOutcome> {
  const { rows } = await ctx.db.query<{ count: number }>(
    'select count(*)::int as count from offer_pictures where shop_id = $1',
    [ctx.shop.id],
  );
  if ((rows[0]?.count ?? 0) >= mostPerShop) return { kind: 'refused', reason: 'too_many' };
  const cleaned = await cleanPhoto(upload, { longestSide, maxBytes: maxPictureBytes });
  if (cleaned.kind === 'refused') return cleaned;
  const id = newId('pic');
  const { photo } = cleaned;
  await ctx.db.query(
    `insert into offer_pictures (id, shop_id, mime, width, height, bytes, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, ctx.shop.id, photo.contentType, photo.width, photo.height, photo.bytes, ctx.clock.now()],
  );
  return { kind: 'saved', id, url: ctx.appUrl + paths.offerPicture(id) };
}

/** A picture by its unguessable id, whoever asks; null when there is none. */
export async function readPicture(
  app: Pick<AppContext, 'db'>,
  id: string,
): Promise<{ bytes: Buffer; mime: string } | null> {
  if (!/^pic_[0-9a-f]{24}$/.test(id)) return null;
  const { rows } = await app.db.query<{ bytes: Buffer; mime: string }>(
    'select bytes, mime from offer_pictures where id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/**
 * Lets go of pictures that were uploaded a month ago and stand in no offer and no content, nor in what one was before, and are
 * not the shop's logo.
 */
export async function forgetPictures(app: AppContext): Promise<void> {
  await app.db.query(
    `delete from offer_pictures p where p.created_at < $1
       and not exists (select 1 from offers o where o.shop_id = p.shop_id
         and (o.picture_id = p.id or strpos(o.setup::text, p.id) > 0))
       and not exists (select 1 from offer_revisions r where r.shop_id = p.shop_id and strpos(r.content::text, p.id) > 0)
       and not exists (select 1 from content_revisions r where r.shop_id = p.shop_id and strpos(r.content::text, p.id) > 0)
       and not exists (select 1 from shop_settings s where s.shop_id = p.shop_id and s.general->>'logoId' = p.id)`,
    [addMs(app.clock.now(), -30 * day)],
  );
}
