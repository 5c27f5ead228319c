export { describeDecision, describeMessage, type MessageInWords, momentFormat } from './describe-message.ts';
export * from './kinds.ts';
export { type LintedContent, mayBeTransactional, sellingIn } from './may-be-transactional.ts';
export * from './message.ts';
export { type Pace, paces, type Topic, topics } from './preferences.ts';
export { priorityOf } from './priority.ts';
export { type MessagesSettings, messagesSettings } from './settings.ts';
