export {
  choosePreferences,
  openPreferences,
  type PreferenceChoice,
  type PreferencePage,
} from './choose-preferences.server.ts';
export { countOutcomes, type OutcomeCount } from './count-outcomes.server.ts';
export {
  countReasons,
  type ReasonCount,
} from './count-reasons.server.ts';
export { followClick } from './follow-click.server.ts';
export type { Guard, Guards } from './gather-facts.server.ts';
export { getMessage, type ShownMessage } from './get-message.server.ts';
export {
  type ListedMessage,
  listMessages,
  type MessageFilter,
  type MessagePage,
} from './list-messages.server.ts';
export { hasMessageElsewhere, nextAllowedFor } from './message-history.server.ts';
export { messagesAhead, messageTimeline } from './message-timeline.server.ts';
export { createMessageHandlers } from './messages.handlers.server.ts';
export { lockPerson } from './messages.repo.server.ts';
export { type KindCounts, messageCounts } from './overview-messages.server.ts';
export { type PreviewChoice, previewMessage, sendTestMessage } from './preview-message.server.ts';
export { afterQuietHours, pickZone } from './quiet-hours.ts';
export { pickLocale } from './render-message.server.tsx';
export { dropMessages, recordDropped, requestMessage, type WantedMessage } from './request-message.server.ts';
export { readMessagesSettings, saveMessagePriority, switchThankYou } from './settings.server.ts';
export {
  chooseMailing,
  type MailingPage,
  openMailingPage,
} from './withdraw-consent.server.ts';
