import { checkoutHandlers } from '../features/checkouts/index.server.ts';
import { complementHandlers } from '../features/complements/index.server.ts';
import { createExperimentHandlers } from '../features/experiments/index.server.ts';
import { flowHandlers } from '../features/flows/index.server.ts';
import { intakeHandlers } from '../features/intake/index.server.ts';
import { createMessageHandlers } from '../features/messages/index.server.ts';
import { createPublishHandlers, offerHandlers } from '../features/offers/index.server.ts';
import { createPeopleHandlers } from '../features/people/index.server.ts';
import { postPurchaseHandlers } from '../features/post-purchase/index.server.ts';
import { productHandlers } from '../features/products/index.server.ts';
import { referralHandlers } from '../features/referrals/index.server.ts';
import { resultHandlers } from '../features/results/index.server.ts';
import { reviewHandlers } from '../features/reviews/index.server.ts';
import { vipHandlers } from '../features/vip/index.server.ts';
import type { Handler } from '../platform/context.ts';
import { experimentParts } from './experiment-parts.server.ts';
import { messageParts } from './message-parts.server.ts';
import { peopleParts } from './people-parts.server.ts';
import { publishParts } from './publish-parts.server.ts';
import { shopSchedule } from './schedule.server.ts';
import { recurring } from './schedule-loop.server.ts';

/** Which code does which job. Heavy: only the worker loads this. */
export const handlers: Record<string, Handler> = {
  ...offerHandlers,
  ...createPublishHandlers(publishParts),
  ...checkoutHandlers,
  ...createMessageHandlers(messageParts),
  ...reviewHandlers,
  ...referralHandlers,
  ...intakeHandlers,
  ...productHandlers,
  ...createPeopleHandlers(peopleParts),
  ...createExperimentHandlers(experimentParts),
  ...vipHandlers,
  ...postPurchaseHandlers,
  ...complementHandlers,
  ...resultHandlers,
  ...flowHandlers,
};

// What time does again and again arms itself anew after each run.
for (const entry of shopSchedule) {
  const handler = handlers[entry.job.name];
  if (!handler) throw new Error(`no handler for the recurring job ${entry.job.name}`);
  handlers[entry.job.name] = recurring(entry, handler);
}

export { runReceipts } from '../features/intake/index.server.ts';
