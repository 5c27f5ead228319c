import { isSlot, type SlotName } from './slots.ts';

/** Ready contents for flows beside those of our own messages. */
export const flowTemplates = [
  'blank',
  'win_back',
  'replenishment',
  'parcel_update',
  'birthday',
  'vip_offer',
] as const;
export type TemplateName = SlotName | (typeof flowTemplates)[number];

/** true for a template that there is (URLs and forms hold text). */
export function isTemplate(name: string): name is TemplateName {
  return isSlot(name) || (flowTemplates as readonly string[]).includes(name);
}
