import type { Translate } from '../../platform/context.ts';
import type { ListedMessage } from './list-messages.server.ts';

/** A ledger row in the merchant's words, ready to draw. */
export interface MessageInWords {
  id: string;
  kind: string;
  status: ListedMessage['status'];
  statusName: string;
  kindName: string;
  /** what happened and why, one sentence */
  sentence: string;
  who: string;
  /** the person's page; null where nobody is known */
  personId: string | null;
  orderName: string | null;
  subjectLine: string | null;
  when: string;
  isClicked: boolean;
}

/** Moments as the merchant reads them: their language, the shop's clock. */
export function momentFormat(locale: string, timezone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat(locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: timezone,
  });
  return (at) => format.format(at);
}

/** One decision about a message as a sentence. */
export function describeDecision(
  { reason, params, until }: { reason: string; params: Record<string, string | number>; until: Date | null },
  t: Translate,
  moment: (at: Date) => string,
): string {
  return (
    contentSentence(reason, params, t) ??
    t(`messages:reasons.${reason}`, {
      answer: '',
      ...params,
      first: params.first ? t(`messages:kinds.${params.first}.name`) : '',
      until: until ? moment(until) : '',
    })
  );
}

/** Puts one row into words. */
export function describeMessage(
  message: ListedMessage,
  t: Translate,
  moment: (at: Date) => string,
): MessageInWords {
  const { status } = message;
  const reasonKey = status === 'deferred' || message.reason !== null ? message.reason : status;
  return {
    id: message.id,
    kind: message.kind,
    status,
    statusName: t(`messages:statuses.${status}`),
    kindName: message.flowName ?? t(`messages:kinds.${message.kind}.name`),
    sentence: describeDecision(
      { reason: reasonKey ?? status, params: message.reasonParams, until: message.dueAt },
      t,
      moment,
    ),
    who:
      message.name ??
      message.email ??
      t(message.reason === 'no_address' ? 'messages:list.nameless' : 'messages:list.erased'),
    personId: message.personId,
    orderName: message.orderName,
    subjectLine: message.subjectLine,
    when: moment(message.sentAt ?? message.wantedAt),
    isClicked: message.clickedAt !== null,
  };
}

/** What in the merchant's own words stood in the way of a message: place, line and rule. */
function contentSentence(
  reason: string,
  params: Record<string, string | number>,
  t: Translate,
): string | null {
  if (reason !== 'not_renderable' || !params.rule) return null;
  const { field = '', rule, line } = params;
  const place = [
    t(`contents:field.${String(field).split('.').at(-1)}`),
    ...(line ? [t('contents:line', { line })] : []),
  ].join(', ');
  return t('messages:reasons.not_renderable_here', {
    place,
    problem: t(`contents:problem.${rule}`, { detail: '', ...params }),
  });
}
