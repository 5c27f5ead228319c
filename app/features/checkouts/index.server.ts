export { checkoutsOfPerson, getCheckout } from './read-checkouts.server.ts';
export { completeCheckout, deleteCheckout, lockCheckout, recordCheckout } from './record-checkout.server.ts';
