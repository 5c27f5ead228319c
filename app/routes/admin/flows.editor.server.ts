import { countSteps, type FlowView, flowResults } from '../../features/flows/index.server.ts';
import { momentFormat } from '../../features/messages/index.ts';
import { listOffers } from '../../features/offers/index.server.ts';
import { formatMoney } from '../../kit/money.ts';
import type { Context, Translate } from '../../platform/context.ts';
import type { FlowPageData } from '../../ui/flows/flow-editor-page.tsx';
import { flowReader, stepFigures, versionsInWords } from './flows.words.server.ts';

const days = 30;

/** Everything that the editor shows of a flow. */
export async function flowPageData(
  ctx: Context,
  locale: string,
  t: Translate,
  view: FlowView,
): Promise<FlowPageData> {
  const { flow, counts } = view;
  const { definition, contents, name, draftVersion } = flow;
  const language = ctx.shop.locale.split('-')[0]?.toLowerCase() ?? 'en';
  const [steps, results, offers] = await Promise.all([
    countSteps(ctx, flow.id),
    flow.version > 0 ? flowResults(ctx, flow.id, days) : null,
    listOffers(ctx),
  ]);
  const offerNames = Object.fromEntries(offers.map(({ offer }) => [offer.id, offer.name]));
  const { names } = await flowReader(ctx, locale, t, [definition], offerNames);
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const figure = (key: string, value: string) => ({ label: t(`flow-pages:results.${key}`), value });
  const says = (key: string, count: number) =>
    count > 0 ? [t(`flow-pages:figures.${key}`, { count, number: number.format(count) })] : [];
  return {
    id: flow.id,
    status: flow.status,
    saved: { name, definition, contents, draftVersion },
    isChanged: view.isChanged,
    shop: { currency: ctx.shop.currency, timezone: ctx.shop.timezone, language },
    now: ctx.clock.now().toISOString(),
    languages: [...new Set([language, 'en', 'de'])],
    offers: offers
      .filter(({ offer }) => offer.status !== 'archived')
      .map(({ offer }) => ({
        id: offer.id,
        name: offer.name,
        isQuestion: offer.kind === 'question',
        options: (offer.setup.question?.options ?? []).map(({ id }) => {
          const texts = offer.texts[language] ?? Object.values(offer.texts)[0];
          return { id, name: texts?.options?.[id] ?? id };
        }),
      })),
    ruleNames: {
      products: names.products ?? {},
      variants: names.variants ?? {},
      collections: names.collections ?? {},
      segments: names.segments ?? {},
    },
    // Named here and not in the page: a browser may call a country otherwise than the server, and the two would not fit.
    countryNames: names.countries ?? {},
    figures: stepFigures(steps, definition, t, locale),
    startFigures: [...says('entered', counts.entered), ...says('heldOut', counts.heldOut)],
    endFigures: [
      ...says('done', counts.done),
      ...(counts.converted > 0
        ? [
            t('flow-pages:figures.converted', {
              number: number.format(counts.converted),
              percent: percent.format(counts.converted / Math.max(counts.entered, 1)),
            }),
          ]
        : []),
      ...says('left', counts.left),
    ],
    results: results
      ? [
          figure('inside', number.format(counts.inside)),
          figure('sent', number.format(results.sent)),
          figure('clicked', number.format(results.clicked)),
          figure('orders', number.format(results.orders)),
          figure('earned', formatMoney({ minor: results.earnedMinor, currency: results.currency }, locale)),
        ]
      : [],
    lift: results?.lift ?? null,
    versions: versionsInWords(view, t, momentFormat(locale, ctx.shop.timezone)),
  };
}
