import type { Context } from '../../platform/context.ts';
import { type Brand, brandFrom, brandSettings } from './brand.ts';

/** The shop's look as it is now, from its general settings; a shop that has set nothing has a plain one. */
export async function readBrand(ctx: Context): Promise<Brand> {
  const { rows } = await ctx.db.query<{ general: unknown; email_sealed: string | null }>(
    `select g.general, s.email_sealed from shops s left join shop_settings g on g.shop_id = s.id where s.id = $1`,
    [ctx.shop.id],
  );
  const settings = brandSettings.safeParse(rows[0]?.general ?? {});
  return brandFrom(
    ctx.shop,
    settings.success ? settings.data : {},
    ctx.vault.openOptional(rows[0]?.email_sealed),
  );
}
