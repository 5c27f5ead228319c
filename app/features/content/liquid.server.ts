import { Liquid, Context as LiquidContext, LiquidError, type Template, toValueSync } from 'liquidjs';
import type { ContentRule } from './content.ts';
import { asText, createFilters, type Reader } from './liquid-filters.server.ts';
import { type VariableGroup, variableProblem } from './variables.ts';

/**
 * Liquid in a box: no files, no includes, nothing but the tags and filters listed here, own properties only, and limits on
 * what is parsed, written, held and waited for. Values are fenced when they are written (`fence`), so that nothing that a
 * shopper typed can become markup, Markdown or another address.
 */
const allowedTags = new Set([
  'assign',
  'break',
  'capture',
  'case',
  'comment',
  'continue',
  'echo',
  'for',
  'if',
  'raw',
  'unless',
  '#',
]);

export const liquidLimits = {
  /** characters of one text */
  parse: 10_000,
  /** characters that one text may become; and how often it may write */
  output: 30_000,
  writes: 20_000,
  /** Liquid's own count of what is made on the way: entries of ranges and lists, characters of filters */
  memory: 100_000,
  /** ms; the other limits are reached first unless a loop writes nothing */
  renderMs: 500,
} as const;

/** Why a text cannot be read or filled in. */
export interface TextProblem {
  rule: ContentRule;
  line: number | null;
  params: Record<string, string | number>;
}

/** A text, read once and filled in for many. */
export interface LiquidText {
  engine: Liquid;
  templates: Template[];
}

const engines = new Map<string, Liquid>();
/** Languages times zones; what is more is made anew. */
const maxEngines = 64;

function engineFor(reader: Reader): Liquid {
  const key = `${reader.locale}\0${reader.timezone}`;
  const known = engines.get(key);
  if (known) return known;
  const engine = new Liquid({
    // No file is ever looked up: there is no tag for it, and this would find none.
    templates: {},
    relativeReference: false,
    dynamicPartials: false,
    ownPropertyOnly: true,
    strictFilters: true,
    strictVariables: false,
    parseLimit: liquidLimits.parse,
    memoryLimit: liquidLimits.memory,
    renderLimit: liquidLimits.renderMs,
    outputEscape: (value) => fence(asText(value, reader)),
    locale: reader.locale,
    timezoneOffset: reader.timezone,
  });
  for (const name of Object.keys(engine.tags)) if (!allowedTags.has(name)) delete engine.tags[name];
  const filters = createFilters(engine.filters, reader);
  for (const name of Object.keys(engine.filters)) delete engine.filters[name];
  Object.assign(engine.filters, filters);
  if (engines.size >= maxEngines) engines.clear();
  engines.set(key, engine);
  return engine;
}

/** Private-use characters stand for the ASCII punctuation of values until the text is drawn: see `inline.tsx`. */
const fenceAt = 0xe000;

/** Puts a value behind the fence: whatever means something in Markdown or an address loses its meaning. */
export function fence(value: string): string {
  return value.replace(/[!-/:-@[-`{-~]/g, (sign) => String.fromCharCode(fenceAt + sign.charCodeAt(0)));
}

/** Takes the fence away: the text as it is read. */
export function unfence(text: string): string {
  return text.replace(/[\ue021-\ue07e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - fenceAt));
}

/** Reads a text; never throws for what a merchant typed. */
export function readText(
  source: string,
  reader: Reader,
): { kind: 'read'; text: LiquidText } | { kind: 'wrong'; problem: TextProblem } {
  const engine = engineFor(reader);
  try {
    return { kind: 'read', text: { engine, templates: engine.parse(source) } };
  } catch (error) {
    return { kind: 'wrong', problem: problemOf(error) };
  }
}

/**
 * Fills a text in. What was written comes fenced; `unfence` it where no Markdown is read.
 * @param scope plain data, see scope.server.ts
 */
export function fillText(
  { engine, templates }: LiquidText,
  scope: object,
): { kind: 'filled'; text: string } | { kind: 'wrong'; problem: TextProblem } {
  const context = new LiquidContext(scope, engine.options, { sync: true });
  const writer = limitedWriter();
  try {
    toValueSync(engine.renderer.renderTemplates(templates, context, writer));
    return { kind: 'filled', text: writer.buffer };
  } catch (error) {
    return { kind: 'wrong', problem: problemOf(error) };
  }
}

class OutputTooLarge extends Error {}

/** Where Liquid writes to. It counts: a loop of literals costs Liquid's own limits nothing. */
function limitedWriter() {
  let writes = 0;
  const writer = {
    buffer: '',
    write(html: unknown) {
      if (html === null || html === undefined) return;
      writer.buffer += String(html);
      if (++writes > liquidLimits.writes || writer.buffer.length > liquidLimits.output)
        throw new OutputTooLarge();
    },
  };
  return writer;
}

/** The variables that a text names and must not, with what is wrong about each; every name once. */
export function variableProblemsOf(
  { engine, templates }: LiquidText,
  groups: readonly VariableGroup[],
): TextProblem[] {
  const problems = new Map<string, TextProblem>();
  for (const path of engine.globalVariableSegmentsSync(templates)) {
    const plain = path.map((part) => (Array.isArray(part) ? 0 : part)) as (string | number)[];
    const rule = variableProblem(plain, groups);
    const name = plain.filter((part) => typeof part === 'string').join('.');
    if (rule) problems.set(name, { rule, line: null, params: { name: name.slice(0, 100) } });
  }
  return [...problems.values()];
}

/** true when a text names this variable (`checkout.url`) */
export function namesVariable({ engine, templates }: LiquidText, name: string): boolean {
  return engine
    .globalVariableSegmentsSync(templates)
    .some((path) => path.filter((part) => typeof part === 'string').join('.') === name);
}

function problemOf(error: unknown): TextProblem {
  const original = error instanceof Error && 'originalError' in error ? error.originalError : null;
  const text = `${error instanceof Error ? error.message : ''} ${original instanceof Error ? original.message : ''}`;
  const line = LiquidError.is(error) ? Number(/, line:(\d+)/.exec(error.message)?.[1]) || 1 : null;
  if (error instanceof OutputTooLarge || original instanceof OutputTooLarge)
    return { rule: 'too_large', line, params: {} };
  if (/parse length limit|memory alloc limit|string length/i.test(text))
    return { rule: 'too_large', line, params: {} };
  if (/template render limit|call stack/i.test(text)) return { rule: 'too_slow', line, params: {} };
  const filter = /undefined filter: ([^,\s]+)/.exec(text);
  if (filter?.[1]) return { rule: 'unknown_filter', line, params: { name: filter[1].slice(0, 60) } };
  const tag = /tag "([^"]*)" not found/.exec(text);
  if (tag?.[1]) return { rule: 'unknown_tag', line, params: { name: tag[1].slice(0, 60) } };
  const detail = text.replace(/, line:\d+.*$/s, '').trim();
  return { rule: 'syntax', line: line ?? 1, params: { detail: detail.slice(0, 200) } };
}
