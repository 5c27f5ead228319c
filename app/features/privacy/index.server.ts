export { answerDataRequest, type ComplianceWebhook } from './answer-data-request.server.ts';
export { erasePerson } from './erase-person.server.ts';
export { exportPerson } from './export-person.server.ts';
export { keepRetention, readRetention, saveRetention } from './keep-retention.server.ts';
export { listExports, type OpenExport, openExport } from './list-requests.server.ts';
export { redactCustomer } from './redact-customer.server.ts';
export { redactShop } from './redact-shop.server.ts';
export { clearExports } from './requests.repo.server.ts';
