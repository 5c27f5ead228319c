import { describe, expect, it } from 'vitest';
import type { FlowStep } from '../../features/flows/index.ts';
import { type FlowDraft, problemsOf, withoutOrphans } from './flow-draft.ts';

const context = { now: new Date('2026-11-02T10:00:00Z'), currency: 'EUR', language: 'en' };
const text = { subject: 'Hello', text: 'You', button: null, url: null };
const draft = (steps: FlowStep[], more: Partial<FlowDraft['definition']> = {}): FlowDraft => ({
  name: 'Test',
  definition: {
    trigger: { kind: 'order-paid' },
    rule: null,
    entry: { againAfter: null, isOncePerSubject: false },
    goal: null,
    exits: [],
    holdOutPercent: 0,
    steps,
    ...more,
  },
  contents: { c1: { en: text } },
});
const note = (id: string, words = 'Call them'): FlowStep => ({ id, kind: 'note', text: words });
const said = (it: FlowDraft) =>
  problemsOf(it, context).map(({ part, field, key, severity }) => [part, field, key, severity]);

describe('what is wrong with a draft', () => {
  it('nothing, when it is whole', () => {
    expect(said(draft([note('a')]))).toEqual([]);
  });

  it('names the step and the field, however deep', () => {
    const broken: FlowStep = {
      id: 's',
      kind: 'split',
      isExperiment: false,
      arms: [
        { id: 'a', weight: 50, steps: [note('ok')] },
        {
          id: 'b',
          weight: 50,
          steps: [
            {
              id: 'c',
              kind: 'condition',
              rule: { kind: 'all', rules: [] },
              // biome-ignore lint/suspicious/noThenProperty: data of ours
              then: [{ id: 'w', kind: 'webhook', url: '' }, note('n', '')],
              else: [],
            },
          ],
        },
      ],
    };
    expect(said(draft([note('x'), broken]))).toEqual([
      ['step:w', 'url', 'flows:problem.url', 'unreadable'],
      ['step:n', 'text', 'flow-pages:problem.note', 'unreadable'],
    ]);
  });

  it('of a wait it is the number, not the kinds that it is not', () => {
    const wait: FlowStep = {
      id: 'w',
      kind: 'wait',
      wait: { until: 'span', span: { amount: 0, unit: 'days' } },
    };
    expect(said(draft([wait]))).toEqual([
      ['step:w', 'wait.span.amount', 'flows:problem.tooSmall', 'unreadable'],
    ]);
  });

  it('words of a message belong to its step', () => {
    const send: FlowStep = { id: 'm', kind: 'send', channel: 'email', contentId: 'c1', class: 'marketing' };
    const empty = { ...draft([send]), contents: { c1: { en: { ...text, subject: '' } } } };
    expect(said(empty)).toEqual([['step:m', 'contents.en.subject', 'flows:problem.noSubject', 'unreadable']]);
    expect(said({ ...empty, contents: {} })).toEqual([['step:m', '', 'flows:problem.noContent', 'error']]);
  });

  it('start and end have their own', () => {
    expect(said(draft([note('a')], { trigger: { kind: 'nth-order' }, goal: { kind: 'birthday' } }))).toEqual([
      ['start', 'trigger', 'flows:problem.noNumber', 'error'],
      ['end', 'goal', 'flows:problem.startsOnly', 'error'],
    ]);
    expect(said(draft([]))).toEqual([['start', 'steps', 'flows:problem.noSteps', 'error']]);
  });

  it('texts that no message uses are not kept', () => {
    expect(withoutOrphans(draft([note('a')])).contents).toEqual({});
  });
});
