import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillText, liquidLimits, readText, unfence, variableProblemsOf } from './liquid.server.ts';
import type { Reader } from './liquid-filters.server.ts';

const berlin: Reader = { locale: 'de', timezone: 'Europe/Berlin' };
const scope = {
  person: { first_name: 'Ada', last_name: null },
  order: { name: '#1001', total: { minor: '123456', currency: 'EUR' } },
  yen: { minor: '1234', currency: 'JPY' },
  dinar: { minor: '12345', currency: 'KWD' },
  huge: { minor: '900719925474099312', currency: 'EUR' },
  code: { value: { basis_points: 1250 }, deadline: new Date('2026-12-31T23:30:00Z') },
  items: [
    { title: 'Teekanne', quantity: 2 },
    { title: 'Tasse', quantity: 1 },
  ],
};

/** The text as it is read, or the rule that it broke. */
function fill(source: string, reader = berlin, given: object = scope): string {
  const read = readText(source, reader);
  if (read.kind === 'wrong') return read.problem.rule;
  const filled = fillText(read.text, given);
  return filled.kind === 'wrong' ? filled.problem.rule : unfence(filled.text);
}

describe('what a text can say', () => {
  it.each([
    ['Hallo {{ person.first_name | default: "there" }}', 'Hallo Ada'],
    ['Hallo {{ person.last_name | default: "there" }}', 'Hallo there'],
    ['{{ nobody.knows }}', ''],
    [
      '{% for item in items %}{{ item.quantity }} × {{ item.title }}; {% endfor %}',
      '2 × Teekanne; 1 × Tasse; ',
    ],
    ['{{ order.total }}', '1.234,56 €'],
    ['{{ order.total | money_without_currency }}', '1.234,56'],
    ['{{ yen | money }}', '1.234 ¥'],
    ['{{ dinar }}', '12,345 KWD'],
    // beyond 2^53: no digit is lost
    ['{{ huge | money }}', '9.007.199.254.740.993,12 €'],
    ['{{ code.value }}', '12,5 %'],
    // half past eleven at night in London is the next year in Berlin
    ['{{ code.deadline | day }}', '1. Januar 2027'],
    ['{{ code.deadline | date: "%d.%m.%Y %H:%M" }}', '01.01.2027 00:30'],
    ['{{ code.deadline | date: "%A, %-d. %B" }}', 'Freitag, 1. Januar'],
    ['{{ items | map: "title" | join: ", " }}', 'Teekanne, Tasse'],
    ['{% if person.first_name == "Ada" %}ja{% else %}nein{% endif %}', 'ja'],
  ])('%s', (source, text) => {
    expect(fill(source).replace(/\s/g, ' ')).toBe(text);
  });

  it('writes money and moments for each reader', () => {
    const reader = { locale: 'en-US', timezone: 'America/New_York' };
    expect(fill('{{ order.total }}', reader)).toBe('€1,234.56');
    expect(fill('{{ code.deadline | day }}', reader)).toBe('December 31, 2026');
  });
});

describe('what a text cannot do', () => {
  it.each([
    ['{% include "/etc/passwd" %}', 'unknown_tag'],
    ['{% render "x" %}', 'unknown_tag'],
    ['{% layout "x" %}', 'unknown_tag'],
    ['{% tablerow i in items %}{% endtablerow %}', 'unknown_tag'],
    ['{{ order | json }}', 'unknown_filter'],
    ['{{ "x" | sha256 }}', 'unknown_filter'],
    ['{{ order.total | inspect }}', 'unknown_filter'],
    ['{{ items | where_exp: "x", "true" }}', 'unknown_filter'],
    ['{{ order.name ', 'syntax'],
    ['{% if order %}', 'syntax'],
    ['x'.repeat(liquidLimits.parse + 1), 'too_large'],
    // each of these would run for hours or fill the memory
    ['{% for i in (1..999999999) %}x{% endfor %}', 'too_large'],
    [
      '{% for i in (1..300) %}{% for j in (1..300) %}{% for k in (1..300) %}x{% endfor %}{% endfor %}{% endfor %}',
      'too_large',
    ],
    [
      '{% assign a = "xxxxxxxxxx" %}{% for i in (1..60) %}{% assign a = a | append: a %}{% endfor %}{{ a }}',
      'too_large',
    ],
    [`{% for i in (1..20000) %}${'y'.repeat(5_000)}{% endfor %}`, 'too_large'],
    ['{{ code.deadline | date: "%999999999Y" }}', '%999999999Y'],
  ])('%s', (source, rule) => {
    const start = performance.now();
    expect(fill(source)).toBe(rule);
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  it('ends loops that write nothing, by the clock', () => {
    const list = { list: Array.from({ length: 50 }, (_, at) => at) };
    const loop = (body: string) => `{% for a in list %}${body}{% endfor %}`;
    const source = loop(loop(loop(loop(loop('{% assign x = 1 %}')))));
    expect(fill(source, berlin, list)).toBe('too_slow');
  });

  it('survives texts nested deeper than a stack', () => {
    expect(['too_slow', 'too_large', 'syntax', '']).toContain(fill('{% if 1 %}'.repeat(900)));
    expect(fill(`${'{% if 1 %}'.repeat(300)}x${'{% endif %}'.repeat(300)}`)).toMatch(/^(x|too_slow)$/);
  });

  it.each([
    '{{ order.constructor }}',
    '{{ order.__proto__ }}',
    '{{ order.toString }}',
    '{{ items.constructor.constructor }}',
    '{{ order["__proto__"]["polluted"] }}',
    '{{ order.name.constructor }}',
    '{{ code.deadline.getTime }}',
    '{{ constructor }}{{ __proto__ }}{{ globalThis }}{{ process.env }}',
  ])('reaches nothing behind the data: %s', (source) => {
    expect(fill(source)).toBe('');
  });

  it('changes nothing outside of itself', () => {
    fill(
      '{% assign __proto__ = order %}{% assign constructor = "x" %}{% capture toString %}y{% endcapture %}{% assign person = 1 %}',
    );
    expect(({} as Record<string, unknown>).name).toBeUndefined();
    expect(scope.person.first_name).toBe('Ada');
    expect(fill('{{ person.first_name }}')).toBe('Ada');
  });

  it('keeps Markdown, addresses and tags of values from meaning anything', () => {
    const evil = '**x** [a](https://evil.example) <b> {{ order.name }}';
    const read = readText('{{ person.first_name | raw }}', berlin);
    expect(read.kind).toBe('wrong');
    const plain = readText('{{ person.first_name }}{% echo person.first_name %}', berlin);
    if (plain.kind !== 'read') throw new Error('not read');
    const filled = fillText(plain.text, { person: { first_name: evil } });
    if (filled.kind !== 'filled') throw new Error('not filled');
    expect(filled.text).not.toMatch(/[*[\]()<>{}]/);
    expect(unfence(filled.text)).toBe(evil + evil);
  });

  it('never throws, whatever is typed', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      '|',
      ' for ',
      ' in ',
      ' if ',
      'end',
      'order',
      '.',
      '[',
      '"',
      ' assign ',
      '=',
      '(1..',
      ')',
      ':',
      'size',
      '-',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 6 })), { maxLength: 30 }), (parts) => {
        expect(typeof fill(parts.join(''))).toBe('string');
      }),
      { numRuns: 1_500 },
    );
  });
});

describe('what is wrong', () => {
  it('names the line and the rule', () => {
    const read = readText('Hallo\n\n{{ order.name | shout }}', berlin);
    expect(read).toMatchObject({
      kind: 'wrong',
      problem: { rule: 'unknown_filter', line: 3, params: { name: 'shout' } },
    });
  });

  it('lists variables that there are not, and those that are not known here', () => {
    const read = readText(
      '{{ preson.first_name }}{{ order.nmae }}{{ order.name }}{{ code.code }}{% for item in items %}{{ item.title }}{% endfor %}{{ items[0].title }}{{ items.first.price }}{% if order %}{% endif %}{{ items.size }}',
      berlin,
    );
    if (read.kind !== 'read') throw new Error('not read');
    expect(variableProblemsOf(read.text, ['person', 'order', 'items'])).toEqual([
      { rule: 'unknown_variable', line: null, params: { name: 'preson.first_name' } },
      { rule: 'unknown_variable', line: null, params: { name: 'order.nmae' } },
      { rule: 'not_known_here', line: null, params: { name: 'code.code' } },
      { rule: 'unknown_variable', line: null, params: { name: 'items.first.price' } },
    ]);
  });
});
