import type { Context } from '../../platform/context.ts';
import type { OfferInput } from './offer-input.ts';
import type { OfferTexts } from './offer-texts.ts';
import { insertOffer, offersChanged } from './offers.repo.server.ts';
import { readOfferInput } from './read-offer-input.ts';
import { keepRevision } from './revisions.repo.server.ts';
import { type TemplateName, templateInput, templateWords } from './templates.ts';

const languages = ['en', 'de'] as const;

/** A template's words in every language that the app speaks. */
export function templateTexts(ctx: Pick<Context, 'text'>, template: TemplateName): OfferInput['texts'] {
  const { fields, optionIds } = templateWords(template);
  const texts: Record<string, OfferTexts> = {};
  for (const language of languages) {
    const t = ctx.text(language);
    const say = (key: string) => t(`offer-templates:${template}.${key}`);
    texts[language] = {
      title: say('title'),
      text: say('text'),
      button: say('button'),
      ...Object.fromEntries(fields.map((field) => [field, say(field)])),
      ...(optionIds.length > 0 && {
        options: Object.fromEntries(optionIds.map((id) => [id, say(`options.${id}`)])),
      }),
    };
  }
  return texts;
}

/**
 * The offer that a shop starts with when its merchant switches the defaults on: 10 % off the next order, for 72 hours, on both
 * pages. Made once per installation (its id follows from the shop's), so a second call changes nothing, nor does it bring back
 * what the merchant has archived.
 * @returns the offer's id, and whether it was made just now
 */
export async function createDefaultOffer(ctx: Context): Promise<{ id: string; isNew: boolean }> {
  const id = `off_${ctx.shop.id.replace(/^shp_/, '')}`;
  const t = ctx.text(ctx.shop.locale);
  const input = templateInput(
    'next-order',
    t('offer-templates:next-order.name'),
    templateTexts(ctx, 'next-order'),
  );
  const now = ctx.clock.now();
  const read = readOfferInput(input, ctx.shop, now);
  if (read.kind === 'invalid')
    throw new Error(`the default offer is not valid: ${JSON.stringify(read.problems)}`);
  const isNew = await ctx.db.tx(async (tx) => {
    const isMade = await insertOffer(tx, ctx.shop.id, id, 'active', read.content, now);
    if (!isMade) return false;
    await keepRevision(ctx, tx, id, 'created', null);
    await offersChanged(ctx, tx);
    return true;
  });
  return { id, isNew };
}
