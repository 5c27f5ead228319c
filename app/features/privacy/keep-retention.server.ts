import { addMs, day } from '../../kit/span.ts';
import type { AppContext, Context } from '../../platform/context.ts';
import {
  forgetting,
  type RetentionSettings,
  retentionDays,
  retentionKeys,
  retentionSettings,
} from './retention.ts';

const atATime = 2_000;

/**
 * Forgets what has been kept long enough, in every shop, living or not: by the shop's own periods, else by ours. Global work, run
 * every day; in small steps, so that nothing waits behind it.
 */
export async function keepRetention(app: Pick<AppContext, 'db' | 'clock' | 'log'>): Promise<void> {
  const now = app.clock.now();
  const { rows } = await app.db.query<{ id: string; privacy: unknown }>(
    'select s.id, p.privacy from shops s left join shop_settings p on p.shop_id = s.id order by s.id',
  );
  for (const { id, privacy } of rows) {
    // Periods of an older version that no longer fit do not keep anything longer: ours hold then.
    const parsed = retentionSettings.safeParse(privacy ?? {});
    const chosen: RetentionSettings = parsed.success ? parsed.data : {};
    for (const key of retentionKeys) {
      const before = addMs(now, -(chosen[key] ?? retentionDays[key]) * day);
      let forgotten = 0;
      let step = 0;
      do {
        step = (await app.db.query(forgetting[key], [id, before, atATime])).rowCount;
        forgotten += step;
      } while (step === atATime);
      if (forgotten > 0) app.log.info({ shop: id, what: key, forgotten }, 'kept long enough');
    }
  }
}

/** The periods of this shop in days: what it has shortened, else the default. */
export async function readRetention(ctx: Pick<Context, 'db' | 'shop'>): Promise<Required<RetentionSettings>> {
  const { rows } = await ctx.db.query<{ privacy: unknown }>(
    'select privacy from shop_settings where shop_id = $1',
    [ctx.shop.id],
  );
  const parsed = retentionSettings.safeParse(rows[0]?.privacy ?? {});
  return { ...retentionDays, ...(parsed.success ? parsed.data : {}) };
}

/**
 * Shortens periods. What is not named keeps its default. No other part of the settings is touched, so their version stays.
 * @returns `invalid` with a sentence per field that is too short, or longer than the default
 */
export async function saveRetention(
  ctx: Pick<Context, 'db' | 'shop' | 'clock'>,
  input: unknown,
): Promise<{ kind: 'saved' } | { kind: 'invalid'; problems: Record<string, string> }> {
  const parsed = retentionSettings.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message] as const);
    return { kind: 'invalid', problems: Object.fromEntries(problems) };
  }
  await ctx.db.query(
    `insert into shop_settings (shop_id, privacy, version, updated_at) values ($1, $2, 1, $3)
     on conflict (shop_id) do update set privacy = $2, updated_at = $3`,
    [ctx.shop.id, JSON.stringify(parsed.data), ctx.clock.now()],
  );
  return { kind: 'saved' };
}
