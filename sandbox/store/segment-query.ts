/**
 * The part of Shopify's segment language that the sandbox understands: conditions joined by AND and OR, brackets, and
 * for each condition a filter, an operator and a value, as in `customer_tags CONTAINS 'VIP' AND number_of_orders > 1`.
 */
export type Condition = { filter: string; operator: string; value: Value };
export type Value = string | number | { days: number } | null;
type Expression = { kind: 'condition'; condition: Condition } | { kind: 'and' | 'or'; parts: Expression[] };

const TOKEN =
  /\s*(?:(\()|(\))|'((?:[^'\\]|\\.)*)'|(NOT CONTAINS|CONTAINS|IS NOT NULL|IS NULL|AND|OR)\b|(!=|>=|<=|=|>|<)|(-?\d+(?:\.\d+)?[dwmy])\b|(\d{4}-\d{2}-\d{2})|(-?\d+(?:\.\d+)?)|([a-z_]+))/iy;

type Token = { kind: 'open' | 'close' | 'join' | 'operator' | 'value' | 'name'; text: string; value?: Value };

const DAYS: Record<string, number> = { d: 1, w: 7, m: 30, y: 365 };

function tokens(query: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < query.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(query);
    if (match === null) throw new SyntaxError(`unexpected '${query.slice(at).trim().slice(0, 20)}'`);
    const [, open, close, quoted, word, operator, span, date, number, name] = match;
    if (open !== undefined) found.push({ kind: 'open', text: open });
    else if (close !== undefined) found.push({ kind: 'close', text: close });
    else if (quoted !== undefined)
      found.push({ kind: 'value', text: quoted, value: quoted.replace(/\\(.)/g, '$1') });
    else if (word !== undefined) {
      const text = word.toUpperCase();
      found.push({ kind: text === 'AND' || text === 'OR' ? 'join' : 'operator', text });
    } else if (operator !== undefined) found.push({ kind: 'operator', text: operator });
    else if (span !== undefined)
      found.push({
        kind: 'value',
        text: span,
        value: { days: Number(span.slice(0, -1)) * (DAYS[span.slice(-1)] ?? 1) },
      });
    else if (date !== undefined) found.push({ kind: 'value', text: date, value: date });
    else if (number !== undefined) found.push({ kind: 'value', text: number, value: Number(number) });
    else found.push({ kind: 'name', text: name ?? '' });
  }
  return found;
}

/** Parses a query. Throws SyntaxError with what is wrong. */
export function parseSegment(query: string): Expression {
  const list = tokens(query);
  let at = 0;
  const next = (kind: Token['kind']): Token => {
    const token = list[at];
    if (token?.kind !== kind) throw new SyntaxError(`expected ${kind}, got '${token?.text ?? 'the end'}'`);
    at += 1;
    return token;
  };
  const one = (): Expression => {
    if (list[at]?.kind === 'open') {
      next('open');
      const inner = any();
      next('close');
      return inner;
    }
    const filter = next('name').text;
    const operator = next('operator').text;
    const value = operator.startsWith('IS') ? null : (next('value').value ?? null);
    return { kind: 'condition', condition: { filter, operator, value } };
  };
  const joined = (word: 'AND' | 'OR', part: () => Expression): Expression => {
    const parts = [part()];
    while (list[at]?.kind === 'join' && list[at]?.text === word) {
      at += 1;
      parts.push(part());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: word === 'AND' ? 'and' : 'or', parts };
  };
  const any = (): Expression => joined('OR', () => joined('AND', one));
  const expression = any();
  if (at < list.length) throw new SyntaxError(`unexpected '${list[at]?.text}'`);
  return expression;
}

/** Whether an expression holds, by a function that answers single conditions. */
export function holds(expression: Expression, fits: (condition: Condition) => boolean): boolean {
  if (expression.kind === 'condition') return fits(expression.condition);
  return expression.kind === 'and'
    ? expression.parts.every((part) => holds(part, fits))
    : expression.parts.some((part) => holds(part, fits));
}
