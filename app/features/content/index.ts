export * from './content.ts';
export { type SlotName, type SlotRules, slotNames } from './slots.ts';
export { flowTemplates, type TemplateName } from './templates.ts';
export type { VariableGroup, VariableType } from './variables.ts';
export {
  absoluteUrl,
  type ContentVars,
  contentVars,
  type GivenVars,
  type MessageItem,
  type MoneyJson,
  messageItem,
  moneyJson,
  type OfferBlock,
  offerBlock,
  type ReferralInvite,
  reductionJson,
  referralInvite,
  reviewedProduct,
} from './vars.ts';
