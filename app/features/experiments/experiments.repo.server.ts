import type { Queryable } from '../../platform/db/db.server.ts';
import type {
  Arm,
  ArmFigures,
  DayFigures,
  Experiment,
  ExperimentStatus,
  Metric,
  SubjectKind,
} from './experiment.ts';

interface Row {
  id: string;
  subject_kind: string;
  subject_id: string;
  name: string;
  status: string;
  variants: Arm[];
  hold_out_percent: number;
  metric: string;
  is_auto_take: boolean;
  salt: string;
  started_at: Date;
  ended_at: Date | null;
  winner_id: string | null;
  decided_by: 'merchant' | 'itself' | null;
  counted_at: Date | null;
}

const columns = `id, subject_kind, subject_id, name, status, variants, hold_out_percent, metric, is_auto_take, salt,
  started_at, ended_at, winner_id, decided_by, counted_at`;

function experimentOf(row: Row): Experiment {
  return {
    id: row.id,
    subjectKind: row.subject_kind as SubjectKind,
    subjectId: row.subject_id,
    name: row.name,
    status: row.status as ExperimentStatus,
    variants: row.variants,
    holdOutPercent: row.hold_out_percent,
    metric: row.metric as Metric,
    isAutoTake: row.is_auto_take,
    salt: row.salt,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    winnerId: row.winner_id,
    decidedBy: row.decided_by,
    countedAt: row.counted_at,
  };
}

/** One experiment of this shop, or null. `lock`: nobody else changes or counts it until the transaction ends. */
export async function findExperiment(
  db: Queryable,
  shopId: string,
  id: string,
  lock = false,
): Promise<Experiment | null> {
  const { rows } = await db.query<Row>(
    `select ${columns} from experiments where shop_id = $1 and id = $2 ${lock ? 'for update' : ''}`,
    [shopId, id],
  );
  return rows[0] ? experimentOf(rows[0]) : null;
}

/** This shop's experiments, newest first; `where` narrows to one kind, one subject or one status. At most 200. */
export async function findExperiments(
  db: Queryable,
  shopId: string,
  where: { subjectKind?: SubjectKind; subjectId?: string; status?: ExperimentStatus } = {},
): Promise<Experiment[]> {
  const { rows } = await db.query<Row>(
    `select ${columns} from experiments
     where shop_id = $1 and ($2::text is null or subject_kind = $2) and ($3::text is null or subject_id = $3)
       and ($4::text is null or status = $4)
     order by started_at desc, id limit 200`,
    [shopId, where.subjectKind ?? null, where.subjectId ?? null, where.status ?? null],
  );
  return rows.map(experimentOf);
}

/** Writes a running experiment. @returns whether it was written: false when one runs for this subject already */
export async function insertExperiment(tx: Queryable, shopId: string, one: Experiment): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into experiments (shop_id, id, subject_kind, subject_id, name, status, variants, hold_out_percent, metric,
       is_auto_take, salt, started_at)
     values ($1, $2, $3, $4, $5, 'running', $6, $7, $8, $9, $10, $11)
     on conflict (shop_id, subject_kind, subject_id) where status = 'running' do nothing`,
    [
      shopId,
      one.id,
      one.subjectKind,
      one.subjectId,
      one.name,
      JSON.stringify(one.variants),
      one.holdOutPercent,
      one.metric,
      one.isAutoTake,
      one.salt,
      one.startedAt,
    ],
  );
  return rowCount === 1;
}

/** Ends a running experiment without a winner. @returns whether it was running */
export async function markStopped(tx: Queryable, shopId: string, id: string, now: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update experiments set status = 'stopped', ended_at = $3
     where shop_id = $1 and id = $2 and status = 'running'`,
    [shopId, id, now],
  );
  return rowCount === 1;
}

/** Writes down the winner; one that was stopped before keeps its end. The caller holds the row. */
export async function markDecided(
  tx: Queryable,
  shopId: string,
  id: string,
  winnerId: string,
  by: 'merchant' | 'itself',
  now: Date,
): Promise<void> {
  await tx.query(
    `update experiments set status = 'decided', winner_id = $3, decided_by = $4, ended_at = coalesce(ended_at, $5)
     where shop_id = $1 and id = $2`,
    [shopId, id, winnerId, by, now],
  );
}

/** Experiments whose figures may still change: they run, or ended after `since` (refunds come late). */
export async function findCountable(db: Queryable, shopId: string, since: Date): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `select id from experiments where shop_id = $1 and (status = 'running' or ended_at > $2) order by started_at`,
    [shopId, since],
  );
  return rows.map(({ id }) => id);
}

/** Replaces all figures of an experiment. The caller holds its row, so the last count is the one that stays. */
export async function replaceFigures(
  tx: Queryable,
  shopId: string,
  id: string,
  days: readonly DayFigures[],
  now: Date,
): Promise<void> {
  await tx.query('delete from experiment_people where shop_id = $1 and experiment_id = $2', [shopId, id]);
  await tx.query(
    `insert into experiment_people (shop_id, experiment_id, arm_id, day, people, converted, revenue_minor, revenue_squares,
       cost_minor)
     select $1, $2, * from unnest($3::text[], $4::date[], $5::int[], $6::int[], $7::bigint[], $8::numeric[], $9::bigint[])`,
    [
      shopId,
      id,
      days.map(({ armId }) => armId),
      days.map(({ day }) => day),
      days.map(({ people }) => people),
      days.map(({ converted }) => converted),
      days.map(({ revenueMinor }) => revenueMinor.toString()),
      days.map(({ revenueSquares }) => revenueSquares.toString()),
      days.map(({ costMinor }) => costMinor?.toString() ?? null),
    ],
  );
  await tx.query('update experiments set counted_at = $3 where shop_id = $1 and id = $2', [shopId, id, now]);
}

/** The figures of these experiments, summed over their days, by experiment. */
export async function readFigures(
  db: Queryable,
  shopId: string,
  ids: readonly string[],
): Promise<Map<string, ArmFigures[]>> {
  const { rows } = await db.query<{
    experiment_id: string;
    arm_id: string;
    people: bigint;
    converted: bigint;
    revenue_minor: string;
    revenue_squares: string;
    cost_minor: string | null;
  }>(
    `select experiment_id, arm_id, sum(people) as people, sum(converted) as converted,
       sum(revenue_minor) as revenue_minor, sum(revenue_squares) as revenue_squares, sum(cost_minor) as cost_minor
     from experiment_people where shop_id = $1 and experiment_id = any($2)
     group by experiment_id, arm_id order by experiment_id, arm_id`,
    [shopId, ids],
  );
  const found = new Map<string, ArmFigures[]>(ids.map((id) => [id, []]));
  for (const row of rows)
    found.get(row.experiment_id)?.push({
      armId: row.arm_id,
      people: Number(row.people),
      converted: Number(row.converted),
      revenueMinor: BigInt(row.revenue_minor),
      revenueSquares: BigInt(row.revenue_squares),
      ...(row.cost_minor === null ? {} : { costMinor: BigInt(row.cost_minor) }),
    });
  return found;
}
