/**
 * Words and habits that spam filters are known to weigh, as advice. A small list on purpose: long lists of "forbidden words"
 * are folklore. Taken from the phrases that SpamAssassin scores in its stock rules (20_phrases.cf, 20_advance_fee.cf,
 * 20_head_tests.cf, 25_replica.cf; https://spamassassin.apache.org) and their usual German forms.
 */
const phrases: Record<string, readonly string[]> = {
  en: [
    '100% free',
    'act now',
    'as seen on',
    'click here',
    'double your',
    'earn money',
    'extra income',
    'guaranteed winner',
    'make money',
    'no obligation',
    'once in a lifetime',
    'risk free',
    'urgent response',
    'while supplies last',
    'you have been selected',
    'you have won',
  ],
  de: [
    '100 % gratis',
    '100% gratis',
    'einmalige chance',
    'garantierter gewinn',
    'geld verdienen',
    'hier klicken',
    'jetzt zuschlagen',
    'kein risiko',
    'kostenlos und unverbindlich',
    'nebenverdienst',
    'nur heute gratis',
    'sie haben gewonnen',
    'sie wurden ausgewählt',
    'solange der vorrat reicht',
  ],
};

/** What a filter may stumble over in one text: phrases as they stand there, shouting and rows of signs in a subject. */
export function spamWordsIn(text: string, language: string, isSubject: boolean): string[] {
  const plain = text.replace(/\{[{%].*?[%}]\}/gs, ' ');
  const lower = plain.toLowerCase().replace(/\s+/g, ' ');
  const found = (phrases[language.split('-')[0] ?? 'en'] ?? []).filter((phrase) => lower.includes(phrase));
  const marks = /[!?$€£]{3,}/.exec(plain)?.[0];
  if (marks) found.push(marks.slice(0, 10));
  const letters = plain.replace(/\P{L}/gu, '');
  // SUBJ_ALL_CAPS scores subjects of more than ten letters, all of them capitals.
  if (
    isSubject &&
    letters.length > 10 &&
    letters === letters.toLocaleUpperCase() &&
    letters !== letters.toLocaleLowerCase()
  ) {
    found.push(plain.trim().slice(0, 40));
  }
  return found;
}
