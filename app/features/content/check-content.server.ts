import type { Context } from '../../platform/context.ts';
import type { LinkProbe } from '../../platform/http/probe-link.server.ts';
import { getProducts } from '../products/index.server.ts';
import { readSettings } from '../shops/index.server.ts';
import { generalSettings } from '../shops/index.ts';
import { readBrand } from './brand.server.ts';
import { checkLinks } from './check-links.server.ts';
import { type ContentInput, type ContentProblem, completeness } from './content.ts';
import { readVersion } from './contents.repo.server.ts';
import { contrast } from './contrast.ts';
import { textsOf } from './draw-content.server.tsx';
import { linkTo } from './links.ts';
import {
  fillText,
  type LiquidText,
  namesVariable,
  readText,
  unfence,
  variableProblemsOf,
} from './liquid.server.ts';
import { renderInput } from './render-content.server.ts';
import { sampleVars } from './sample-vars.server.ts';
import { scopeOf } from './scope.server.ts';
import { rulesFor, type SlotName, type SlotRules } from './slots.ts';
import { spamWordsIn } from './spam-words.ts';
import { contentVars } from './vars.ts';

/**
 * Everything that a merchant should know before a stored version is sent, worst first; `isBlocking` ones must go before it
 * may be published.
 * @param probe tries the links, which takes seconds; null leaves that out
 */
export async function checkContent(
  ctx: Context,
  of: { contentId: string; version: number | 'published' },
  probe: LinkProbe | null = null,
): Promise<{ kind: 'checked'; problems: ContentProblem[] } | { kind: 'unknown' }> {
  const stored = await readVersion(ctx.db, ctx.shop.id, of);
  if (!stored) return { kind: 'unknown' };
  const problems = await checkInput(ctx, stored.slot, stored.input);
  const dead = probe ? await checkLinks(await plainLinks(ctx, stored.input), probe) : [];
  return { kind: 'checked', problems: sorted([...problems, ...dead]) };
}

/** The same for what stands in an editor, without asking for its links. */
export async function checkInput(
  ctx: Context,
  slot: SlotName | null,
  input: ContentInput,
): Promise<ContentProblem[]> {
  const rules = rulesFor({ slot, class: input.class });
  const problems: ContentProblem[] = [
    ...languageProblems(ctx, input),
    ...liquidProblems(ctx, input, rules),
    ...needProblems(ctx, input, rules),
    ...(await ruleProblems(ctx, input, rules)),
    ...(await productProblems(ctx, input)),
    ...spamProblems(input),
  ];
  // What is wrong in a text has been said at the text; drawing it says what only the whole can know.
  if (!problems.some(({ isBlocking }) => isBlocking)) {
    for (const language of Object.keys(input.texts)) {
      const outcome = await renderInput(
        ctx,
        input,
        await sampleVars(ctx, rules.variables, language),
        language,
        'email',
      );
      if (outcome.kind === 'not_renderable') problems.push(outcome.problem);
    }
  }
  return sorted(unique(problems));
}

const found = (
  field: string,
  rule: ContentProblem['rule'],
  isBlocking: boolean,
  params: ContentProblem['params'] = {},
): ContentProblem => ({ field, rule, line: null, isBlocking, params });

function languageProblems(ctx: Context, input: ContentInput): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (input.blocks.every(({ kind }) => kind === 'footer' || kind === 'divider')) {
    problems.push(found('blocks', 'no_blocks', true));
  }
  const shopLanguage = ctx.shop.locale.split('-')[0] ?? 'en';
  if (!Object.keys(input.texts).some((tag) => tag.split('-')[0] === shopLanguage)) {
    problems.push(found('texts', 'missing_language', false, { language: shopLanguage }));
  }
  for (const language of Object.keys(input.texts)) {
    for (const field of completeness(input, language).missing) {
      const isAlt = field.endsWith('.alt');
      problems.push(found(field, isAlt ? 'no_alt' : 'missing_text', true, { language }));
    }
  }
  for (const block of input.blocks) {
    if (block.kind === 'picture' && !block.pictureId)
      problems.push(found(`blocks.${block.id}`, 'no_picture', true));
  }
  return problems;
}

function liquidProblems(ctx: Context, input: ContentInput, rules: SlotRules): ContentProblem[] {
  const problems: ContentProblem[] = [];
  for (const language of Object.keys(input.texts)) {
    const reader = { locale: language, timezone: ctx.shop.timezone };
    for (const { field, source } of textsOf(input, language)) {
      const read = readText(source, reader);
      const wrong = read.kind === 'wrong' ? [read.problem] : variableProblemsOf(read.text, rules.variables);
      problems.push(
        ...wrong.map((problem) => ({
          ...problem,
          field,
          // A name that is not known is drawn as nothing: often a typing error, never a broken message.
          isBlocking: problem.rule !== 'unknown_variable' && problem.rule !== 'not_known_here',
        })),
      );
    }
  }
  return problems;
}

/** What the message is for has to be in it, and what law wants. */
function needProblems(
  ctx: Context,
  input: ContentInput,
  { needs, class: wanted }: SlotRules,
): ContentProblem[] {
  const problems: ContentProblem[] = [];
  if (wanted === 'marketing' && !input.blocks.some(({ kind }) => kind === 'footer')) {
    problems.push(found('blocks', 'no_unsubscribe', true));
  }
  if (input.class !== wanted) problems.push(found('class', 'invalid', true));
  if (!needs) return problems;
  if ('block' in needs) {
    if (!input.blocks.some(({ kind }) => kind === needs.block)) {
      problems.push(found('blocks', 'missing_block', true, { block: needs.block }));
    }
    return problems;
  }
  const [language = 'en'] = Object.keys(input.texts);
  const isLinked = readAll(ctx, input, language).some(({ text }) => namesVariable(text, needs.variable));
  const isReferral =
    needs.variable === 'referral.url' && input.blocks.some(({ kind }) => kind === 'referral');
  if (!isLinked && !isReferral)
    problems.push(found('blocks', 'missing_link', true, { variable: needs.variable }));
  return problems;
}

async function ruleProblems(ctx: Context, input: ContentInput, rules: SlotRules): Promise<ContentProblem[]> {
  const problems: ContentProblem[] = [];
  const { parts } = await readSettings(ctx);
  const settings = generalSettings.safeParse(parts.general);
  if (rules.class === 'marketing' && settings.success && !settings.data.postalAddress) {
    problems.push(found('brand', 'no_postal_address', false));
  }
  if (settings.success && settings.data.buttonTextColor) {
    const ratio = contrast(settings.data.buttonTextColor, settings.data.accentColor);
    if (ratio < 4.5)
      problems.push(found('brand', 'low_contrast', false, { ratio: Math.floor(ratio * 10) / 10 }));
  }
  for (const block of input.blocks) {
    if (block.kind === 'button' && !block.url.trim())
      problems.push(found(`blocks.${block.id}.url`, 'no_link', true));
    // An address without Liquid has to be one as it stands; those with are looked at when they are drawn.
    if ('url' in block && block.url.trim() && !/\{[{%]/.test(block.url) && !linkTo(block.url)) {
      problems.push(found(`blocks.${block.id}.url`, 'bad_link', true, { link: block.url.slice(0, 100) }));
    }
  }
  return problems;
}

async function productProblems(ctx: Context, input: ContentInput): Promise<ContentProblem[]> {
  const problems: ContentProblem[] = [];
  for (const block of input.blocks) {
    if (block.kind !== 'products' || block.source !== 'chosen') continue;
    const known = await getProducts(ctx, block.productIds);
    if (!known.some(({ status }) => status === 'active'))
      problems.push(found(`blocks.${block.id}`, 'no_products', true));
  }
  return problems;
}

function spamProblems(input: ContentInput): ContentProblem[] {
  if (input.class !== 'marketing') return [];
  return Object.keys(input.texts).flatMap((language) =>
    textsOf(input, language)
      .filter(({ isAddress }) => !isAddress)
      .flatMap(({ field, source }) =>
        spamWordsIn(source, language, field.endsWith('.subject')).map((word) =>
          found(field, 'spam_word', false, { word }),
        ),
      ),
  );
}

function readAll(ctx: Context, input: ContentInput, language: string): { field: string; text: LiquidText }[] {
  const reader = { locale: language, timezone: ctx.shop.timezone };
  return textsOf(input, language).flatMap(({ field, source }) => {
    const read = readText(source, reader);
    return read.kind === 'read' ? [{ field, text: read.text }] : [];
  });
}

/**
 * The addresses of a content that are the same for everybody: only those can be tried. An address that a variable gives
 * belongs to somebody, and asking for it could act for them.
 */
export async function plainLinks(
  ctx: Context,
  input: ContentInput,
): Promise<{ field: string; url: string }[]> {
  const brand = await readBrand(ctx);
  const links = new Map<string, string>();
  for (const language of Object.keys(input.texts)) {
    const scope = scopeOf(contentVars.parse({}), brand, ctx.text(language));
    for (const { field, text } of readAll(ctx, input, language)) {
      const isAddress = field.startsWith('blocks.');
      const filled = fillText(text, scope);
      if (filled.kind !== 'filled') continue;
      const plain = unfence(filled.text);
      const urls = isAddress
        ? [plain]
        : [...plain.matchAll(/\]\((https?:\/\/[^()\s]+)\)/g)].map(([, url]) => url ?? '');
      for (const url of urls) {
        const link = linkTo(url);
        if (link && !links.has(link)) links.set(link, field);
      }
    }
  }
  return [...links].map(([url, field]) => ({ field, url }));
}

function unique(problems: ContentProblem[]): ContentProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ field, rule, params }) => {
    const key = JSON.stringify([field, rule, params]);
    return !seen.has(key) && seen.add(key);
  });
}

function sorted(problems: ContentProblem[]): ContentProblem[] {
  return problems.sort((a, b) => Number(b.isBlocking) - Number(a.isBlocking));
}
