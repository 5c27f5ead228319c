export { describeMessage, type MessageInWords, momentFormat } from './describe-message.ts';
export * from './kinds.ts';
export * from './message.ts';
export { type MessagesSettings, messagesSettings } from './settings.ts';
