/**
 * Shopify's search syntax: `field:value`, comparisons, quotes, AND / OR / NOT, brackets, bare words.
 * Terms side by side mean AND.
 */
export type Term = { field: string | null; operator: ':' | ':>' | ':>=' | ':<' | ':<='; value: string };
type Expression =
  | { kind: 'term'; term: Term }
  | { kind: 'not'; inner: Expression }
  | { kind: 'and' | 'or'; parts: Expression[] };

type Token = { kind: 'open' | 'close' | 'and' | 'or' | 'not' } | { kind: 'term'; term: Term };

const TERM = /(?:([A-Za-z_][\w.]*)(:>=|:<=|:>|:<|:))?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s()]+))/y;

function tokens(query: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < query.length) {
    const character = query[at] ?? '';
    if (/\s/.test(character)) at += 1;
    else if (character === '(' || character === ')') {
      found.push({ kind: character === '(' ? 'open' : 'close' });
      at += 1;
    } else if (character === '-' && /\S/.test(query[at + 1] ?? '')) {
      found.push({ kind: 'not' });
      at += 1;
    } else {
      TERM.lastIndex = at;
      const match = TERM.exec(query);
      if (match === null) {
        at += 1;
        continue;
      }
      at = TERM.lastIndex;
      const [, field, operator, double, single, bare] = match;
      const value = (double ?? single)?.replace(/\\(.)/g, '$1') ?? bare ?? '';
      if (field === undefined && bare !== undefined && /^(AND|OR|NOT)$/.test(bare)) {
        found.push({ kind: bare.toLowerCase() as 'and' | 'or' | 'not' });
      } else {
        found.push({
          kind: 'term',
          term: { field: field ?? null, operator: (operator ?? ':') as Term['operator'], value },
        });
      }
    }
  }
  return found;
}

/** Parses a query; null for an empty one. Never throws: what makes no sense is left out, as Shopify does. */
function parse(query: string): Expression | null {
  const list = tokens(query);
  let at = 0;
  const unary = (): Expression | null => {
    const token = list[at];
    if (token === undefined || token.kind === 'close' || token.kind === 'or' || token.kind === 'and')
      return null;
    at += 1;
    if (token.kind === 'term') return { kind: 'term', term: token.term };
    if (token.kind === 'not') {
      const inner = unary();
      return inner === null ? null : { kind: 'not', inner };
    }
    const inner = either();
    if (list[at]?.kind === 'close') at += 1;
    return inner;
  };
  const both = (): Expression | null => {
    const parts: Expression[] = [];
    for (;;) {
      if (list[at]?.kind === 'and') at += 1;
      const part = unary();
      if (part === null) break;
      parts.push(part);
    }
    return parts.length === 0 ? null : { kind: 'and', parts };
  };
  const either = (): Expression | null => {
    const parts: Expression[] = [];
    for (;;) {
      const part = both();
      if (part !== null) parts.push(part);
      if (list[at]?.kind !== 'or') break;
      at += 1;
    }
    return parts.length === 0 ? null : { kind: 'or', parts };
  };
  return either();
}

/** Tells whether a record fits a term; undefined = no such filter, which Shopify ignores. */
export type Matcher<T> = (record: T, term: Term) => boolean | undefined;

/** A filter for records from a search query. */
export function searchFilter<T>(
  query: string | null | undefined,
  matches: Matcher<T>,
): (record: T) => boolean {
  const expression = parse(query ?? '');
  if (expression === null) return () => true;
  const check = (record: T, part: Expression): boolean => {
    switch (part.kind) {
      case 'term':
        return matches(record, part.term) ?? true;
      case 'not':
        return !check(record, part.inner);
      case 'and':
        return part.parts.every((one) => check(record, one));
      case 'or':
        return part.parts.some((one) => check(record, one));
    }
  };
  return (record) => check(record, expression);
}

/** The fields that a query names. */
export function fieldsOf(query: string): string[] {
  return tokens(query).flatMap((token) =>
    token.kind === 'term' && token.term.field !== null ? [token.term.field] : [],
  );
}

/** Compares a time with the value of a term. */
export function timeFits(iso: string | null, term: Term): boolean {
  if (iso === null) return false;
  const wanted = Date.parse(term.value);
  if (Number.isNaN(wanted)) return false;
  const at = Math.floor(Date.parse(iso) / 1000) * 1000;
  return compare(at, wanted, term.operator);
}

/** Compares a number with the value of a term. */
export function numberFits(value: number, term: Term): boolean {
  return compare(value, Number(term.value), term.operator);
}

function compare(value: number, wanted: number, operator: Term['operator']): boolean {
  switch (operator) {
    case ':>':
      return value > wanted;
    case ':>=':
      return value >= wanted;
    case ':<':
      return value < wanted;
    case ':<=':
      return value <= wanted;
    default:
      return value === wanted;
  }
}

/** Whether a text equals the value of a term, whatever the case; `*` at the end stands for any rest. */
export function textFits(text: string | null | undefined, term: Term): boolean {
  if (text === null || text === undefined) return false;
  const wanted = term.value.toLowerCase();
  const given = text.toLowerCase();
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
}
