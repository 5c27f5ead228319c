/** A message's content as far as it matters here: blocks by their kind, perhaps nested, and texts that may hold Liquid. */
export interface LintedContent {
  blocks: readonly { kind: string; blocks?: LintedContent['blocks'] }[];
  /** words by language, of whatever shape */
  texts?: unknown;
}

/**
 * What wants to sell something, as block and as variable in a text: with one of them a message is marketing, whatever it calls
 * itself (a reminder of one's own order with an offer in it needs consent like any other advertising).
 */
const selling = new Set(['code', 'offer', 'products', 'product-grid', 'referral']);
const liquid = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
/** The root of a variable: `code.value` sells, `review.products` asks. */
const root = /(?<![.\w-])[a-z][\w-]*/g;

/**
 * What in a content speaks against sending it as transactional, by kind of block or variable; nothing = it may. The class of our
 * own kinds is fixed in code (kinds.ts); this is the answer for what merchants write themselves.
 */
export function sellingIn(content: LintedContent): string[] {
  const found = new Set<string>();
  const look = (blocks: LintedContent['blocks']): void => {
    for (const { kind, blocks: inner } of blocks) {
      if (selling.has(kind)) found.add(kind);
      if (inner) look(inner);
    }
  };
  look(content.blocks);
  for (const [tag] of JSON.stringify(content).matchAll(liquid)) {
    for (const [name] of tag.matchAll(root)) if (selling.has(name)) found.add(name);
  }
  return [...found].sort();
}

/** No code, no offer, no product grid, no referral link: only then a merchant's message may call itself transactional. */
export function mayBeTransactional(content: LintedContent): boolean {
  return sellingIn(content).length === 0;
}
