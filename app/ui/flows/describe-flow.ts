import { type Rule, TEXT_VARIABLES } from '@reprise/rules';
import type { FlowSpan, FlowStep, Trigger } from '../../features/flows/index.ts';
import { type RuleNames, sentenceOf } from '../../features/offers/index.ts';
import { formatMoney } from '../../kit/money.ts';
import type { FlowDraft } from './flow-draft.ts';

/** Who reads, and what the things are called that a flow names. */
export interface FlowReader {
  t(key: string, params?: Record<string, string | number>): string;
  language: string;
  names: RuleNames;
  /** offers by id */
  offers: Readonly<Record<string, string>>;
}

/** "2 days". */
export function spanWords({ amount, unit }: FlowSpan, { t }: Pick<FlowReader, 't'>): string {
  return t(`flow-pages:span.${unit}`, { count: amount });
}

/** "9:30 AM", as the reader's language writes it. */
function timeWords(at: string, language: string): string {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  const format = new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: 'UTC' });
  return format.format(new Date(Date.UTC(2026, 0, 1, hour, minute)));
}

/** "Monday", 1 = Monday. */
export function weekdayName(weekday: number, language: string): string {
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  return format.format(new Date(Date.UTC(2026, 0, 4 + weekday)));
}

/** A whole sentence for what starts, ends or is waited for: "An order is paid". */
export function triggerWords(trigger: Trigger, reader: FlowReader): string {
  const { t, names, language } = reader;
  const says = (key: string, params?: Record<string, string | number>) =>
    t(`flow-pages:triggerSays.${key}`, params);
  switch (trigger.kind) {
    case 'checkout-abandoned':
    case 'review-silent':
    case 'parcel-late':
    case 'parcel-stalled':
      return trigger.after
        ? says(trigger.kind, { span: spanWords(trigger.after, reader) })
        : t(`flow-pages:trigger.${trigger.kind}`);
    case 'review-given':
      return says('review-given', { min: trigger.minRating ?? 1, max: trigger.maxRating ?? 5 });
    case 'nth-order':
      return says('nth-order', { number: trigger.number ?? '…' });
    case 'offer-accepted':
    case 'question-answered':
      return trigger.offerId
        ? says(trigger.kind, { offer: reader.offers[trigger.offerId] ?? trigger.offerId })
        : t(`flow-pages:trigger.${trigger.kind}`);
    case 'segment-entered':
    case 'segment-left':
      return says(trigger.kind, {
        segment: trigger.segmentId ? (names.segments?.[trigger.segmentId] ?? trigger.segmentId) : '…',
      });
    case 'order-overdue':
      return trigger.rhythm ? says(trigger.rhythm) : t('flow-pages:trigger.order-overdue');
    case 'date':
      return trigger.on
        ? says('date', {
            date: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
              new Date(`${trigger.on}T00:00:00Z`),
            ),
            time: timeWords(trigger.at ?? '09:00', language),
          })
        : t('flow-pages:trigger.date');
    default:
      return t(`flow-pages:trigger.${trigger.kind}`);
  }
}

/** What a code is good for: "10 % off". */
export function termsWords(terms: Extract<FlowStep, { kind: 'code' }>['terms'], reader: FlowReader): string {
  const { t, language } = reader;
  if (terms.kind === 'free-shipping') return t('flow-pages:code.freeShipping');
  const amount =
    terms.kind === 'percentage'
      ? new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 2 }).format(
          terms.basisPoints / 10_000,
        )
      : formatMoney({ minor: BigInt(terms.minor), currency: terms.currency }, language);
  return t('flow-pages:code.off', { amount });
}

/** The share of each way of a split, in whole percent. */
export function armShares(arms: readonly { weight: number }[]): number[] {
  const all = arms.reduce((sum, { weight }) => sum + weight, 0);
  return arms.map(({ weight }) => (all > 0 ? Math.round((weight / all) * 100) : 0));
}

/** The name of the n-th way of a split: A, B … */
export const armName = (index: number) => String.fromCharCode(65 + index);

/** The name of a branch, as its heading says it. */
export function branchName(step: FlowStep, branch: string, { t }: Pick<FlowReader, 't'>): string {
  if (step.kind !== 'split') return t(`flow-pages:branch.${branch}`);
  const index = step.arms.findIndex(({ id }) => id === branch);
  return t('flow-pages:branch.arm', { name: armName(index), percent: armShares(step.arms)[index] ?? 0 });
}

/**
 * A text as it reads where nobody is known: `{first name|there}` is its fallback, other variables are named in the reader's
 * language.
 */
export function plainText(text: string, { t }: Pick<FlowReader, 't'>): string {
  return text.replace(/\{[^{}|]*\|([^{}]*)\}/g, '$1').replace(/\{([^{}|]+)\}/g, (written, name: string) => {
    const known = TEXT_VARIABLES.find((each) => each === name.trim().toLowerCase());
    return known ? `[${t(`offers:words.variable.${known}`)}]` : written;
  });
}

/** What a step does, in one line below its name; '' where the name says it all. */
export function stepDetail(step: FlowStep, draft: Pick<FlowDraft, 'contents'>, reader: FlowReader): string {
  const { t, language, names } = reader;
  const says = (key: string, params: Record<string, string | number> = {}) =>
    t(`flow-pages:detail.${key}`, params);
  switch (step.kind) {
    case 'wait': {
      const { wait } = step;
      if (wait.until === 'span') return spanWords(wait.span, reader);
      if (wait.until === 'event')
        return says('waitEvent', {
          event: triggerWords(wait.event, reader),
          span: spanWords(wait.atMost, reader),
        });
      const days = new Intl.ListFormat(language, { type: 'disjunction' }).format(
        wait.weekdays.map((day) => weekdayName(day, language)),
      );
      const at = timeWords(wait.at, language);
      return wait.weekdays.length > 0 ? says('waitWeekday', { at, days }) : says('waitTime', { at });
    }
    case 'send': {
      const texts = draft.contents[step.contentId] ?? {};
      const text = texts[language] ?? Object.values(texts)[0];
      const channel = t(`flow-pages:channel.${step.channel}`);
      return text?.subject
        ? says('send', { channel, subject: plainText(text.subject, reader) })
        : says('sendEmpty', { channel });
    }
    case 'condition': {
      const isEmpty = step.rule.kind === 'all' && step.rule.rules.length === 0;
      return isEmpty
        ? says('conditionEmpty')
        : sentenceOf(step.rule as Rule, (key, params) => t(key, params ?? {}), names);
    }
    case 'split':
      return says(step.isExperiment ? 'test' : 'split', { count: step.arms.length });
    case 'code':
      return says('code', { terms: termsWords(step.terms, reader), span: spanWords(step.validFor, reader) });
    case 'tag':
      return says(step.isAdded ? 'tagAdd' : 'tagRemove', { tag: step.tag || '…' });
    case 'list':
      return says(step.isAdded ? 'listAdd' : 'listRemove', { list: step.list || '…' });
    case 'note':
      return step.text;
    case 'webhook':
      return step.url;
    case 'end':
      return '';
  }
}
