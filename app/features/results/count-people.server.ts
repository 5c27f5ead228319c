import { HELD_OUT } from '@reprise/rules';
import { addMs, day, hour } from '../../kit/span.ts';
import type { Context } from '../../platform/context.ts';
import type { CountArms } from '../experiments/index.server.ts';
import { countPeople, replacePeople } from './people.repo.server.ts';
import { countPeopleJob } from './results.jobs.ts';

/** Who met an offer longer ago is not counted any more. */
const countedDays = 365;

/** A merchant who looks at an offer whose count is older gets a new one. */
const freshMs = hour;

/** How the people of a test of an offer are counted: from its start to its end, by the variant they first saw. */
export const countOfferArms: CountArms = (ctx, tx, experiment) =>
  countPeople(ctx, tx, {
    offerId: experiment.subjectId,
    since: experiment.startedAt,
    until: experiment.endedAt ?? addMs(ctx.clock.now(), 1),
    arms: experiment.variants.map(({ id }) => id).filter((id) => id !== HELD_OUT),
    metric: experiment.metric,
  });

/** Counts an offer's people of the last year anew: who was shown it, who was kept back, and what they bought since. */
export async function countOfferPeople(ctx: Context, offerId: string): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db.tx(async (tx) => {
    const days = await countPeople(ctx, tx, {
      offerId,
      since: addMs(now, -countedDays * day),
      until: addMs(now, 1),
      arms: null,
      metric: 'revenue',
    });
    await replacePeople(tx, ctx.shop.id, offerId, days, now);
  });
}

/** Asks for a count of every offer that has kept somebody back; one job each. */
export async function countAllPeople(ctx: Context): Promise<void> {
  const { rows } = await ctx.db.query<{ offer_id: string }>(
    `select distinct offer_id from offer_stats where shop_id = $1 and held_out > 0 and day > $2::date - $3::int`,
    [ctx.shop.id, ctx.clock.now(), countedDays],
  );
  for (const { offer_id: subject } of rows)
    await ctx.due.schedule(ctx.db, {
      shopId: ctx.shop.id,
      job: countPeopleJob,
      subject,
      dueAt: ctx.clock.now(),
    });
}

/** Asks for a count of this offer's people when the last one is an hour old. @returns when they were counted; null = not yet */
export async function freshenPeople(ctx: Context, offerId: string): Promise<Date | null> {
  const now = ctx.clock.now();
  const { rows } = await ctx.db.query<{ counted_at: Date }>(
    'select counted_at from offer_counts where shop_id = $1 and offer_id = $2',
    [ctx.shop.id, offerId],
  );
  const countedAt = rows[0]?.counted_at ?? null;
  if (countedAt === null || countedAt <= addMs(now, -freshMs))
    await ctx.due.schedule(ctx.db, {
      shopId: ctx.shop.id,
      job: countPeopleJob,
      subject: offerId,
      dueAt: now,
    });
  return countedAt;
}
