export { retentionDays, shortestDays } from './retention.ts';
