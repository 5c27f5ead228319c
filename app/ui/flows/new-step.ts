import type { ContentText, FlowStep } from '../../features/flows/index.ts';

export type StepKind = FlowStep['kind'];

/** In the order in which they are offered. */
export const stepKinds: readonly StepKind[] = [
  'send',
  'wait',
  'condition',
  'split',
  'code',
  'tag',
  'list',
  'note',
  'webhook',
  'end',
];

/** An id that no step of the flow has. */
export function newStepId(taken: ReadonlySet<string>): string {
  for (;;) {
    const id = `s-${Math.random().toString(36).slice(2, 10)}`;
    if (!taken.has(id)) return id;
  }
}

/** A step as it is when it is added: as much of it as can be guessed is filled in. */
export function newStep(kind: StepKind, id: string): FlowStep {
  switch (kind) {
    case 'wait':
      return { id, kind, wait: { until: 'span', span: { amount: 1, unit: 'days' } } };
    case 'send':
      return {
        id,
        kind,
        channel: 'email',
        contentId: id,
        class: 'marketing',
        usefulFor: { amount: 3, unit: 'days' },
      };
    case 'condition':
      // biome-ignore lint/suspicious/noThenProperty: the flow's own word for a branch; it is never awaited
      return { id, kind, rule: { kind: 'all', rules: [] }, then: [], else: [] };
    case 'split':
      return {
        id,
        kind,
        isExperiment: false,
        arms: [
          { id: 'a', weight: 50, steps: [] },
          { id: 'b', weight: 50, steps: [] },
        ],
      };
    case 'code':
      return {
        id,
        kind,
        terms: { kind: 'percentage', basisPoints: 1_000 },
        validFor: { amount: 7, unit: 'days' },
      };
    case 'tag':
      return { id, kind, tag: '', isAdded: true };
    case 'list':
      return { id, kind, list: '', isAdded: true };
    case 'note':
      return { id, kind, text: '' };
    case 'webhook':
      return { id, kind, url: '' };
    case 'end':
      return { id, kind };
  }
}

export const emptyText: ContentText = { subject: '', text: '', button: null, url: null };
