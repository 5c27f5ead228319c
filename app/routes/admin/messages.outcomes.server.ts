import type { OutcomeCount } from '../../features/messages/index.server.ts';
import type { Translate } from '../../platform/context.ts';

/** One count as the page draws it: a sentence, and the filter that shows the messages behind it. */
export interface OutcomeInWords {
  status: string;
  reason: string;
  words: string;
}

/** The short name of a reason; one that this page has no words for yet is named as another one. */
export function reasonName(reason: string, t: Translate): string {
  const words = t(`ledger:reasons.${reason}`);
  return words.includes(`reasons.${reason}`) ? t('ledger:reasons.other') : words;
}

/** "412 put off: at most one marketing message in 16 hours". */
export function outcomesInWords(counts: OutcomeCount[], t: Translate, locale: string): OutcomeInWords[] {
  const number = new Intl.NumberFormat(locale);
  return counts.map(({ status, reason, messages }) => {
    const name = t(`ledger:status.${status}`);
    const what = reason ? t('ledger:because', { status: name, reason: reasonName(reason, t) }) : name;
    return { status, reason: reason ?? '', words: `${number.format(messages)} ${what}` };
  });
}
