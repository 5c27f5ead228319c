/**
 * What the pretend store knows, record by record. All ids are the numeric part of a Shopify gid, as a decimal string
 * (they exceed 2^53: never make a number of one). All money is a decimal string in the currency beside it. All times
 * are ISO-8601 in UTC, taken from the sandbox clock.
 */

export type * from './records/baskets.ts';
export type * from './records/orders.ts';
export type * from './records/others.ts';
export type * from './records/people.ts';
export type * from './records/shop.ts';
