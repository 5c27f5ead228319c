import { timingSafeEqual } from 'node:crypto';
import { missingMigrations, workLeft } from '../wiring/context.server.ts';
import { type DirectHandler, jsonAnswer } from './direct.ts';

/** Alive: the process answers. Asks nobody. */
export const health: DirectHandler = () => jsonAnswer(200, { status: 'alive' });

/** Ready: the database answers, its schema is today's, the queue answers. 503 names what does not. */
export const ready: DirectHandler = async (_request, deps) => {
  const checks = await Promise.all([
    check('database', deps.app.db.query('select 1')),
    check('queue', deps.queue.ping()),
    check(
      'migrations',
      missingMigrations(deps).then((missing) => {
        if (missing.length > 0) throw new Error(`not applied: ${missing.join(', ')}`);
      }),
    ),
  ]);
  const problems = checks.filter((problem) => problem !== null);
  if (problems.length > 0) deps.log.warn({ problems }, 'not ready');
  return jsonAnswer(problems.length > 0 ? 503 : 200, {
    status: problems.length > 0 ? 'not ready' : 'ready',
    problems: problems.map(({ name }) => name),
  });
};

async function check(name: string, work: Promise<unknown>): Promise<{ name: string; reason: string } | null> {
  try {
    await Promise.race([
      work,
      new Promise((_resolve, reject) => setTimeout(() => reject(new Error('no answer in 3 s')), 3_000)),
    ]);
    return null;
  } catch (error) {
    return { name, reason: (error as Error).message };
  }
}

/** What is not carried out yet, for the operator and for whoever moves the clock. Needs the operator's bearer token. */
export const work: DirectHandler = async (request, deps) => {
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${deps.env.OPERATOR_TOKEN}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    return jsonAnswer(401, { error: 'this needs the operator token' }, { 'www-authenticate': 'Bearer' });
  }
  return jsonAnswer(200, await workLeft(deps));
};
