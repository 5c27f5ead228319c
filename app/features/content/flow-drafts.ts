import type { Translate } from '../../platform/context.ts';
import {
  button,
  type Draft,
  footer,
  heading,
  items,
  type Piece,
  type Say,
  text,
  validUntil,
} from './draft.ts';
import type { SlotName } from './slots.ts';
import type { TemplateName } from './templates.ts';

/** Beginnings for flows: few blocks, plain words, one thing to do. */
export function flowDraft(template: Exclude<TemplateName, SlotName>, t: Translate, say: Say): Draft {
  // A language without a word for somebody nameless says nothing instead.
  const there = t('mail:content.there');
  const name = there
    ? ` {{ person.first_name | default: "${there}" }}`
    : '{% if person.first_name %} {{ person.first_name }}{% endif %}';
  const own: Say = (key) =>
    t(`mail:content.${template}.${key}`, {
      shop: '{{ shop.name }}',
      order: '{{ order.name }}',
      name,
      status: '{{ parcel.status }}',
      value: '{{ code.value }}',
      until: '{{ code.deadline }}',
    });
  const middle: Record<typeof template, Piece[]> = {
    blank: [button('{{ shop.url }}', say('toShop'))],
    win_back: [
      [
        { kind: 'code' },
        { text: t('mail:content.win_back.code', { value: '{{ code.value }}' }), note: validUntil(say) },
      ],
      [{ kind: 'products', source: 'given', productIds: [] } as Piece[0], { heading: own('products') }],
      button('{{ shop.url }}', say('toShop')),
    ],
    replenishment: [items(false), button('{{ shop.url }}', own('button'))],
    parcel_update: [[{ kind: 'parcel' }, { text: '', label: own('button') }], items(false)],
    birthday: [
      [{ kind: 'code' }, { text: '', note: validUntil(say) }],
      button('{{ shop.url }}', say('toShop')),
    ],
    vip_offer: [[{ kind: 'offer' }]],
  };
  return {
    subject: own('subject'),
    preheader: own('preheader'),
    sms: own('sms'),
    pieces: [
      heading(own('heading')),
      text(own('text')),
      ...middle[template],
      footer(template === 'parcel_update' ? say('thankYou.because') : say('marketingBecause')),
    ],
  };
}
