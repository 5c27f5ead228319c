export type { Checkout, CheckoutInput, CheckoutLine } from './checkout.ts';
export {
  type CheckoutsSettings,
  checkoutsSettings,
  type ReminderStep,
  reminderSteps,
  stepTimes,
} from './settings.ts';
