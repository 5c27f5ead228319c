import { expect, it } from 'vitest';
import { isRepeatable, isReturnedMuch, type ProductFigures } from './complement.ts';

const figures = (more: Partial<ProductFigures>): ProductFigures => ({
  baskets: 100,
  returned: 0,
  buyers: 100,
  repeatBuyers: 0,
  ...more,
});

it.each([
  ['three of thirty', { buyers: 30, repeatBuyers: 3 }, true],
  ['two of four: too few to say', { buyers: 4, repeatBuyers: 2 }, false],
  ['nine of a hundred', { repeatBuyers: 9 }, false],
  ['ten of a hundred', { repeatBuyers: 10 }, true],
  ['nobody', {}, false],
])('bought again by %s', (_name, more, expected) => {
  expect(isRepeatable(figures(more))).toBe(expected);
});

it.each([
  ['all of four: too few to say', { baskets: 4, returned: 4 }, false],
  ['three of five', { baskets: 5, returned: 3 }, true],
  ['two of five: may be chance', { baskets: 5, returned: 2 }, false],
  ['22 of 100: may be chance', { returned: 22 }, false],
  ['30 of 100', { returned: 30 }, true],
  ['nothing sold', { baskets: 0 }, false],
])('sent back: %s', (_name, more, expected) => {
  expect(isReturnedMuch(figures(more))).toBe(expected);
});
