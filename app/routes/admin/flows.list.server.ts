import { countEntered, flowResults, type ListedFlow } from '../../features/flows/index.server.ts';
import { readyFlow, readyFlowNames, walkSteps } from '../../features/flows/index.ts';
import { formatMoney } from '../../kit/money.ts';
import { addMs, day } from '../../kit/span.ts';
import type { Context, Translate } from '../../platform/context.ts';
import { stepDetail, triggerWords } from '../../ui/flows/describe-flow.ts';
import type { FlowRow } from '../../ui/flows/flow-list.tsx';
import type { ReadyCard } from '../../ui/flows/ready-gallery.tsx';
import { flowReader } from './flows.words.server.ts';

interface Reader {
  t: Translate;
  locale: string;
  /** names of offers by id */
  offers: Readonly<Record<string, string>>;
}

const days = 30;

/** The shop's flows with what they have done in thirty days, in the merchant's words. */
export async function flowRows(
  ctx: Context,
  flows: readonly ListedFlow[],
  { t, locale, offers }: Reader,
): Promise<FlowRow[]> {
  const begun = flows.filter(({ status, counts }) => status !== 'draft' || counts.entered > 0);
  const [entered, results, reader] = await Promise.all([
    countEntered(
      ctx,
      flows.map(({ id }) => id),
      addMs(ctx.clock.now(), -days * day),
    ),
    Promise.all(begun.map(async ({ id }) => [id, await flowResults(ctx, id, days)] as const)),
    flowReader(
      ctx,
      locale,
      t,
      flows.map(({ trigger }) => ({
        trigger,
        rule: null,
        entry: { againAfter: null, isOncePerSubject: false },
        goal: null,
        exits: [],
        holdOutPercent: 0,
        steps: [],
      })),
      offers,
    ),
  ]);
  const byId = new Map(results);
  const number = new Intl.NumberFormat(locale);
  const figure = (key: string, value: string) => ({ label: t(`flow-pages:list.figures.${key}`), value });
  return flows.map(({ id, name, status, trigger, isChanged, counts }) => {
    const brought = byId.get(id);
    return {
      id,
      name,
      status,
      starts: triggerWords(trigger, reader),
      note: status === 'active' && isChanged ? t('flow-pages:list.changed') : '',
      figures: brought
        ? [
            figure('inside', number.format(counts.inside)),
            figure('entered', number.format(entered.get(id) ?? 0)),
            figure('sent', number.format(brought.sent)),
            figure('earned', formatMoney({ minor: brought.earnedMinor, currency: brought.currency }, locale)),
          ]
        : [],
    };
  });
}

/** The ready flows that the shop does not have yet, each with when it helps and what it does. */
export async function readyCards(
  ctx: Context,
  flows: readonly ListedFlow[],
  { t, locale, offers }: Reader,
): Promise<ReadyCard[]> {
  const had = new Set(flows.filter(({ status }) => status !== 'archived').map(({ readyName }) => readyName));
  const wanted = readyFlowNames
    .filter((name) => !had.has(name))
    .map((name) => ({ name, ...readyFlow(name, t(`flow-templates:${name}.note`)) }));
  const reader = await flowReader(
    ctx,
    locale,
    t,
    wanted.map(({ definition }) => definition),
    offers,
  );
  return wanted.map(({ name, definition, texts }) => {
    const contents = Object.fromEntries(
      Object.entries(texts).map(([id, { key }]) => [
        id,
        { [locale]: { subject: t(`${key}.subject`), text: '', button: null, url: null } },
      ]),
    );
    return {
      id: name,
      name: t(`flow-templates:${name}.name`),
      about: t(`flow-templates:${name}.text`),
      steps: [
        triggerWords(definition.trigger, reader),
        ...[...walkSteps(definition.steps)].map(({ step }) => {
          const detail = stepDetail(step, { contents }, reader);
          // The subject of a message says by itself that it is one.
          if (step.kind === 'send') return detail;
          return [t(`flow-pages:kind.${step.kind}`), detail].filter(Boolean).join(': ');
        }),
      ],
    };
  });
}
