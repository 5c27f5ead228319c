import type { TestContext } from '../../../tests/support/context.ts';
import { addPerson, subscribe } from '../messages/testing.ts';
import type { FlowContents, FlowDefinition, FlowStep } from './flow.ts';
import { activateFlow, createFlow, saveDraft } from './index.server.ts';

/** Texts in both languages for these contents. */
export function texts(...ids: string[]): FlowContents {
  const of = (id: string) => ({ subject: `Betreff ${id}`, text: `Text ${id}`, button: 'Los', url: null });
  return Object.fromEntries(ids.map((id) => [id, { de: of(id), en: of(id) }]));
}

/** A definition with what is usual for the rest: starts with a paid order, once per order, nobody held out. */
export function define(steps: FlowStep[], patch: Partial<FlowDefinition> = {}): FlowDefinition {
  return {
    trigger: { kind: 'order-paid' },
    rule: null,
    entry: { againAfter: null, isOncePerSubject: true },
    goal: null,
    exits: [],
    holdOutPercent: 0,
    steps,
    ...patch,
  };
}

export const wait = (id: string, amount: number, unit: 'minutes' | 'hours' | 'days' | 'weeks' = 'days') =>
  ({ id, kind: 'wait', wait: { until: 'span', span: { amount, unit } } }) satisfies FlowStep;
export const send = (id: string, messageClass: 'marketing' | 'transactional' = 'transactional') =>
  ({ id, kind: 'send', channel: 'email', contentId: id, class: messageClass }) satisfies FlowStep;
export const list = (id: string, isAdded = true) =>
  ({ id, kind: 'list', list: id, isAdded }) satisfies FlowStep;

/** Makes a flow and switches it on. */
export async function activeFlow(
  t: TestContext,
  definition: FlowDefinition,
  contents: FlowContents = texts('a', 'b', 'c'),
): Promise<string> {
  const saved = await createFlow(t.ctx, { name: 'Probe', definition, contents });
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
  const on = await activateFlow(t.ctx, saved.id, { userId: '7', name: 'Ada Byron' });
  if (on.kind !== 'activated') throw new Error(JSON.stringify(on));
  return saved.id;
}

/** Saves another definition over a flow and switches it on: a new version. */
export async function renewFlow(t: TestContext, id: string, definition: FlowDefinition): Promise<void> {
  const { rows } = await t.ctx.db.query<{ v: number }>('select draft_version as v from flows where id = $1', [
    id,
  ]);
  const saved = await saveDraft(
    t.ctx,
    id,
    { name: 'Probe', definition, contents: texts('a', 'b', 'c') },
    rows[0]?.v ?? 0,
  );
  if (saved.kind !== 'saved') throw new Error(JSON.stringify(saved));
  const on = await activateFlow(t.ctx, id, null);
  if (on.kind !== 'activated') throw new Error(JSON.stringify(on));
}

/** Runs of a flow in the order of their entry. */
export async function runsOf(t: TestContext, flowId: string) {
  const { rows } = await t.ctx.db.query<{
    id: string;
    person_id: string;
    version: number;
    state: string;
    reason: string | null;
    step_id: string | null;
    wait_until: Date | null;
  }>(
    `select id, person_id, version, state, reason, step_id, wait_until from flow_runs where flow_id = $1
     order by entered_at, cause`,
    [flowId],
  );
  return rows;
}

/** What a run has done, as `key=outcome`, in order. */
export async function logOf(t: TestContext, runId: string): Promise<string[]> {
  const { rows } = await t.ctx.db.query<{ key: string; outcome: string }>(
    'select key, outcome from flow_step_log where run_id = $1 order by at, ctid',
    [runId],
  );
  return rows.map(({ key, outcome }) => `${key}=${outcome}`);
}

/** Somebody who may be written to. */
export async function addReader(
  t: TestContext,
  name: string,
  options: { timezone?: string } = {},
): Promise<{ personId: string; hash: string; sealed: string }> {
  const person = await addPerson(t.ctx, `per_${name}`, `${name}@example.com`, {
    firstName: name,
    ...options,
  });
  await subscribe(t.ctx, person);
  return person;
}

/** Subjects of the flows' messages that have arrived, in order. */
export function subjectsOf(t: TestContext): string[] {
  return t.mails.map(({ email }) => email.subject ?? '').filter((subject) => subject.startsWith('Betreff'));
}
