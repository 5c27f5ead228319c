import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestContext, type TestContext } from '../../../tests/support/context.ts';
import { day, hour, minute } from '../../kit/span.ts';
import { addOrder } from '../messages/testing.ts';
import { activeFlow, addReader, define, list, logOf, runsOf, send, subjectsOf, wait } from './testing.ts';

let t: TestContext;
let ada: { personId: string; hash: string; sealed: string };
beforeEach(async () => {
  t = await createTestContext({ now: new Date('2026-11-02T10:00:00Z') });
  ada = await addReader(t, 'ada');
});
afterEach(() => t?.cleanup());

const subjects = () => subjectsOf(t);

describe('a flow', () => {
  it('takes a paid order through its steps', async () => {
    const flow = await activeFlow(t, define([send('a'), wait('w', 3), send('b'), list('l')]));
    await addOrder(t.ctx, '1001', ada);
    await t.runDue();
    expect(subjects()).toEqual(['Betreff a']);
    const [run] = await runsOf(t, flow);
    expect(run).toMatchObject({ state: 'waiting', step_id: 'w' });
    expect(run?.wait_until).toEqual(new Date('2026-11-05T10:00:00Z'));
    await t.advance(3 * day - minute);
    expect(subjects()).toHaveLength(1);
    await t.advance(minute);
    expect(subjects()).toEqual(['Betreff a', 'Betreff b']);
    expect((await runsOf(t, flow))[0]).toMatchObject({ state: 'done', reason: 'finished' });
    expect(await logOf(t, run?.id ?? '')).toEqual([
      'a=asked',
      'w:begun=waiting',
      'w=waited',
      'b=asked',
      'l=added',
    ]);
    expect((await t.ctx.db.query('select list from flow_list_members')).rows).toEqual([{ list: 'l' }]);
  });

  it('costs a shop without flows no due row', async () => {
    await addOrder(t.ctx, '1001', ada);
    const ran = await t.runDue();
    expect(ran.filter((job) => job.startsWith('flows.'))).toEqual([]);
  });

  it('quiet hours hold marketing, not service', async () => {
    await activeFlow(t, define([wait('w', 12, 'hours'), send('a'), send('b', 'marketing')]));
    await addOrder(t.ctx, '1001', ada);
    await t.advance(12 * hour);
    expect(subjects()).toEqual(['Betreff a']);
    await t.advance(11 * hour);
    expect(subjects()).toEqual(['Betreff a', 'Betreff b']);
  });
});
