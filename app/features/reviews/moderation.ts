import {
  DataSet,
  englishDataset,
  englishRecommendedTransformers,
  parseRawPattern,
  RegExpMatcher,
} from 'obscenity';
import type { HoldReason } from './review.ts';

/**
 * What holds a review back: swearing, somebody's contact details, advertising links. Nothing else, and never its stars.
 *
 * Swearing: the `obscenity` library (English, with its tricks against l33t and look-alike letters) plus German words below.
 * "dick" is left out (in German it means thick, and half of all reviews of towels would wait), and so is "sex" (sexy is praise).
 */
const german = [
  'arschloch',
  'arschlocher',
  '|arsch|',
  'verarsch',
  'fick',
  'fotze',
  'hurensohn',
  '|hure|',
  '|huren|',
  'missgeburt',
  'scheis',
  'schlampe',
  'schwuchtel',
  'spast',
  'wichser',
  'mistkerl',
  '|nutte|',
  '|nutten|',
];
const innocent = [
  'aufspast',
  'spastisch',
  'spastik',
  'assel',
  'cockpit',
  'cumin',
  'cum laude',
  'pussycat',
  'semenik',
];

const words = new DataSet<{ originalWord: string }>()
  .addAll(englishDataset)
  .removePhrasesIf(({ metadata }) => metadata?.originalWord === 'dick' || metadata?.originalWord === 'sex')
  .addPhrase((phrase) => {
    let built = phrase.setMetadata({ originalWord: 'de' });
    for (const word of german) built = built.addPattern(parseRawPattern(word));
    for (const word of innocent) built = built.addWhitelistedTerm(word);
    return built;
  })
  .addPhrase((phrase) =>
    phrase.setMetadata({ originalWord: 'dickhead' }).addPattern(parseRawPattern('dickhead')),
  );
const swearing = new RegExpMatcher({ ...words.build(), ...englishRecommendedTransformers });

const email = /[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{2,63})+/gu;
/** International with + or 00, national with a leading 0 and an area code, or the North American pattern. */
const phones = [
  /(?:\+|\b00)\d(?:[\s()./-]{0,2}\d){7,14}\b/g,
  /(?<![\d.,])\(?0\d{2,5}\)?[\s/-]{0,2}\d{2,}(?:[\s-]?\d{2,}){1,5}\b/g,
  /(?<![\d.,])\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b/g,
];
const iban = /\b[A-Z]{2}\d{2}(?:\s?[A-Z\d]{4}){3,7}(?:\s?[A-Z\d]{1,3})?\b/g;
const link =
  /\b(?:https?:\/\/|www\.)\S{3,}|(?<![\p{L}\d@.-])[a-z\d-]{2,63}\.(?:com|net|org|shop|store|ru|xyz|top|info|io)(?:\/\S*)?(?![\p{L}\d])/giu;

interface Span {
  reason: HoldReason;
  start: number;
  end: number;
}

function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  // One letter for one letter, so that positions stay true; the library would read ß as b, and a slice (Scheibe) as a curse.
  for (const match of swearing.getAllMatches(text.replaceAll('ß', 's')))
    spans.push({ reason: 'profanity', start: match.startIndex, end: match.endIndex + 1 });
  for (const match of text.matchAll(email)) spans.push(span('personal_data', match));
  for (const pattern of phones)
    for (const match of text.matchAll(pattern))
      if (match[0].replace(/\D/g, '').length >= 8) spans.push(span('personal_data', match));
  for (const match of text.matchAll(iban)) spans.push(span('personal_data', match));
  for (const match of text.matchAll(link)) spans.push(span('link', match));
  return spans;
}

function span(reason: HoldReason, match: RegExpExecArray): Span {
  return { reason, start: match.index, end: match.index + match[0].length };
}

const gravest: HoldReason[] = ['personal_data', 'profanity', 'link'];

/** Why a text must wait for a decision, or null: it may be published. */
export function judgeText(...texts: (string | null)[]): HoldReason | null {
  const found = new Set(texts.flatMap((text) => (text ? spansOf(text).map(({ reason }) => reason) : [])));
  return gravest.find((reason) => found.has(reason)) ?? null;
}

/** The text with everything that would hold it covered by dots; used when nobody decided in time. */
export function coverUp(text: string): string {
  const spans = spansOf(text).sort((a, b) => a.start - b.start);
  let out = '';
  let at = 0;
  for (const { start, end } of spans) {
    if (end <= at) continue;
    if (start > at) out += text.slice(at, start);
    if (start >= at) out += '•••';
    at = end;
  }
  return out + text.slice(at);
}
