export type { Checkout, CheckoutInput, CheckoutLine } from './checkout.ts';
