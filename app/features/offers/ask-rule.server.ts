import { answerOf, compile, type Facts, type Reason, type Rule } from '@reprise/rules';
import type { Context } from '../../platform/context.ts';
import { askForOrder } from './ask-for-order.server.ts';
import { lookUpOrder } from './look-up-order.server.ts';
import { lowerRule, readGroups } from './lower-rule.server.ts';
import { openOrderFacts } from './order-facts.server.ts';
import { factsOfPage, needsFor, needsOf } from './read-facts.server.ts';
import { readTraitState } from './rule-lookups.server.ts';
import { zoneOffsetMinutes } from './zone-time.ts';

/** Whom a rule is asked about: a person, and the order that is talked about; without one, the person's latest. */
export interface RuleSubject {
  personId: string;
  orderId: string | null;
}

/**
 * Does a rule hold for this person now? Answered by the same engine, from the same facts, as a message's offers are. For somebody
 * who has never ordered, what is asked of an order is not known. Reads outside any transaction.
 */
export async function askRule(ctx: Context, rule: Rule, about: RuleSubject): Promise<Reason['met']> {
  const now = ctx.clock.now();
  const [groups, traits, orderId] = await Promise.all([
    readGroups(ctx.db, ctx.shop.id, [rule]),
    readTraitState(ctx.db, ctx.shop.id, rule),
    about.orderId ?? latestOrder(ctx, about.personId),
  ]);
  const offer = { id: 'rule', surfaces: ['message' as const], rule: lowerRule(rule, groups) };
  const [compiled] = compile([offer]);
  if (!compiled) return 'unknown';
  const needs = { ...traits, ...needsFor(needsOf([{ rule, moments: [], fromDays: null }])), order: true };
  const order = orderId ? await lookUpOrder(ctx, orderId, () => false) : null;
  const stored = await openOrderFacts(ctx.db)({
    shopId: ctx.shop.id,
    orderId: order?.id ?? '',
    customerHash: order ? null : await customerHashOf(ctx, about.personId),
    currency: ctx.shop.currency,
    needs,
  });
  if (!order) {
    const facts: Facts = {
      surface: 'message',
      subject: about.personId,
      total: { minor: -1n, currency: '' },
      lines: [],
      locale: '',
      person: stored.person,
      zoneOffsetMinutes: zoneOffsetMinutes(ctx.shop.timezone, now),
    };
    return answerOf(compiled, facts, now.getTime());
  }
  const { asked } = await askForOrder(ctx, order, {
    surface: 'message',
    locale: (await localeOf(ctx, order.id)) ?? '',
  });
  const facts = factsOfPage({
    asked,
    stored,
    isProven: true,
    shop: ctx.shop,
    now,
    more: { subject: about.personId },
  });
  return answerOf(compiled, facts, now.getTime());
}

async function latestOrder(ctx: Context, personId: string): Promise<string | null> {
  const { rows } = await ctx.db.query<{ id: string }>(
    `select id from orders where shop_id = $1 and person_id = $2 and cancelled_at is null
     order by processed_at desc, id limit 1`,
    [ctx.shop.id, personId],
  );
  return rows[0]?.id ?? null;
}

async function customerHashOf(ctx: Context, personId: string): Promise<string | null> {
  const { rows } = await ctx.db.query<{ value_hash: string }>(
    `select value_hash from person_identities where shop_id = $1 and person_id = $2 and kind = 'customer' limit 1`,
    [ctx.shop.id, personId],
  );
  return rows[0]?.value_hash ?? null;
}

async function localeOf(ctx: Context, orderId: string): Promise<string | null> {
  const { rows } = await ctx.db.query<{ locale: string | null }>(
    'select locale from orders where shop_id = $1 and id = $2',
    [ctx.shop.id, orderId],
  );
  return rows[0]?.locale ?? null;
}
