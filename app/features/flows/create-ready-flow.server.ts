import type { Actor, Context } from '../../platform/context.ts';
import { type ActivateOutcome, activateFlow } from './change-flow.server.ts';
import type { FlowContents } from './flow.ts';
import { type ReadyFlowName, readyFlow } from './ready-flows.ts';
import { createFlow } from './save-draft.server.ts';

/** The languages that the words of the ready flows are written in. */
const languages = ['en', 'de'] as const;

/**
 * Makes one of the ready flows, as a draft that the merchant may change, in all languages that we speak.
 * @param locale the merchant's, for its name and its notes; the shop's when not given
 * @returns its id
 */
export async function createReadyFlow(
  ctx: Context,
  name: ReadyFlowName,
  locale: string = ctx.shop.locale,
): Promise<{ id: string }> {
  const t = ctx.text(locale);
  const { definition, texts } = readyFlow(name, t(`flow-templates:${name}.note`));
  const contents: FlowContents = {};
  for (const [contentId, { key, link }] of Object.entries(texts)) {
    contents[contentId] = {};
    for (const language of languages) {
      const words = ctx.text(language);
      contents[contentId][language] = {
        subject: words(`${key}.subject`),
        text: words(`${key}.text`),
        button: words(`${key}.button`),
        link,
        url: null,
      };
    }
  }
  const saved = await createFlow(ctx, { name: t(`flow-templates:${name}.name`), definition, contents }, name);
  if (saved.kind !== 'saved')
    throw new Error(`the ready flow ${name} is not a flow: ${JSON.stringify(saved)}`);
  return { id: saved.id };
}

/**
 * Switches a ready flow on, and makes it first where there is none: one call for one switch. One that was paused goes on as the
 * merchant left it.
 */
export async function switchOnReadyFlow(
  ctx: Context,
  name: ReadyFlowName,
  by: Actor | null,
  locale?: string,
): Promise<ActivateOutcome & { id: string }> {
  const { rows } = await ctx.db.query<{ id: string }>(
    `select id from flows where shop_id = $1 and ready_name = $2 and status <> 'archived' order by created_at limit 1`,
    [ctx.shop.id, name],
  );
  const id = rows[0]?.id ?? (await createReadyFlow(ctx, name, locale)).id;
  return { ...(await activateFlow(ctx, id, by)), id };
}
