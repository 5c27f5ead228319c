export { runReceipts } from './process-receipts.server.ts';
export { createReceiver, type Receiver } from './receive-webhook.server.ts';
export { readWebhookHeaders } from './webhook-headers.ts';
