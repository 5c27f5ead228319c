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
    kindName: t(`messages:kinds.${message.kind}.name`),
    sentence:
      contentSentence(message, t) ??
      t(`messages:reasons.${reasonKey ?? status}`, {
        answer: '',
        ...message.reasonParams,
        until: moment(message.dueAt),
      }),
    who:
      message.name ??
      message.email ??
      t(message.reason === 'no_address' ? 'messages:list.nameless' : 'messages:list.erased'),
    orderName: message.orderName,
    subjectLine: message.subjectLine,
    when: moment(message.sentAt ?? message.wantedAt),
    isClicked: message.clickedAt !== null,
  };
}

/** What in the merchant's own words stood in the way of a message: place, line and rule. */
function contentSentence({ reason, reasonParams }: ListedMessage, t: Translate): string | null {
  if (reason !== 'not_renderable' || !reasonParams?.rule) return null;
  const { field = '', rule, line } = reasonParams;
  const place = [
    t(`contents:field.${String(field).split('.').at(-1)}`),
    ...(line ? [t('contents:line', { line })] : []),
  ].join(', ');
  return t('messages:reasons.not_renderable_here', {
    place,
    problem: t(`contents:problem.${rule}`, reasonParams),
  });
}
