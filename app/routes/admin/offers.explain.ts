import { type ActionFunctionArgs, json, type LoaderFunctionArgs } from '@remix-run/node';
import { z } from 'zod';
import { explainOrder, namesOf, ordersToTry } from '../../features/offers/index.server.ts';
import { reasonText, ruleSchema } from '../../features/offers/index.ts';
import { formatMoney } from '../../kit/money.ts';
import { adminContext } from '../../wiring/context.server.ts';

const question = z.object({
  orderId: z.string().max(40),
  surface: z.enum(['thank-you', 'order-status']),
  draft: z
    .object({ id: z.string().max(40).nullable(), input: z.looseObject({ rule: ruleSchema }) })
    .nullable(),
});

/** Orders to try a rule with: `?q=` is a part of their number. */
export async function loader(args: LoaderFunctionArgs) {
  const { ctx, locale } = await adminContext(args);
  const text = (new URL(args.request.url).searchParams.get('q') ?? '').slice(0, 40);
  const orders = await ordersToTry(ctx, text);
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: ctx.shop.timezone });
  return json({
    q: text,
    orders: orders.map(({ id, name, totalMinor, currency, processedAt }) => ({
      value: id,
      label: `${name} · ${date.format(processedAt)} · ${formatMoney({ minor: totalMinor, currency }, locale)}`,
    })),
  });
}

/** JSON `{ orderId, surface, draft }`: what each offer makes of the order, with the reasons in words. */
export async function action(args: ActionFunctionArgs) {
  const { ctx, t, locale } = await adminContext(args);
  const read = question.safeParse(await args.request.json());
  if (!read.success) return json({ kind: 'failed' as const });
  const explained = await explainOrder(ctx, read.data);
  if (!explained) return json({ kind: 'failed' as const });
  const named = await namesOf(
    ctx,
    explained.map(({ rule }) => rule),
    locale,
  );
  return json({
    kind: 'explained' as const,
    offers: explained.map(({ id, name, isDraft, state, because }) => ({
      id,
      name,
      isDraft,
      state,
      reasons: because.map((reason) => reasonText(reason, t, named)),
    })),
  });
}
