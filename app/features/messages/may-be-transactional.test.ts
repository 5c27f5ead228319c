import { expect, it } from 'vitest';
import { mayBeTransactional, sellingIn } from './index.ts';

it('lets through what tells, and names what sells, however deep', () => {
  const told = { blocks: [{ kind: 'text' }, { kind: 'items' }, { kind: 'parcel' }, { kind: 'footer' }] };
  expect(mayBeTransactional(told)).toBe(true);
  for (const kind of ['code', 'offer', 'product-grid', 'products', 'referral']) {
    expect(mayBeTransactional({ blocks: [...told.blocks, { kind }] })).toBe(false);
  }
  const hidden = { blocks: [{ kind: 'columns', blocks: [{ kind: 'column', blocks: [{ kind: 'code' }] }] }] };
  expect(sellingIn(hidden)).toEqual(['code']);
  expect(mayBeTransactional({ blocks: [] })).toBe(true);
});

it('reads the variables in texts and links too', () => {
  const say = (text: string) => sellingIn({ blocks: [{ kind: 'text' }], texts: { en: { subject: text } } });
  expect(say('Your code for {{ order.name }} and {{ review.products }}, {{ order.discount }}')).toEqual([]);
  expect(say('{{ code.code }}')).toEqual(['code']);
  expect(say('{% if offer %}Save {{ offer.title }}{% endif %}')).toEqual(['offer']);
  expect(sellingIn({ blocks: [{ kind: 'button', url: '{{referral.url}}' } as never] })).toEqual(['referral']);
});
