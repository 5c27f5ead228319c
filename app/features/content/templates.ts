import type { SlotName } from './slots.ts';

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
