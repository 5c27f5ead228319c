import type { Comparison, Metric, Verdict } from '../../features/experiments/index.ts';
import { type Measure, writePercent, writeSureness } from './measure.ts';

type Say = (key: string, params?: Record<string, string | number>) => string;

interface Speaker {
  t: Say;
  locale: string;
  metric: Metric;
  measure: Measure;
  /** the first variant: what was there before */
  firstId: string;
  nameOf(armId: string): string;
}

export interface VerdictInWords {
  title: string;
  tone: 'success' | 'info' | 'critical' | undefined;
  sentences: string[];
}

/** Longer than this is said as "more than a year". */
const longestWait = 365;

/** A verdict as a merchant reads it: what is known, how surely, and how long it still takes. */
export function verdictInWords(verdict: Verdict, speaker: Speaker): VerdictInWords {
  const { t, locale, metric, measure, nameOf, firstId } = speaker;
  const title = (key: string, name = '') => t(`experiments:verdict.title.${key}`, { name });
  switch (verdict.kind) {
    case 'winner': {
      const sentences = [
        t(`experiments:verdict.${metric}`, {
          ...compared(verdict, speaker),
          sure: writeSureness(verdict.sureness, locale),
        }),
      ];
      if (verdict.relative !== null)
        sentences.push(
          t('experiments:verdict.relative', { percent: writePercent(verdict.relative, locale) }),
        );
      if (metric === 'revenue') sentences.push(t('experiments:verdict.netOfRefunds'));
      const key = verdict.armId === firstId ? 'firstStays' : 'winner';
      return { title: title(key, nameOf(verdict.armId)), tone: 'success', sentences };
    }
    case 'no-difference':
      return {
        title: title('noDifference'),
        tone: 'info',
        sentences: [
          t(`experiments:verdict.within.${metric}`, {
            value: measure.write(verdict.within),
            percent: writePercent(verdict.relative, locale),
          }),
        ],
      };
    case 'invalid':
      return { title: title('invalid'), tone: 'critical', sentences: [t('experiments:verdict.mismatch')] };
    default:
      return { title: title('notYetKnown'), tone: undefined, sentences: waiting(verdict, speaker) };
  }
}

function waiting(verdict: Extract<Verdict, { kind: 'not-yet-known' }>, speaker: Speaker): string[] {
  const { t, locale, metric } = speaker;
  const number = new Intl.NumberFormat(locale);
  if (verdict.reason === 'too-few-people') {
    const sentences = [
      t('experiments:verdict.tooFew', {
        people: number.format(verdict.people),
        need: number.format(verdict.needPeople),
      }),
    ];
    if (verdict.daysLeft !== null)
      sentences.push(
        verdict.daysLeft > longestWait
          ? t('experiments:verdict.longer')
          : t('experiments:verdict.days', { count: verdict.daysLeft }),
      );
    return sentences;
  }
  if (verdict.soFar === null) return [t(`experiments:verdict.nothing.${metric}`)];
  const sentences = [t(`experiments:verdict.soFar.${metric}`, compared(verdict.soFar, speaker))];
  if (verdict.needPeople === null || (verdict.daysLeft ?? 0) > longestWait)
    sentences.push(t('experiments:verdict.tooSmall'));
  else if (verdict.daysLeft !== null)
    sentences.push(t('experiments:verdict.ifItStays', { count: verdict.daysLeft }));
  return sentences;
}

function compared(one: Comparison, { measure, nameOf }: Speaker): Record<string, string> {
  const { value, low, high } = one.lift;
  return {
    name: nameOf(one.armId),
    against: nameOf(one.againstId),
    value: measure.write(value),
    low: measure.write(low, value),
    high: measure.write(high, value),
  };
}
