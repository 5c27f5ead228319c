import type { Context } from '../../platform/context.ts';
import { readSettings } from '../shops/index.server.ts';
import { generalSettings } from '../shops/index.ts';
import { type Brand, brandFrom } from './brand.ts';

/** The shop's look as it is now, from its general settings; a shop that has set nothing has a plain one. */
export async function readBrand(ctx: Context): Promise<Brand> {
  const { parts } = await readSettings(ctx);
  const settings = generalSettings.safeParse(parts.general);
  const { rows } = await ctx.db.query<{ email_sealed: string | null }>(
    'select email_sealed from shops where id = $1',
    [ctx.shop.id],
  );
  return brandFrom(
    ctx.shop,
    settings.success ? settings.data : generalSettings.parse({}),
    ctx.vault.openOptional(rows[0]?.email_sealed),
    ctx.appUrl,
  );
}
