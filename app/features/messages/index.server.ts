export { readBrand } from './brand.server.ts';
export { followClick } from './follow-click.server.ts';
export type { Guard, Guards } from './gather-facts.server.ts';
export { itemsOf } from './items.server.ts';
export { hasMessageElsewhere, nextAllowedFor } from './message-history.server.ts';
export { createMessageHandlers } from './messages.handlers.server.ts';
export { lockPerson } from './messages.repo.server.ts';
export { pickLocale, renderMessage } from './render-message.server.tsx';
export { dropMessages, recordDropped, requestMessage, type WantedMessage } from './request-message.server.ts';
export { readMessagesSettings, switchThankYou } from './settings.server.ts';
export {
  chooseMailing,
  type MailingLink,
  type MailingPage,
  openMailingPage,
} from './withdraw-consent.server.ts';
