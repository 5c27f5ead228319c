export { checkoutTimeline } from './checkout-timeline.server.ts';
export { checkoutHandlers } from './checkouts.handlers.server.ts';
export { readCheckoutsSettings, switchReminders } from './checkouts-settings.server.ts';
export {
  completeCheckouts,
  deleteCheckout,
  lockCheckout,
  lockCheckouts,
  recordCheckout,
} from './record-checkout.server.ts';
export { type RecoveryReport, recoveryReport } from './recovery-report.server.ts';
export { guardReminder } from './remind-checkout.server.ts';
export { readCheckoutsForm, saveCheckoutsSettings } from './save-settings.server.ts';
