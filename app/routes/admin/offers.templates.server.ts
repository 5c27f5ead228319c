import { fillText } from '@reprise/rules';
import { templateTexts } from '../../features/offers/index.server.ts';
import { emptyInput, type OfferInput, templateInput, templateNames } from '../../features/offers/index.ts';
import type { Context, Translate } from '../../platform/context.ts';
import { discountWords } from '../../ui/offers/editor/summaries.ts';
import type { TemplateCard } from '../../ui/offers/list/template-gallery.tsx';

type Shop = Pick<Context, 'shop' | 'text'>;

/** The ready offers as cards, in the merchant's language. */
export function templateCards(ctx: Shop, locale: string, t: Translate): TemplateCard[] {
  return templateNames.map((id) => {
    const name = t(`offer-templates:${id}.name`);
    const input = templateInput(id, name, templateTexts(ctx, id));
    const texts = input.texts[locale] ?? input.texts.en;
    const badge = discountWords(input.discount, {
      t,
      language: locale,
      currency: ctx.shop.currency,
      timezone: ctx.shop.timezone,
    });
    const discount = input.discount.value
      ? `${new Intl.NumberFormat(locale).format(Number(input.discount.value))}${locale === 'de' ? ' ' : ''}%`
      : '';
    const say = (text: string | undefined) => fillText(text ?? '', { discount, shop: ctx.shop.name });
    return {
      id,
      name,
      about: t(`offer-templates:${id}.about`),
      look: {
        kind: input.kind,
        title: say(texts?.title),
        text: say(texts?.text),
        button: say(texts?.button),
        badge,
        question: input.question
          ? {
              type: input.question.type,
              options: input.question.optionIds.map((option) => texts?.options?.[option] ?? ''),
              low: texts?.scaleLow ?? '',
              high: texts?.scaleHigh ?? '',
            }
          : null,
        consent: texts?.consent ?? '',
      },
    };
  });
}

/** What a new offer starts with: a template by its name, or nothing but a name. */
export function newOfferInput(ctx: Shop, t: Translate, wanted: string): OfferInput {
  const id = templateNames.find((each) => each === wanted);
  if (id) return templateInput(id, t(`offer-templates:${id}.name`), templateTexts(ctx, id));
  const blank = { title: '', text: '', button: '' };
  return { ...emptyInput(), name: t('offers:gallery.blankName'), texts: { en: blank, de: { ...blank } } };
}
