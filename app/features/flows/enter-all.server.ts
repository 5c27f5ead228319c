import { DateTime } from 'luxon';
import { cancel, done, type Fate } from '../../kit/fate.ts';
import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import { enterFlow } from './enter-flow.server.ts';
import type { FlowDefinition } from './flow.ts';
import { enterAllJob } from './flows.jobs.ts';
import { readOpenFlows } from './flows.repo.server.ts';

const batch = 200;

/** The moment of a flow that begins at a date, on the shop's clock; null = it does not. */
export function dateOf({ trigger }: FlowDefinition, timezone: string): Date | null {
  if (trigger.kind !== 'date' || !trigger.on) return null;
  const at = DateTime.fromISO(`${trigger.on}T${trigger.at ?? '10:00'}`, { zone: timezone });
  return at.isValid ? at.toJSDate() : null;
}

/** Sets the timer of a flow that begins at a date; a date that is over begins nothing. */
export async function armDate(
  ctx: Context,
  tx: Queryable,
  flowId: string,
  definition: FlowDefinition,
): Promise<void> {
  const entry = { shopId: ctx.shop.id, job: enterAllJob, subject: flowId };
  const dueAt = dateOf(definition, ctx.shop.timezone);
  if (dueAt && dueAt > ctx.clock.now()) await ctx.due.schedule(tx, { ...entry, dueAt });
  else await ctx.due.cancel(tx, entry);
}

/** The date has come: lets in everybody for whom the flow is, a batch at a time; a run that dies goes on where it was. */
export async function enterAll(ctx: Context, flowId: string, payload: unknown): Promise<Fate> {
  const [flow] = await readOpenFlows(ctx, ctx.db, ['date'], flowId);
  if (!flow) return cancel('the flow is not active, or begins with something else');
  const at = dateOf(flow.definition, ctx.shop.timezone);
  const now = ctx.clock.now();
  if (!at || at > now) return cancel('the date was moved');
  const after = typeof payload === 'string' ? payload : '';
  const { rows } = await ctx.db.query<{ id: string }>(
    `select p.id from people p where p.shop_id = $1 and p.id > $2 and p.merged_into is null
       and exists (select 1 from person_identities i where i.shop_id = p.shop_id and i.person_id = p.id)
     order by p.id limit $3`,
    [ctx.shop.id, after, batch],
  );
  for (const { id } of rows)
    await enterFlow(ctx, flow, {
      personId: id,
      subject: `${flow.definition.trigger.on}:${id}`,
      orderId: null,
      at,
    });
  const last = rows.at(-1);
  if (!last || rows.length < batch) return done;
  await ctx.due.schedule(ctx.db, {
    shopId: ctx.shop.id,
    job: enterAllJob,
    subject: flowId,
    dueAt: now,
    payload: last.id,
  });
  return done;
}
