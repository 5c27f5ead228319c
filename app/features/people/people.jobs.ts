import { defineJob } from '../../kit/fate.ts';

/** Which tags and segments do rules ask about? Each new one is read; all of them again once a day. */
export const syncTraits = defineJob('people.sync-traits');

/** subject: `tag:<tag>` or `segment:<id>`. Reads who has it. */
export const readTrait = defineJob('people.read-trait');

/** subject: customer id. Reads one customer's tags and wanted segments, after an order or a change of theirs. */
export const readCustomer = defineJob('people.read-customer');
