export type { Checkout, CheckoutInput, CheckoutLine } from './checkout.ts';
export { type CheckoutsSettings, checkoutsSettings } from './settings.ts';
