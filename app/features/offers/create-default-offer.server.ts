import type { Context } from '../../platform/context.ts';
import { type TemplateName, templateInput } from './offer-form.ts';
import type { OfferInput } from './offer-input.ts';
import { insertOffer, offersChanged } from './offers.repo.server.ts';
import { readOfferInput } from './read-offer-input.ts';

const languages = ['en', 'de'] as const;

/** A template's words in every language that the app speaks. */
export function templateTexts(ctx: Pick<Context, 'text'>, template: TemplateName): OfferInput['texts'] {
  const texts: OfferInput['texts'] = {};
  for (const language of languages) {
    const t = ctx.text(language);
    texts[language] = {
      title: t(`offers:template.${template}.title`),
      text: t(`offers:template.${template}.text`),
      button: t(`offers:template.${template}.button`),
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
    t('offers:template.next-order.name'),
    templateTexts(ctx, 'next-order'),
  );
  const now = ctx.clock.now();
  const read = readOfferInput(input, ctx.shop, now);
  if (read.kind === 'invalid')
    throw new Error(`the default offer is not valid: ${JSON.stringify(read.problems)}`);
  const isNew = await ctx.db.tx(async (tx) => {
    const isMade = await insertOffer(tx, ctx.shop.id, id, 'active', read.content, now);
    if (isMade) await offersChanged(tx, ctx.shop.id);
    return isMade;
  });
  return { id, isNew };
}
