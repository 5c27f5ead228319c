import { defineJob } from '../../kit/fate.ts';

/** subject: order id. What this order brought which offer; exact again after every change of the order. */
export const creditOrderJob = defineJob('results.credit-order');

/** subject: `shop`. Goes through all orders and events of the shop and puts right what the roll-up has wrong. */
export const recountJob = defineJob('results.recount');

/** subject: `shop`. Once a day: late costs, joined people and late accepts of the last weeks; and asks for people to be counted. */
export const tidyResultsJob = defineJob('results.tidy');

/** subject: offer id. Who was shown it and who was kept back, with what they bought since. */
export const countPeopleJob = defineJob('results.count-people');
