import type { Rule } from '@reprise/rules';
import type { DryRun, FlowView, StepCounts } from '../../features/flows/index.server.ts';
import { type FlowDefinition, type FlowStep, walkSteps } from '../../features/flows/index.ts';
import { namesOf } from '../../features/offers/index.server.ts';
import { countries } from '../../features/offers/index.ts';
import type { Context, Translate } from '../../platform/context.ts';
import { armName, type FlowReader, plainText, stepDetail } from '../../ui/flows/describe-flow.ts';
import type { FlowDraft } from '../../ui/flows/flow-draft.ts';
import type { TryAnswer } from '../../ui/flows/try-dialog.tsx';
import type { VersionInWords } from '../../ui/flows/versions-card.tsx';
import { countryName } from '../../ui/offers/languages.ts';

/** Every trigger of a flow: what starts it, ends it and is waited for. */
function triggersIn({ trigger, goal, exits, steps }: FlowDefinition) {
  const waits = [...walkSteps(steps)].flatMap(({ step }) =>
    step.kind === 'wait' && step.wait.until === 'event' ? [step.wait.event] : [],
  );
  return [trigger, ...(goal ? [goal] : []), ...exits, ...waits];
}

/** The names of all that flows speak of, and the reader of their sentences. */
export async function flowReader(
  ctx: Context,
  locale: string,
  t: Translate,
  definitions: readonly FlowDefinition[],
  offers: Readonly<Record<string, string>>,
): Promise<FlowReader> {
  const rules = definitions.flatMap(({ rule, steps }) => [
    ...(rule ? [rule as Rule] : []),
    ...[...walkSteps(steps)].flatMap(({ step }) => (step.kind === 'condition' ? [step.rule as Rule] : [])),
  ]);
  const segments = definitions.flatMap((each) =>
    triggersIn(each).flatMap(({ segmentId }) => segmentId ?? []),
  );
  // Segments are named as a rule would name them.
  const named: Rule[] = segments.length > 0 ? [{ kind: 'segment', match: 'any', values: segments }] : [];
  const names = await namesOf(ctx, [...rules, ...named], locale);
  return {
    t,
    language: locale,
    names: {
      ...names,
      countries: Object.fromEntries(countries.map((code) => [code, countryName(code, locale)])),
    },
    offers,
  };
}

/** What has happened at each step, in a few words. */
export function stepFigures(
  counts: ReadonlyMap<string, StepCounts>,
  definition: FlowDefinition,
  t: Translate,
  locale: string,
): Record<string, string[]> {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const figures: Record<string, string[]> = {};
  for (const { step } of walkSteps(definition.steps)) {
    const found = counts.get(step.id);
    if (!found) continue;
    const says = (key: string, count: number, of?: number) =>
      count > 0
        ? [
            t(`flow-pages:figures.${key}`, {
              count,
              number: number.format(count),
              ...(of ? { percent: percent.format(count / of) } : {}),
            }),
          ]
        : [];
    figures[step.id] = [
      ...says('entered', found.entered),
      ...says('waiting', found.waiting),
      ...(step.kind === 'send'
        ? [
            ...says('sent', found.sent),
            ...says('clicked', found.clicked, found.sent),
            ...says('dropped', found.dropped),
          ]
        : []),
      ...outcomesOf(step, found).map(([key, name, count]) =>
        t(`flow-pages:figures.${key}`, { name, number: number.format(count) }),
      ),
      ...says('converted', found.converted, found.entered),
    ];
  }
  return figures;
}

function outcomesOf(step: FlowStep, { outcomes }: StepCounts): [key: string, name: string, count: number][] {
  const of = (outcome: string) => outcomes[outcome] ?? 0;
  if (step.kind === 'condition')
    return [
      ['yes', '', of('then')],
      ['no', '', of('else')],
    ];
  if (step.kind === 'split')
    return step.arms.map(({ id }, index) => ['arm', armName(index), of(`arm:${id}`)]);
  if (step.kind === 'wait' && step.wait.until === 'event')
    return [
      ['event', '', of('event')],
      ['timedOut', '', of('timed-out')],
    ];
  return [];
}

/** The versions that people entered, the newest first. */
export function versionsInWords(
  { flow, versions }: FlowView,
  t: Translate,
  moment: (at: Date) => string,
): VersionInWords[] {
  return versions.map(({ version, at, by, inside }) => ({
    version,
    words: t(by ? 'flow-pages:versions.by' : 'flow-pages:versions.one', {
      version,
      name: by ?? '',
      date: moment(at),
    }),
    inside: t('flow-pages:versions.inside', { count: inside }),
    isOld: version < flow.version,
    hasPeople: inside > 0,
  }));
}

/** What would happen to a person, for the dialog. */
export function dryRunInWords(
  told: DryRun,
  draft: Pick<FlowDraft, 'definition' | 'contents'>,
  reader: FlowReader,
  moment: (at: Date) => string,
): TryAnswer {
  const { t } = reader;
  if (told.kind === 'unknown') return { kind: 'unknown', entry: '', isEntering: false, steps: [], end: null };
  const byId = new Map([...walkSteps(draft.definition.steps)].map(({ step }) => [step.id, step]));
  const isEntering = told.entry === 'enters';
  return {
    kind: 'told',
    isEntering,
    entry: t(`flow-pages:try.entry.${told.entry}`),
    steps: told.steps.map(({ stepId, kind, at, outcome, until, subject }) => {
      const step = byId.get(stepId);
      const detail = step ? stepDetail(step, draft, reader) : '';
      const params = { detail, subject: plainText(subject ?? '', reader), until: until ? moment(until) : '' };
      const isLater = until !== null && until.getTime() - at.getTime() > 60_000;
      const key = outcome.startsWith('arm:')
        ? 'arm'
        : outcome === 'sends' && isLater
          ? 'sendsLater'
          : outcome;
      const index = step?.kind === 'split' ? step.arms.findIndex(({ id }) => `arm:${id}` === outcome) : 0;
      return {
        id: stepId,
        when: moment(at),
        title: t(`flow-pages:kind.${kind}`),
        words: t(`flow-pages:try.outcome.${key}`, { ...params, name: armName(index) }),
      };
    }),
    end: told.endsAt && isEntering ? t('flow-pages:try.end', { date: moment(told.endsAt) }) : null,
  };
}
