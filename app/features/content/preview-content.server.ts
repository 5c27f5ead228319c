import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import { getOrder, recentOrders } from '../orders/index.server.ts';
import { getPerson } from '../people/index.server.ts';
import { readBrand } from './brand.server.ts';
import { checkInput } from './check-content.server.ts';
import type { ContentInput, ContentProblem } from './content.ts';
import { absoluteUrl, itemsOf } from './items.server.ts';
import { renderInput } from './render-content.server.ts';
import { sampleVars } from './sample-vars.server.ts';
import { readInput } from './save-content.server.ts';
import { rulesFor, type SlotName } from './slots.ts';
import type { VariableGroup } from './variables.ts';
import { type ContentVars, contentVars } from './vars.ts';

/** What an editor shows of what stands in it. */
export type ContentPreview =
  | {
      kind: 'drawn';
      subject: string;
      preheader: string;
      html: string;
      text: string;
      sms: string | null;
      problems: ContentProblem[];
    }
  /** nothing can be drawn; the problems say why */
  | { kind: 'not_drawn'; problems: ContentProblem[] };

const ordersToChoose = 20;

/** Recent orders that a preview can be drawn with, newest first. */
export async function ordersFor(
  ctx: Context,
): Promise<{ id: string; name: string; totalMinor: bigint; currency: string }[]> {
  const orders = await recentOrders(ctx, ordersToChoose);
  return orders.map(({ id, name, totalMinor, currency }) => ({ id, name, totalMinor, currency }));
}

/**
 * Draws what stands in an editor, by the very renderer that sends, with a real order where one is chosen, and says what is
 * wrong with it.
 * @param orderId null, or one that is not this shop's: made-up values
 */
export async function previewContent(
  ctx: Context,
  slot: SlotName | null,
  given: unknown,
  choice: { language: string; orderId: string | null },
): Promise<ContentPreview> {
  const read = readInput(given);
  if (read.kind === 'invalid') return { kind: 'not_drawn', problems: read.problems };
  const { input } = read;
  const problems = await checkInput(ctx, slot, input);
  const outcome = await draw(ctx, slot, input, choice);
  if (outcome.kind !== 'rendered') {
    const isSaid =
      outcome.kind === 'unknown' ||
      problems.some(({ field, rule }) => field === outcome.problem.field && rule === outcome.problem.rule);
    return { kind: 'not_drawn', problems: isSaid ? problems : [outcome.problem, ...problems] };
  }
  const { subject, preheader, html, text, sms } = outcome;
  return { kind: 'drawn', subject, preheader, html, text, sms, problems };
}

export type TestOutcome =
  | { kind: 'sent'; to: string }
  | { kind: 'no_address' }
  | { kind: 'failed'; reason: string }
  | { kind: 'not_drawn'; problems: ContentProblem[] };

/** Sends what stands in an editor to the shop's own contact address. */
export async function sendTestContent(
  ctx: Context,
  slot: SlotName | null,
  given: unknown,
  choice: { language: string; orderId: string | null },
): Promise<TestOutcome> {
  const preview = await previewContent(ctx, slot, given, choice);
  if (preview.kind === 'not_drawn') return preview;
  const brand = await readBrand(ctx);
  const sender = { fromName: brand.shopName, replyTo: brand.replyTo };
  return sendToShop(ctx, { ...preview, ...sender }, choice.language);
}

/**
 * Sends a message to the shop's own contact address, never elsewhere: this is no way to write to others. It is marked as a test
 * in its subject and stands in no ledger, since no customer is concerned.
 */
export async function sendToShop(
  ctx: Context,
  mail: { subject: string; html: string; text: string; fromName: string; replyTo: string | null },
  language: string,
): Promise<Exclude<TestOutcome, { kind: 'not_drawn' }>> {
  const { rows } = await ctx.db.query<{ email_sealed: string | null }>(
    'select email_sealed from shops where id = $1',
    [ctx.shop.id],
  );
  const to = ctx.vault.openOptional(rows[0]?.email_sealed);
  if (!to) return { kind: 'no_address' };
  const result = await ctx.email.send({
    id: newId('test'),
    to,
    fromName: mail.fromName,
    ...(mail.replyTo ? { replyTo: mail.replyTo } : {}),
    subject: `${ctx.text(language)('mail:messages.sample.test')} ${mail.subject}`,
    html: mail.html,
    text: mail.text,
  });
  return result.kind === 'sent' ? { kind: 'sent', to } : { kind: 'failed', reason: result.reason };
}

async function draw(
  ctx: Context,
  slot: SlotName | null,
  input: ContentInput,
  { language, orderId }: { language: string; orderId: string | null },
) {
  const { variables } = rulesFor({ slot, class: input.class });
  const sample = await sampleVars(ctx, variables, language);
  const vars = orderId ? await withOrder(ctx, sample, variables, orderId) : sample;
  return renderInput(ctx, input, vars, language, 'email');
}

/** The made-up values, with those of a real order in their place. */
async function withOrder(
  ctx: Context,
  sample: ContentVars,
  groups: readonly VariableGroup[],
  orderId: string,
): Promise<ContentVars> {
  const order = await getOrder(ctx, orderId);
  if (!order) return sample;
  const person = order.personId ? await getPerson(ctx, order.personId) : null;
  const { items, moreItems, sumMinor } = await itemsOf(ctx, order.lines, order.currency);
  const money = (minor: bigint) => ({ minor: String(minor), currency: order.currency });
  const extras = order.totalMinor - sumMinor + order.discountMinor;
  return contentVars.parse({
    ...sample,
    person: {
      firstName: person?.firstName ?? null,
      lastName: person?.lastName ?? null,
      email: ctx.vault.openOptional(order.emailSealed),
    },
    ...(groups.includes('order') && {
      order: {
        name: order.name,
        statusUrl: absoluteUrl(ctx.vault.openOptional(order.statusUrlSealed)),
        subtotal: money(sumMinor),
        discount: money(order.discountMinor),
        extras: extras === 0n ? null : money(extras),
        total: money(order.totalMinor),
      },
    }),
    ...(groups.includes('checkout') && sample.checkout
      ? { checkout: { ...sample.checkout, total: money(sumMinor) } }
      : {}),
    ...(groups.includes('items') && { items, moreItems }),
  });
}
