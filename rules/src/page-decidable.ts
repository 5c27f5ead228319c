import type { Condition, Rule } from './rule.ts';

/** Conditions that a thank-you page answers from what it knows itself; groups once their products were looked up. */
const onPage: ReadonlySet<Condition['kind']> = new Set<Condition['kind']>([
  'order-total',
  'bought-product',
  'bought-variant',
  'bought-collection',
  'bought-tag',
  'bought-vendor',
  'bought-type',
  'quantity',
  'currency',
  'country',
  'locale',
  'surface',
  'first-order',
  'discount-used',
  'shipping-method',
  'schedule',
  'weekday',
  'hour',
  'share',
]);

/**
 * Can a thank-you page decide this rule without asking the server? Only if every condition in it can be answered from the
 * page's own facts: one that cannot would be not known there, and a wrong answer under `any`.
 */
export function isPageDecidable(rule: Rule | null): boolean {
  if (rule === null) return true;
  switch (rule.kind) {
    case 'all':
    case 'any':
      return rule.rules.every(isPageDecidable);
    case 'not':
      return isPageDecidable(rule.rule);
    default:
      return onPage.has(rule.kind);
  }
}
