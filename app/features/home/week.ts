/** One shop's last seven days, in numbers that come from its own tables only. Money is in the shop's currency, in minor units. */
export interface Week {
  messagesSent: number;
  /** of those, how many were clicked */
  messagesClicked: number;
  offersShown: number;
  offersAccepted: number;
  /** orders in which an offer's code was used, net of refunds and cancellations */
  offersEarnedMinor: bigint;
  offerOrders: number;
  reviews: number;
  /** mean of the stars given this week, 1 to 5; null without a review */
  averageRating: number | null;
  referredOrders: number;
  creditPaidMinor: bigint;
  /** checkouts that were reminded by us and then bought */
  cartsRecovered: number;
  cartsRecoveredMinor: bigint;
}

/** What the merchant has set up, and what is left. */
export interface SetupState {
  thankYou: boolean;
  reviews: boolean;
  reminders: boolean;
  referrals: boolean;
  activeOffers: number;
  /** an extension of ours has asked for offers at least once: it is on the page */
  isBlockPlaced: boolean;
  /** a postal address is set: mail law wants it below marketing messages */
  hasPostalAddress: boolean;
}

/** true when nothing at all can leave this shop or be shown. */
export function isSilent(state: SetupState): boolean {
  return (
    !state.thankYou && !state.reviews && !state.reminders && !state.referrals && state.activeOffers === 0
  );
}

/** The five things that the button switches on are on. */
export function isEverythingOn(state: SetupState): boolean {
  return state.thankYou && state.reviews && state.reminders && state.referrals && state.activeOffers > 0;
}
