import type { AppContext } from '../../platform/context.ts';
import type { Queryable } from '../../platform/db/db.server.ts';
import type { Traces } from './find-person.server.ts';
import { bind, rules } from './rules.ts';

/** All that one installation holds of a person, by table, in clear. */
export async function collectHeld(
  app: Pick<AppContext, 'vault' | 'clock'>,
  db: Queryable,
  traces: Traces,
): Promise<Record<string, unknown[]>> {
  const held: Record<string, unknown[]> = {};
  for (const [table, { tell }] of Object.entries(rules)) {
    if (!tell) continue;
    const { text, values } = bind(tell, { ...traces, now: app.clock.now() });
    const { rows } = await db.query(text, values);
    if (rows.length > 0) held[table] = rows.map((row) => opened(app, row));
  }
  return held;
}

/** Sealed columns in clear, under their plain names: `email_sealed` becomes `email`. */
function opened(app: Pick<AppContext, 'vault'>, row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) =>
      name.endsWith('_sealed') && typeof value === 'string'
        ? [name.replace(/_sealed$/, ''), app.vault.open(value)]
        : [name, value],
    ),
  );
}
