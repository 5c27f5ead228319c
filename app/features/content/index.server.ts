export { readBrand } from './brand.server.ts';
export { type Brand, brandFrom } from './brand.ts';
export { checkContent } from './check-content.server.ts';
export type { StoredContent, StoredRevision } from './contents.repo.server.ts';
export { absoluteUrl, itemsOf } from './items.server.ts';
export { day, Items, percent, price, Total } from './mail/items.tsx';
export {
  Action,
  CodeBox,
  Heading,
  Layout,
  Line,
  type MailFrame,
  Paragraph,
  Small,
} from './mail/layout.tsx';
export { Offer } from './mail/offer.tsx';
export { directionOf, oneLine, plainText } from './mail/plain-text.server.ts';
export { NotArrived, Stars } from './mail/stars.tsx';
export {
  type ContentPreview,
  ordersFor,
  previewContent,
  sendTestContent,
  sendToShop,
} from './preview-content.server.ts';
export {
  publishedContentOf,
  type RecipientLinks,
  type RenderOutcome,
  recipientLinks,
  renderContent,
} from './render-content.server.ts';
export {
  archiveContent,
  contentOfSlot,
  createContent,
  getContent,
  listContentRevisions,
  listContents,
  restoreContent,
  type SaveContentOutcome,
  saveContent,
  unpublishContent,
} from './save-content.server.ts';
export { type MessageLink, personalUrls, trackLinks, trackWords } from './track-links.server.ts';
