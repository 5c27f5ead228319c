export { readBrand } from './brand.server.ts';
export type { Guard, Guards } from './gather-facts.server.ts';
export { createMessageHandlers } from './messages.handlers.server.ts';
export { pickLocale, renderMessage } from './render-message.server.tsx';
export { dropMessages, recordDropped, requestMessage, type WantedMessage } from './request-message.server.ts';
export { readMessagesSettings, switchThankYou } from './settings.server.ts';
