import type { BlockKind } from './content.ts';
import type { VariableGroup } from './variables.ts';

/** What a place for a content asks of it, and what is known there. */
export interface SlotRules {
  /** marketing needs a way to unsubscribe; service must not need one */
  class: 'marketing' | 'transactional';
  variables: VariableGroup[];
  /** without one of these in it the message would have no use: a block, or an address that is linked to */
  needs: { block: BlockKind } | { variable: string } | null;
}

const always: VariableGroup[] = ['person', 'shop'];

/**
 * The messages that Reprise sends by itself and whose words the merchant may change; one content each at most. Reminders and
 * credits have one for each step and state.
 */
export const slots = {
  thank_you: {
    class: 'transactional',
    variables: [...always, 'order', 'items', 'offer', 'referral'],
    needs: null,
  },
  abandoned_checkout_1: {
    class: 'marketing',
    variables: [...always, 'checkout', 'items'],
    needs: { variable: 'checkout.url' },
  },
  abandoned_checkout_2: {
    class: 'marketing',
    variables: [...always, 'checkout', 'items'],
    needs: { variable: 'checkout.url' },
  },
  abandoned_checkout_3: {
    class: 'marketing',
    variables: [...always, 'checkout', 'items', 'code'],
    needs: { variable: 'checkout.url' },
  },
  review_request: {
    class: 'marketing',
    variables: [...always, 'order', 'review'],
    needs: { block: 'stars' },
  },
  review_reminder: {
    class: 'marketing',
    variables: [...always, 'order', 'review'],
    needs: { block: 'stars' },
  },
  review_reward: {
    class: 'transactional',
    variables: [...always, 'code'],
    needs: { block: 'code' },
  },
  referral_invite: {
    class: 'marketing',
    variables: [...always, 'referral'],
    needs: { variable: 'referral.url' },
  },
  referral_credit_pending: {
    class: 'transactional',
    variables: [...always, 'credit', 'referral'],
    needs: null,
  },
  referral_credit_paid: {
    class: 'transactional',
    variables: [...always, 'credit', 'referral'],
    needs: null,
  },
  vip_confirm: {
    class: 'transactional',
    variables: [...always, 'confirm'],
    needs: { variable: 'confirm.url' },
  },
} as const satisfies Record<string, SlotRules>;

export type SlotName = keyof typeof slots;
export const slotNames = Object.keys(slots) as SlotName[];

/** true for a name that is one of our places (rows and URLs hold text). */
export function isSlot(name: string | null | undefined): name is SlotName {
  return typeof name === 'string' && Object.hasOwn(slots, name);
}

/** The rules of a place; a content without one (a flow's) is marketing unless it says otherwise, and may name everything. */
export function rulesFor(content: { slot: SlotName | null; class: SlotRules['class'] }): SlotRules {
  if (content.slot) return slots[content.slot];
  return {
    class: content.class,
    variables: [
      ...always,
      'order',
      'checkout',
      'items',
      'products',
      'offer',
      'code',
      'review',
      'referral',
      'credit',
      'parcel',
    ],
    needs: null,
  };
}
