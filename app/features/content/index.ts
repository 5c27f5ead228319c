export * from './content.ts';
export { contrast, readableOn } from './contrast.ts';
export { isSlot, rulesFor, type SlotName, type SlotRules, slotNames } from './slots.ts';
export { flowTemplates, isTemplate, type TemplateName } from './templates.ts';
export {
  type Variable,
  type VariableGroup,
  variableGroups,
  variableSnippet,
} from './variables.ts';
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
