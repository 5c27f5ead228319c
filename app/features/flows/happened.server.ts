import type { Context } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { FlowDefinition, Trigger, TriggerKind } from './flow.ts';
import type { Run } from './runs.repo.server.ts';
import { sources } from './trigger-sources.server.ts';

/** Something that happened to a person. */
export interface Occurrence {
  personId: string;
  /** what makes it unique: an order's id, or a made-up name */
  subject: string;
  orderId: string | null;
  /** in the future for what takes time */
  at: Date;
}

/** Facts about one order; a run that an order has started looks at that order alone. */
const aboutOneOrder: ReadonlySet<TriggerKind> = new Set<TriggerKind>([
  'order-fulfilled',
  'order-shipped',
  'order-out-for-delivery',
  'order-delivered',
  'order-refunded',
  'order-cancelled',
  'parcel-late',
  'parcel-stalled',
]);
const purchases: ReadonlySet<TriggerKind> = new Set<TriggerKind>(['order-paid', 'first-order', 'nth-order']);
const startsWithOrder = (kind: TriggerKind) => aboutOneOrder.has(kind) || purchases.has(kind);

/**
 * Has this happened to the person of a run since a moment? An order never counts as the next purchase of the run that it has
 * started, and what happens to another order is not about it.
 */
export async function hasHappened(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  trigger: Trigger,
  about: { run: Pick<Run, 'id' | 'personId' | 'orderId'>; startedBy: TriggerKind; since: Date },
): Promise<boolean> {
  const source = sources[trigger.kind];
  if (!source) return false;
  const { run, startedBy, since } = about;
  const values: unknown[] = [ctx.shop.id];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const isMine =
    startsWithOrder(startedBy) && aboutOneOrder.has(trigger.kind)
      ? `and s.order_id = ${bind(run.orderId)}`
      : purchases.has(trigger.kind)
        ? `and s.order_id is distinct from ${bind(run.orderId)}`
        : trigger.kind === 'message-clicked'
          ? `and s.subject = ${bind(run.id)}`
          : '';
  const from = source(trigger, bind);
  const { rows } = await tx.query(
    `select 1 from (${from}) s where s.person_id = ${bind(run.personId)} and s.at > ${bind(since)} and s.at <= ${bind(ctx.clock.now())}
     ${isMine} limit 1`,
    values,
  );
  return rows.length > 0;
}

/** Why somebody should not be inside any more: the goal is reached, or one of the exits has happened. Reads from `tx` only. */
export async function endingOf(
  ctx: Pick<Context, 'shop' | 'clock'>,
  tx: Queryable,
  run: Run,
  { goal, exits, trigger }: FlowDefinition,
): Promise<'goal' | 'exit' | null> {
  const about = { run, startedBy: trigger.kind, since: run.since };
  if (goal && (await hasHappened(ctx, tx, goal, about))) return 'goal';
  for (const exit of exits) if (await hasHappened(ctx, tx, exit, about)) return 'exit';
  return null;
}

/** The occurrences that an event names, or (without `about`) all since a moment. Nobody's are left out. */
export async function occurrencesOf(
  ctx: Pick<Context, 'shop'>,
  db: Queryable,
  trigger: Trigger,
  which: { about: string } | { since: Date },
): Promise<Occurrence[]> {
  const source = sources[trigger.kind];
  if (!source) return [];
  const values: unknown[] = [ctx.shop.id];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const from = source(trigger, bind);
  const filter = 'about' in which ? `s.about = ${bind(which.about)}` : `s.at > ${bind(which.since)}`;
  const { rows } = await db.query<Occurrence>(
    `select s.person_id as "personId", s.subject, s.order_id as "orderId", s.at from (${from}) s
     where s.person_id is not null and s.at is not null and ${filter} order by s.at, s.subject`,
    values,
  );
  return rows;
}
