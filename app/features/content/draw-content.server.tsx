import { Fragment, type ReactElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { paths } from '../../paths.ts';
import type { Translate } from '../../platform/context.ts';
import type { Brand } from './brand.ts';
import { type Block, blockTexts, type ContentInput, type ContentProblem } from './content.ts';
import { inline, keyed, paragraphsOf, plain } from './inline.tsx';
import { linkTo } from './links.ts';
import { fillText, readText, unfence } from './liquid.server.ts';
import {
  ButtonBlock,
  CodeBlock,
  HeadingBlock,
  ItemsBlock,
  ParcelBlock,
  PictureBlock,
  ProductsBlock,
  ReferralBlock,
  TextBlock,
} from './mail/blocks.tsx';
import { Layout, Line, type MailFrame, Small } from './mail/layout.tsx';
import { Offer } from './mail/offer.tsx';
import { directionOf, oneLine, plainText } from './mail/plain-text.server.ts';
import { NotArrived, Stars } from './mail/stars.tsx';
import { scopeOf } from './scope.server.ts';
import type { ContentVars } from './vars.ts';

/** Gmail cuts a message here and hides what follows, the unsubscribe link too. */
export const clippedAtBytes = 102 * 1024;

/** All that a message is drawn from, read beforehand: drawing asks nobody. */
export interface Drawing {
  content: Pick<ContentInput, 'blocks' | 'texts' | 'class'>;
  /** whose words: a key of `content.texts` */
  language: string;
  vars: ContentVars;
  /** products that blocks chose by hand, by id */
  products: ReadonlyMap<string, ContentVars['products'][number]>;
  brand: Brand;
  /** our own few words (totals, footer) in the reader's language */
  t: Translate;
  /** BCP 47, for numbers and dates */
  locale: string;
  timezone: string;
  appUrl: string;
  unsubscribeUrl: string | null;
  preferencesUrl: string | null;
}

export interface DrawnMail {
  subject: string;
  preheader: string;
  html: string;
  text: string;
}

/** A text that could not be filled in stops the whole message: half a message is worse than none. */
class NotDrawable extends Error {
  readonly problem: ContentProblem;
  constructor(problem: ContentProblem) {
    super(problem.rule);
    this.problem = problem;
  }
}

/** Draws the e-mail of a content, whole or not at all. */
export function drawMail(
  drawing: Drawing,
): { kind: 'drawn'; mail: DrawnMail } | { kind: 'wrong'; problem: ContentProblem } {
  const { content, brand, language } = drawing;
  try {
    const fill = filler(drawing);
    const words = content.texts[language];
    const subject = oneLine(plain(fill(`texts.${language}.subject`, words?.subject)));
    if (!subject) throw new NotDrawable(wrong(`texts.${language}.subject`, 'empty_subject'));
    const preheader = oneLine(plain(fill(`texts.${language}.preheader`, words?.preheader)));
    if (content.class === 'marketing' && !drawing.unsubscribeUrl) {
      throw new NotDrawable(wrong('blocks', 'no_unsubscribe'));
    }
    const frame: MailFrame = {
      t: drawing.t,
      brand,
      locale: drawing.locale,
      timezone: drawing.timezone,
      dir: directionOf(language),
      unsubscribeUrl: drawing.unsubscribeUrl,
      preferencesUrl: drawing.preferencesUrl,
    };
    const footer = content.blocks.find(({ kind }) => kind === 'footer');
    if (content.class === 'marketing' && !footer) throw new NotDrawable(wrong('blocks', 'no_unsubscribe'));
    const because = footer
      ? inline(
          fill(wordField(language, footer.id, 'because'), words?.blocks[footer.id]?.because).trim(),
          brand.mutedOnPage,
        )
      : [];
    const drawn = content.blocks.flatMap((block) => {
      const element = drawBlock(block, drawing, frame, fill);
      return element ? [{ block, element }] : [];
    });
    const body = drawn
      // A line between two things that are not there is none.
      .filter(({ block }, at) => block.kind !== 'divider' || (at > 0 && !isLine(drawn[at + 1]?.block)))
      .map(({ block, element }) => <Fragment key={block.id}>{element}</Fragment>);
    if (drawn.every(({ block }) => block.kind === 'divider'))
      throw new NotDrawable(wrong('blocks', 'no_blocks'));
    const markup = renderToStaticMarkup(
      <Layout frame={frame} preheader={preheader} because={because.length > 0 ? because : null}>
        {body}
      </Layout>,
    );
    const html = `<!DOCTYPE html>${markup}`;
    const bytes = Buffer.byteLength(html);
    if (bytes > clippedAtBytes) {
      throw new NotDrawable(wrong('blocks', 'clipped', { kilobytes: Math.ceil(bytes / 1024) }));
    }
    return { kind: 'drawn', mail: { subject, preheader, html, text: plainText(markup) } };
  } catch (error) {
    if (error instanceof NotDrawable) return { kind: 'wrong', problem: error.problem };
    throw error;
  }
}

/** Fills in the words for a phone; null when the content has none in this language. */
export function drawSms(
  drawing: Drawing,
): { kind: 'drawn'; sms: string | null } | { kind: 'wrong'; problem: ContentProblem } {
  try {
    const field = `texts.${drawing.language}.sms`;
    const sms = plain(filler(drawing)(field, drawing.content.texts[drawing.language]?.sms)).trim();
    return { kind: 'drawn', sms: sms || null };
  } catch (error) {
    if (error instanceof NotDrawable) return { kind: 'wrong', problem: error.problem };
    throw error;
  }
}

/** The offer begins with a line of its own; the end of the message needs none. */
function isLine(block: Block | undefined): boolean {
  return !block || block.kind === 'divider' || block.kind === 'offer';
}

type Fill = (field: string, source: string | undefined) => string;

/** All texts of one message together may take this long. */
const allTextsMs = 1_500;

/** Fills in texts from one scope, still fenced. @throws NotDrawable that names the field */
function filler({ vars, brand, t, locale, timezone }: Drawing): Fill {
  const scope = scopeOf(vars, brand, t);
  const start = performance.now();
  return (field, source) => {
    if (!source) return '';
    if (performance.now() - start > allTextsMs) throw new NotDrawable(wrong(field, 'too_slow'));
    const read = readText(source, { locale, timezone });
    if (read.kind === 'wrong') throw new NotDrawable({ field, isBlocking: true, ...read.problem });
    const filled = fillText(read.text, scope);
    if (filled.kind === 'wrong') throw new NotDrawable({ field, isBlocking: true, ...filled.problem });
    return filled.text;
  };
}

function wrong(
  field: string,
  rule: ContentProblem['rule'],
  params: ContentProblem['params'] = {},
): ContentProblem {
  return { field, rule, line: null, isBlocking: true, params };
}

/** `texts.de.blocks.b1.text` */
export function wordField(language: string, blockId: string, name: string): string {
  return `texts.${language}.blocks.${blockId}.${name}`;
}

/** One block, or null where it has nothing to show to this reader. */
function drawBlock(block: Block, drawing: Drawing, frame: MailFrame, fill: Fill): ReactElement | null {
  const { language, content, vars, brand, appUrl } = drawing;
  const words = content.texts[language]?.blocks[block.id] ?? {};
  const word = (name: string) => fill(wordField(language, block.id, name), words[name]);
  const rich = (name: string): ReactNode[] =>
    paragraphsOf(word(name)).map((part) => inline(part, brand.linkColor));
  const one = (name: string) => plain(word(name)).trim();
  const link = (source: string): string | null => {
    const filled = unfence(fill(`blocks.${block.id}.url`, source)).trim();
    if (!filled) return null;
    const href = linkTo(filled);
    if (!href)
      throw new NotDrawable(wrong(`blocks.${block.id}.url`, 'bad_link', { link: filled.slice(0, 100) }));
    return href;
  };
  switch (block.kind) {
    case 'heading': {
      const text = word('text').trim();
      return text ? (
        <HeadingBlock block={block} frame={frame}>
          {inline(text, brand.linkColor)}
        </HeadingBlock>
      ) : null;
    }
    case 'text': {
      const paragraphs = rich('text');
      return paragraphs.length > 0 ? <TextBlock block={block} frame={frame} paragraphs={paragraphs} /> : null;
    }
    case 'picture':
      return block.pictureId ? (
        <PictureBlock
          block={block}
          src={appUrl + paths.offerPicture(block.pictureId)}
          alt={one('alt')}
          href={link(block.url)}
        />
      ) : null;
    case 'button': {
      const href = link(block.url);
      const label = one('label');
      return href && label ? <ButtonBlock block={block} frame={frame} href={href} label={label} /> : null;
    }
    case 'products': {
      const products =
        block.source === 'given'
          ? vars.products
          : block.productIds.flatMap((id) => drawing.products.get(id) ?? []);
      return products.length > 0 ? (
        <ProductsBlock frame={frame} heading={one('heading')} products={products} />
      ) : null;
    }
    case 'items':
      return vars.items.length > 0 ? <ItemsBlock block={block} frame={frame} vars={vars} /> : null;
    case 'offer':
      return vars.offer ? <Offer frame={frame} offer={vars.offer} /> : null;
    case 'code':
      return vars.code ? <CodeBlock code={vars.code.code} text={rich('text')} note={rich('note')} /> : null;
    case 'stars': {
      if (!vars.review || vars.review.products.length === 0) return null;
      const { products, reward, notArrivedUrl } = vars.review;
      const label = one('notArrived');
      return (
        <>
          <Stars frame={frame} products={products} />
          {reward ? keyed(rich('reward').map((each) => <Small key="reward">{each}</Small>)) : null}
          {notArrivedUrl && label ? (
            <>
              <Line />
              <Small>
                <NotArrived href={notArrivedUrl} label={label} />
              </Small>
            </>
          ) : null}
        </>
      );
    }
    case 'referral':
      return vars.referral ? (
        <ReferralBlock frame={frame} heading={one('heading')} text={rich('text')} url={vars.referral.url} />
      ) : null;
    case 'parcel':
      return vars.parcel ? (
        <ParcelBlock frame={frame} parcel={vars.parcel} text={rich('text')} label={one('label')} />
      ) : null;
    case 'divider':
      return <Line />;
    case 'footer':
      return null;
  }
}

/** Every text of a content in one language, with its field and source: what checks look through. */
export function textsOf(
  content: Pick<ContentInput, 'blocks' | 'texts'>,
  language: string,
): { field: string; source: string; isAddress: boolean }[] {
  const words = content.texts[language];
  const head = (['subject', 'preheader', 'sms'] as const).map((name) => ({
    field: `texts.${language}.${name}`,
    source: words?.[name] ?? '',
    isAddress: false,
  }));
  const body = content.blocks.flatMap((block) => [
    ...blockTexts[block.kind].map(({ name }) => ({
      field: wordField(language, block.id, name),
      source: words?.blocks[block.id]?.[name] ?? '',
      isAddress: false,
    })),
    ...('url' in block ? [{ field: `blocks.${block.id}.url`, source: block.url, isAddress: true }] : []),
  ]);
  return [...head, ...body].filter(({ source }) => source !== '');
}
