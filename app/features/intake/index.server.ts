export { intakeHandlers, pruneOldReceipts } from './intake.handlers.server.ts';
export { reconcileCheckouts, reconcileOrders, refreshOrder } from './intake.jobs.ts';
export { runReceipts } from './process-receipts.server.ts';
export {
  countWaiting,
  type FailedWork,
  listFailedWork,
  listQuarantine,
  lookAtReceipt,
  type QuarantinedReceipt,
  replayReceipts,
  retryFailedWork,
} from './quarantine.server.ts';
export { createReceiver, type Received, type Receiver } from './receive-webhook.server.ts';
export { readWebhookHeaders } from './webhook-headers.ts';
