import type { Rule } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { plainTag, type WantedTrait } from '../people/index.server.ts';
import { conditionsIn, namedIn } from './rule-names.ts';

/** The customers' tags and segments that rules of this shop's active offers ask about. */
export async function wantedTraits(ctx: Pick<Context, 'db' | 'shop'>): Promise<WantedTrait[]> {
  const { rows } = await ctx.db.query<{ rule: Rule }>(
    `select rule from offers where shop_id = $1 and status = 'active'
     and rule @? '$.**.kind ? (@ == "person-tag" || @ == "segment")'`,
    [ctx.shop.id],
  );
  return traitsIn(rows.map(({ rule }) => rule));
}

/** The customers' tags and segments that these rules ask about, each once. Pure. */
export function traitsIn(rules: readonly Rule[]): WantedTrait[] {
  const tags = new Set<string>();
  const segments = new Set<string>();
  for (const rule of rules) {
    for (const { condition } of conditionsIn(rule)) {
      if (condition.kind === 'person-tag') for (const tag of condition.values) tags.add(plainTag(tag));
    }
    for (const id of namedIn(rule).segmentIds) segments.add(id);
  }
  return [
    ...[...tags].map((value): WantedTrait => ({ kind: 'tag', value })),
    ...[...segments].map((value): WantedTrait => ({ kind: 'segment', value })),
  ];
}
