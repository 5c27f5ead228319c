import { defineJob } from '../../kit/fate.ts';

/** subject: person id. Who withdraws their consent leaves the list. */
export const leaveVip = defineJob('vip.leave');
