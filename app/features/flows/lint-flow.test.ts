import { describe, expect, it } from 'vitest';
import { createText } from '../../platform/text/text.server.ts';
import {
  type FlowDefinition,
  type FlowStep,
  flowDefinition,
  lintFlow,
  readyFlowNames,
  stepAt,
  triggerKinds,
} from './index.ts';
import { readyFlow } from './ready-flows.ts';

const context = { now: new Date('2026-11-02T10:00:00Z'), currency: 'EUR', language: 'de' };
const text = { subject: 'S', text: 'T', button: null, url: null };
const note = (id: string): FlowStep => ({ id, kind: 'note', text: 'x' });
const base: FlowDefinition = {
  trigger: { kind: 'order-paid' },
  rule: null,
  entry: { againAfter: null, isOncePerSubject: false },
  goal: null,
  exits: [],
  holdOutPercent: 0,
  steps: [note('a')],
};
const problems = (patch: Partial<FlowDefinition>, contents = {}, name = 'Flow') =>
  lintFlow({ name, definition: { ...base, ...patch }, contents }, context).map(
    ({ path, key, severity }) => `${severity} ${path} ${key.replace('flows:problem.', '')}`,
  );
const send = (patch: object = {}): FlowStep =>
  ({ id: 's', kind: 'send', channel: 'email', contentId: 'c', class: 'marketing', ...patch }) as FlowStep;
const span = (amount: number) => ({ amount, unit: 'weeks' as const });

describe('the linter of flows', () => {
  it('finds nothing in a whole one', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ steps: [send()] }, { c: { de: text } })).toEqual([]);
  });

  it.each<[string, Partial<FlowDefinition>, string]>([
    ['no steps', { steps: [] }, 'error steps noSteps'],
    ['a click that starts', { trigger: { kind: 'message-clicked' } }, 'error trigger neverStarts'],
    ['a birthday as goal', { goal: { kind: 'birthday' } }, 'error goal startsOnly'],
    ['a date as exit', { exits: [{ kind: 'date' }] }, 'error exits.0 startsOnly'],
    ['no number', { trigger: { kind: 'nth-order' } }, 'error trigger noNumber'],
    ['no segment', { trigger: { kind: 'segment-left' } }, 'error trigger noSegment'],
    ['no rhythm', { trigger: { kind: 'order-overdue' } }, 'error trigger noRhythm'],
    ['no date', { trigger: { kind: 'date' } }, 'error trigger noDate'],
    ['a past date', { trigger: { kind: 'date', on: '2026-10-01' } }, 'error trigger pastDate'],
    [
      'stars the wrong way',
      { trigger: { kind: 'review-given', minRating: 4, maxRating: 3 } },
      'error trigger minOverMax',
    ],
    [
      'a long wait',
      { steps: [{ id: 'w', kind: 'wait', wait: { until: 'span', span: span(200) } }] },
      'error steps.0 tooLong',
    ],
    [
      'a wait for what cannot be waited for',
      {
        steps: [
          {
            id: 'w',
            kind: 'wait',
            wait: { until: 'event', event: { kind: 'parcel-late' }, atMost: span(1) },
          },
        ],
      },
      'error steps.0 startsOnly',
    ],
    ['no content', { steps: [send()] }, 'error steps.0 noContent'],
    ['one id twice', { steps: [note('a'), note('a')] }, 'error steps.1 twiceId'],
    ['behind the end', { steps: [{ id: 'e', kind: 'end' }, note('b')] }, 'error steps.1 unreachable'],
    [
      'another currency',
      {
        steps: [
          {
            id: 'c',
            kind: 'code',
            terms: { kind: 'amount', minor: '500', currency: 'USD' },
            validFor: span(1),
          },
        ],
      },
      'error steps.0 otherCurrency',
    ],
  ])('%s', (_name, patch, expected) => expect(problems(patch)).toContain(expected));

  it('marketing cannot pass itself off as service', () => {
    const contents = { c: { de: text } };
    const service = send({ class: 'transactional' });
    expect(
      problems({ trigger: { kind: 'order-overdue', rhythm: 'win-back' }, steps: [service] }, contents),
    ).toEqual(['error steps.0 notAService']);
    const code: FlowStep = { id: 'c', kind: 'code', terms: { kind: 'free-shipping' }, validFor: span(1) };
    expect(problems({ steps: [code, service] }, contents)).toEqual(['error steps.1 codeInService']);
  });

  it('misses the shop’s own language, and says what is passed over', () => {
    expect(problems({ steps: [send({ channel: 'sms' })] }, { c: { en: text } })).toEqual([
      'error steps.0 noLanguage',
      'warning steps.0 noChannel',
    ]);
    expect(problems({}, {}, ' ')).toEqual(['error name noName']);
  });

  it('branches that all end make the rest unreachable, one that goes on does not', () => {
    const end: FlowStep = { id: 'e', kind: 'end' };
    const split = (...arms: FlowStep[][]): FlowStep => ({
      id: 's',
      kind: 'split',
      isExperiment: false,
      arms: arms.map((steps, i) => ({ id: `x${i}`, weight: 1, steps })),
    });
    const other: FlowStep = { id: 'f', kind: 'end' };
    expect(problems({ steps: [split([end], [other]), note('n')] })).toEqual(['error steps.1 unreachable']);
    expect(problems({ steps: [split([end], []), note('n')] })).toEqual([]);
  });

  it('too many and too deep', () => {
    const many = Array.from({ length: 101 }, (_, i) => note(`n${i}`));
    expect(problems({ steps: many })).toEqual(['error steps tooManySteps']);
    let deep: FlowStep = note('leaf');
    for (let i = 0; i < 6; i++)
      deep = {
        id: `c${i}`,
        kind: 'condition',
        rule: { kind: 'first-order', is: true },
        // biome-ignore lint/suspicious/noThenProperty: data of ours
        then: [deep],
        else: [],
      };
    expect(problems({ steps: [deep] })).toEqual([
      'error steps.0.then.0.then.0.then.0.then.0.then.0.then.0 tooDeep',
    ]);
  });

  it('every problem and every kind of trigger can be read and said', () => {
    expect(flowDefinition.safeParse({ ...base, trigger: { kind: 'sunrise' } }).success).toBe(false);
    for (const kind of triggerKinds)
      expect(flowDefinition.safeParse({ ...base, trigger: { kind } }).success).toBe(true);
    expect(stepAt(base.steps, '0')?.id).toBe('a');
  });
});

describe.each(readyFlowNames)('the ready flow %s', (name) => {
  it.each(['en', 'de'])('is whole, and has its words in %s', (language) => {
    const t = createText()(language);
    const { definition, texts } = readyFlow(name, t(`flow-templates:${name}.note`));
    const contents = Object.fromEntries(
      Object.entries(texts).map(([id, { key }]) => [
        id,
        {
          [language]: {
            subject: t(`${key}.subject`),
            text: t(`${key}.text`),
            button: t(`${key}.button`),
            url: null,
          },
        },
      ]),
    );
    for (const words of Object.values(contents)) expect(JSON.stringify(words)).not.toContain(`${name}.`);
    expect(t(`flow-templates:${name}.name`)).not.toContain(`${name}.`);
    expect(t(`flow-templates:${name}.text`)).not.toContain(`${name}.`);
    expect(flowDefinition.parse(definition)).toEqual(definition);
    expect(lintFlow({ name: 'x', definition, contents }, { ...context, language })).toEqual([]);
  });
});
