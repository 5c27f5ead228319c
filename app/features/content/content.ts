import { z } from 'zod';

/**
 * A content: what a message says and shows, block by block. The blocks are the same in every language; each language has its
 * own words for them. Every text is Liquid (variables.ts) with a little Markdown: **bold**, *italic*, [words](address).
 *
 * | version       | means                                                                               |
 * |---------------|-------------------------------------------------------------------------------------|
 * | `version`     | the newest that was saved; a draft until it is published                            |
 * | `publishedVersion` | what is sent; null = nothing (a message of ours is then drawn by its template)  |
 * Every version is kept (content_revisions), so a flow can go on with the one that it began with.
 */
export const limits = {
  name: 80,
  subject: 300,
  preheader: 300,
  sms: 1_600,
  heading: 300,
  text: 6_000,
  alt: 300,
  label: 200,
  because: 600,
  url: 2_000,
  blocks: 40,
  languages: 20,
  products: 6,
} as const;

const id = z.string().regex(/^[a-z0-9_]{1,40}$/i);
const align = z.enum(['start', 'center']).default('start');
const url = z.string().max(limits.url).default('');

/** The kinds of block and what each has beside its words. */
export const block = z.discriminatedUnion('kind', [
  z.object({ id, kind: z.literal('heading'), align }),
  z.object({ id, kind: z.literal('text'), align, isSmall: z.boolean().default(false) }),
  z.object({
    id,
    kind: z.literal('picture'),
    pictureId: z
      .string()
      .regex(/^pic_[0-9a-f]{24}$/)
      .nullable()
      .default(null),
    /** where a tap on it leads; empty = nowhere */
    url,
    width: z.enum(['full', 'half']).default('full'),
  }),
  z.object({ id, kind: z.literal('button'), align, url }),
  z.object({
    id,
    kind: z.literal('products'),
    /** chosen here, or what the sender gives with the message */
    source: z.enum(['chosen', 'given']).default('chosen'),
    productIds: z
      .array(z.string().regex(/^\d{1,20}$/))
      .max(limits.products)
      .default([]),
  }),
  z.object({ id, kind: z.literal('items'), hasTotals: z.boolean().default(true) }),
  z.object({ id, kind: z.literal('offer') }),
  z.object({ id, kind: z.literal('code') }),
  z.object({ id, kind: z.literal('stars') }),
  z.object({ id, kind: z.literal('referral') }),
  z.object({ id, kind: z.literal('parcel') }),
  z.object({ id, kind: z.literal('divider') }),
  z.object({ id, kind: z.literal('footer') }),
]);
export type Block = z.output<typeof block>;
export type BlockKind = Block['kind'];
export type BlockOf<Kind extends BlockKind> = Extract<Block, { kind: Kind }>;

interface TextField {
  name: string;
  max: number;
  /** rows of its field */
  lines: number;
  /** may stay empty in a language that is complete */
  isOptional?: true;
}

/** The words that each kind of block has in every language, in the order of the editor. */
export const blockTexts: Record<BlockKind, readonly TextField[]> = {
  heading: [{ name: 'text', max: limits.heading, lines: 1 }],
  text: [{ name: 'text', max: limits.text, lines: 4 }],
  picture: [{ name: 'alt', max: limits.alt, lines: 1 }],
  button: [{ name: 'label', max: limits.label, lines: 1 }],
  products: [{ name: 'heading', max: limits.heading, lines: 1, isOptional: true }],
  items: [],
  offer: [],
  code: [
    { name: 'text', max: limits.text, lines: 2, isOptional: true },
    { name: 'note', max: limits.text, lines: 2, isOptional: true },
  ],
  stars: [
    { name: 'reward', max: limits.text, lines: 2, isOptional: true },
    { name: 'notArrived', max: limits.label, lines: 1, isOptional: true },
  ],
  referral: [
    { name: 'heading', max: limits.heading, lines: 1, isOptional: true },
    { name: 'text', max: limits.text, lines: 2 },
  ],
  parcel: [
    { name: 'text', max: limits.text, lines: 2, isOptional: true },
    { name: 'label', max: limits.label, lines: 1 },
  ],
  divider: [],
  footer: [{ name: 'because', max: limits.because, lines: 2 }],
};
export const blockKinds = Object.keys(blockTexts) as BlockKind[];

/** The words that a message has beside its blocks. */
export const headTexts = [
  { name: 'subject', max: limits.subject, lines: 1 },
  { name: 'preheader', max: limits.preheader, lines: 1, isOptional: true },
  { name: 'sms', max: limits.sms, lines: 3, isOptional: true },
] as const satisfies readonly TextField[];

const text = (max: number) =>
  z
    .string()
    .max(max)
    // A carriage return or a zero byte has no place in a text, and a header must not be made of one.
    .transform((value) => value.replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, ''));

export const languageTexts = z.object({
  subject: text(limits.subject).default(''),
  preheader: text(limits.preheader).default(''),
  sms: text(limits.sms).default(''),
  /** by block id, then field */
  blocks: z.record(id, z.record(z.string().max(20), text(limits.text))).default({}),
});
export type LanguageTexts = z.output<typeof languageTexts>;

const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/);

/** What an editor sends. */
export const contentInput = z
  .object({
    name: z.string().trim().min(1).max(limits.name),
    class: z.enum(['marketing', 'transactional']),
    blocks: z.array(block).max(limits.blocks),
    texts: z.record(languageTag, languageTexts),
  })
  .check(({ value, issues }) => {
    const problem = (path: (string | number)[], message: string) =>
      issues.push({ code: 'custom', path, message, input: value });
    const ids = new Set<string>();
    value.blocks.forEach(({ id, kind }, at) => {
      if (ids.has(id)) problem(['blocks', at, 'id'], 'twice');
      ids.add(id);
      if (kind === 'footer' && at !== value.blocks.length - 1) problem(['blocks', at], 'footer_not_last');
    });
    const languages = Object.keys(value.texts);
    if (languages.length === 0) problem(['texts'], 'no_language');
    if (languages.length > limits.languages) problem(['texts'], 'too_many_languages');
    for (const [language, { blocks }] of Object.entries(value.texts)) {
      for (const [blockId, words] of Object.entries(blocks)) {
        const kind = value.blocks.find((each) => each.id === blockId)?.kind;
        if (!kind) continue;
        for (const { name, max } of blockTexts[kind]) {
          if ((words[name]?.length ?? 0) > max)
            problem(['texts', language, 'blocks', blockId, name], 'too_long');
        }
      }
    }
  });
export type ContentInput = z.output<typeof contentInput>;

/** A problem of a content: where, what, and what its sentence needs. Worded in `contents:problem.*`. */
export interface ContentProblem {
  /** `texts.de.subject`, `texts.de.blocks.b1.text`, `blocks.b1.url`, `blocks`, `texts` */
  field: string;
  rule: ContentRule;
  /** counted from 1; null where there is no line to speak of */
  line: number | null;
  /** what stands in the way of publishing; the others are advice */
  isBlocking: boolean;
  params: Record<string, string | number>;
}

/** Every rule that a content is checked by. */
export const contentRules = [
  // Liquid
  'syntax',
  'unknown_tag',
  'unknown_filter',
  'unknown_variable',
  'not_known_here',
  'too_large',
  'too_slow',
  // what is said, in which language
  'missing_text',
  'missing_language',
  'empty_subject',
  'no_blocks',
  // addresses
  'bad_link',
  'dead_link',
  'unsure_link',
  'no_link',
  // law and manners
  'no_unsubscribe',
  'no_postal_address',
  'missing_block',
  'missing_link',
  'spam_word',
  'low_contrast',
  'no_alt',
  'no_picture',
  'no_products',
  // over Gmail's limit
  'clipped',
  'twice',
  'footer_not_last',
  'no_language',
  'too_many_languages',
  'too_long',
  'invalid',
] as const;
export type ContentRule = (typeof contentRules)[number];

/** A problem as it is stored with a message that was not sent because of it. */
export function problemParams({
  field,
  rule,
  line,
  params,
}: ContentProblem): Record<string, string | number> {
  return { ...params, field, rule, ...(line === null ? {} : { line }) };
}

/** How much of a language is there: fields that must have words, and those that have. */
export function completeness(
  input: Pick<ContentInput, 'blocks' | 'texts'>,
  language: string,
): { wanted: number; there: number; missing: string[] } {
  const words = input.texts[language];
  const missing: string[] = [];
  let wanted = 1;
  if (!words?.subject.trim()) missing.push(`texts.${language}.subject`);
  for (const { id, kind } of input.blocks) {
    for (const field of blockTexts[kind]) {
      if (field.isOptional) continue;
      wanted++;
      if (!words?.blocks[id]?.[field.name]?.trim())
        missing.push(`texts.${language}.blocks.${id}.${field.name}`);
    }
  }
  return { wanted, there: wanted - missing.length, missing };
}
