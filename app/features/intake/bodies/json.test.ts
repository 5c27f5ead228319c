import fc from 'fast-check';
import { parse } from 'lossless-json';
import { expect, test } from 'vitest';
import { parseExactJson } from './json.ts';

/** The same promise, kept by a parser of its own. */
function slowly(text: string): unknown {
  return parse(text, undefined, {
    parseNumber: (digits) => (/^-?\d{1,15}$/.test(digits) ? Number(digits) : (digits as unknown as number)),
    onDuplicateKey: ({ key }) => {
      throw new SyntaxError(`${key} comes twice`);
    },
  });
}
const outcome = (read: () => unknown) => {
  try {
    return { value: read() };
  } catch {
    return 'no JSON';
  }
};

const number = fc.oneof(
  fc.integer().map(String),
  fc.bigInt().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '999999999999999',
    '1000000000000000',
    '-9007199254740993',
    '0.10',
    '1E5',
    '-1.5e-7',
  ),
);
const text = fc.string({
  unit: fc.constantFrom('"', '\\', '1', '.', '-', '{', ']', ':', ',', ' ', 'é', '\ud800'),
});
/** JSON text with numbers as they were typed. */
const { json } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small' },
    number,
    text.map((value) => JSON.stringify(value)),
    fc.constantFrom('true', 'false', 'null', '[]', '{ }'),
    fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(' ,\n')}]`),
    fc
      .uniqueArray(fc.tuple(text, tie('json')), { maxLength: 4, selector: ([key]) => key })
      // A key of this name is an ordinary one to JSON.parse; the other parser loses it.
      .map((pairs) => pairs.filter(([key]) => key !== '__proto__'))
      .map((pairs) => `{${pairs.map(([key, value]) => `${JSON.stringify(key)} : ${value}`).join(',')}}`),
  ),
}));

test('reads every JSON as a parser that never rounds', () => {
  fc.assert(
    fc.property(json, (given) => {
      expect(parseExactJson(Buffer.from(given))).toEqual(slowly(Buffer.from(given).toString('utf8')));
    }),
    { numRuns: 2_000 },
  );
});

test('takes for JSON what is JSON and nothing else, wherever it is broken', () => {
  const broken = fc
    .tuple(
      json,
      fc.nat(),
      fc.nat(3),
      fc.constantFrom('', '"', '1', '1.5', '.', '-', ':', ',', '}', '[', 'e', ' ', '\\'),
    )
    .map(([given, place, cut, put]) => {
      const at = place % (given.length + 1);
      return given.slice(0, at) + put + given.slice(at + cut);
    });
  fc.assert(
    fc.property(broken, (given) => {
      const bytes = Buffer.from(given);
      const quick = outcome(() => parseExactJson(bytes));
      const slow = outcome(() => slowly(bytes.toString('utf8')));
      const native = outcome(() => JSON.parse(bytes.toString('utf8')) as unknown);
      // The engine's parser does not mind equal keys, the slow one in their order does.
      if (native === 'no JSON') expect(quick).toBe('no JSON');
      else expect(quick).toEqual(slow);
    }),
    { numRuns: 5_000 },
  );
});

test('refuses a key that comes twice, at any depth', () => {
  for (const given of [
    '{"a":1,"a":1}',
    '{"b":[{"a":{},"a":2}]}',
    '[{"a":1.5,"b":2,"a":3}]',
    '{"__proto__":1,"__proto__":2}',
  ]) {
    expect(() => parseExactJson(Buffer.from(given))).toThrow('comes twice');
  }
  expect(parseExactJson(Buffer.from('[{"a":1},{"a":1}]'))).toEqual([{ a: 1 }, { a: 1 }]);
});

test.each([
  '{1.5:2}',
  '{"a":1,1.5 :2}',
  '01',
  '1.',
  '.5',
  '+1.5',
  '1.5.5',
  '1e',
  '--1.5',
  '1.5 2.5',
  '"1',
  '1.5"',
  '[1.5"a"]',
  'nul1.5',
  '',
])('%j is none', (given) => expect(() => parseExactJson(Buffer.from(given))).toThrow(SyntaxError));

test('a key with a backslash does not become the key of the object before it', () => {
  const backslash = JSON.stringify({ '': 1, '\\': 2 });
  const mark = JSON.stringify({ '': 1, '"': 2 });
  for (let i = 0; i < 5; i++) parseExactJson(Buffer.from(backslash));
  expect(parseExactJson(Buffer.from(mark))).toEqual({ '': 1, '"': 2 });
  expect(parseExactJson(Buffer.from(`{"\\u0061":1, "n" : 12345678901234567890}`))).toEqual({
    a: 1,
    n: '12345678901234567890',
  });
});
