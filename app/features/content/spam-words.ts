/**
 * Words and habits that spam filters are known to weigh, as advice. A short list on purpose: long lists of "forbidden words" are
 * folklore. English: what a shop might write of the phrases that SpamAssassin's rules name (apache/spamassassin,
 * rules/20_phrases.cf: CLICK_BELOW, NO_QS_ASKED, COMPLETELY_FREE, NO_COST, GUARANTEED_100_PERCENT, MONEY_MAKING, CALL_NOW,
 * LIMITED_TIME_ONLY, SELECTED_YOU, FOR_INSTANT_ACCESS, PURE_PROFIT, ONE_TIME_MAILING, CANNOT_BE_SPAM). German: the same in German.
 */
const phrases: Record<string, readonly string[]> = {
  en: [
    '100% free',
    '100% guaranteed',
    'absolutely free',
    'call now',
    'cannot be considered spam',
    'click below',
    'click here',
    'completely free',
    'instant access',
    'limited time offer',
    'limited time only',
    'money making',
    'no questions asked',
    'one time offer',
    'pure profit',
    'totally free',
    'you have been selected',
    'you were selected',
  ],
  de: [
    '100 % gratis',
    '100 % garantiert',
    '100% gratis',
    '100% garantiert',
    'einmaliges angebot',
    'geld verdienen',
    'hier klicken',
    'jetzt anrufen',
    'kein spam',
    'klicken sie hier',
    'nur für kurze zeit',
    'ohne wenn und aber',
    'reiner gewinn',
    'sie wurden ausgewählt',
    'sofortiger zugang',
    'völlig kostenlos',
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
