import { addMs, day } from '../../kit/span.ts';
import type { AppContext } from '../../platform/context.ts';
import { limits } from './offer-input.ts';

/** Lets go of promises that no deadline can depend on any more: the longest one is over. */
export async function forgetPromises(app: AppContext): Promise<void> {
  const before = addMs(app.clock.now(), -limits.deadlineHours * (day / 24) - day);
  await app.db.query('delete from offer_promises where started_at < $1', [before]);
}
