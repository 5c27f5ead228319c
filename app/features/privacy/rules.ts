/**
 * What each table holds of a person and of a shop, and how it is forgotten or told. A test compares this list with the
 * database: a new table, or a new column that looks personal, can't be left out.
 *
 * Placeholders: `:shop` the installation, `:people` the ids of the person (several when they were joined), `:orders` their
 * order numbers, `:now` the moment, `:hashes` the keyed hashes of their addresses, `:customers` their customer numbers.
 */
export interface TableRule {
  /** how the rows of a redacted shop are found; null: nothing of a shop's is in it */
  shop: 'shop_id' | 'domain' | null;
  /** statements that make the person unrecognisable */
  erase: string[];
  /** what the person is told that we hold */
  tell: string | null;
  /** columns that look personal and are left on purpose, with the reason */
  left?: Record<string, string>;
}

const pseudonym = 'a random id; nothing leads from it to the person once their identities are gone';

/** A table whose rows are the person's alone: they go, and are told before. */
const ofPerson = (table: string, columns: string): TableRule => ({
  shop: 'shop_id',
  erase: [`delete from ${table} where shop_id = :shop and person_id = any(:people)`],
  tell: `select ${columns} from ${table} where shop_id = :shop and person_id = any(:people)`,
});

export const rules: Record<string, TableRule> = {
  flow_runs: {
    shop: 'shop_id',
    // Before all others: a step that is being taken holds its run, so after this nothing new is written about the person.
    erase: [
      `update flow_runs set state = case when state in ('running', 'waiting') then 'left' else state end, reason = 'erased',
         left_at = coalesce(left_at, waiting_since, entered_at), waiting_since = null, wait_until = null, codes = '{}'
       where shop_id = :shop and person_id = any(:people)`,
      `delete from due_items where shop_id = :shop and kind = 'flows.step'
         and subject in (select id from flow_runs where shop_id = :shop and person_id = any(:people))`,
    ],
    tell: `select flow_id, state, reason, subject, entered_at, left_at from flow_runs
           where shop_id = :shop and person_id = any(:people)`,
    left: { person_id: pseudonym },
  },
  people: {
    shop: 'shop_id',
    erase: [
      `update people set erased_at = :now, first_name_sealed = null, last_name_sealed = null, locale = null, country = null, timezone = null
       where shop_id = :shop and id = any(:people)`,
    ],
    tell: `select first_name_sealed, last_name_sealed, locale, country, timezone, orders_count, created_at from people
           where shop_id = :shop and id = any(:people)`,
  },
  person_identities: {
    shop: 'shop_id',
    erase: [
      `delete from person_identities where shop_id = :shop and (person_id = any(:people) or value_hash = any(:hashes))`,
    ],
    tell: `select kind, value_sealed, source, created_at from person_identities
           where shop_id = :shop and person_id = any(:people)`,
  },
  consents: {
    shop: 'shop_id',
    erase: [
      `delete from consents where shop_id = :shop and (person_id = any(:people) or identity_hash = any(:hashes))`,
    ],
    tell: `select channel, state, source, text, changed_at from consents
           where shop_id = :shop and (person_id = any(:people) or identity_hash = any(:hashes))`,
  },
  consent_changes: {
    shop: 'shop_id',
    erase: [
      `delete from consent_changes where shop_id = :shop and (person_id = any(:people) or identity_hash = any(:hashes))`,
    ],
    tell: `select channel, state, source, text, changed_at, recorded_at from consent_changes
           where shop_id = :shop and (person_id = any(:people) or identity_hash = any(:hashes)) order by id`,
  },
  person_preferences: {
    shop: 'shop_id',
    erase: [
      `delete from person_preferences where shop_id = :shop and (person_id = any(:people) or identity_hash = any(:hashes))`,
    ],
    tell: `select topics_off, pace, locale, paused_until, updated_at from person_preferences
           where shop_id = :shop and (person_id = any(:people) or identity_hash = any(:hashes))`,
  },
  person_joins: {
    shop: 'shop_id',
    // Keeps the pseudonyms; what tied them, what moved (it names hashes) and what they were called goes.
    erase: [
      `update person_joins set clue_hashes = '{}', moved = '{"keys":{},"sums":{}}', before_sealed = null
       where shop_id = :shop and (survivor_id = any(:people) or joined_id = any(:people))`,
    ],
    tell: `select source, joined_at, undone_at from person_joins
           where shop_id = :shop and (survivor_id = any(:people) or joined_id = any(:people))`,
  },
  orders: {
    shop: 'shop_id',
    erase: [
      `update orders set confirmation_number = null, checkout_token = null, cart_token = null, customer_id = null,
         email_hash = null, email_sealed = null, phone_hash = null, shipping_sealed = null, status_url_sealed = null, address_hash = null,
         ip_hash = null, locale = null, landing_site = null, referring_site = null, utm = null
       where shop_id = :shop and id = any(:orders)`,
    ],
    tell: `select id, name, email_sealed, shipping_sealed, status_url_sealed, currency, total_minor::text, refunded_minor::text, financial_status,
             fulfillment_status, source_name, locale, country, landing_site, referring_site, shipping_method, utm, discount_codes, processed_at
           from orders where shop_id = :shop and id = any(:orders)`,
    left: { person_id: pseudonym },
  },
  order_lines: {
    shop: 'shop_id',
    erase: [],
    tell: `select order_id, title, variant_title, quantity, price_minor::text from order_lines
           where shop_id = :shop and order_id = any(:orders)`,
  },
  fulfillments: {
    shop: 'shop_id',
    erase: [`update fulfillments set tracking_url = null where shop_id = :shop and order_id = any(:orders)`],
    tell: `select order_id, status, shipment_status, shipped_at, delivered_at, tracking_url from fulfillments
           where shop_id = :shop and order_id = any(:orders)`,
  },
  refunds: {
    shop: 'shop_id',
    erase: [],
    tell: `select order_id, amount_minor::text, currency, refunded_at from refunds
           where shop_id = :shop and order_id = any(:orders)`,
  },
  checkouts: {
    shop: 'shop_id',
    erase: [
      `delete from checkouts where shop_id = :shop and (person_id = any(:people) or email_hash = any(:hashes)
         or phone_hash = any(:hashes) or customer_id = any(:customers))`,
    ],
    tell: `select token, email_sealed, currency, total_minor::text, lines, locale, country, landing_site, created_at,
             last_activity_at, completed_at
           from checkouts where shop_id = :shop and (person_id = any(:people) or email_hash = any(:hashes))`,
  },
  message_clicks: {
    shop: 'shop_id',
    // Before the messages: afterwards nothing says any more to whose address they went.
    erase: [
      `delete from message_clicks where shop_id = :shop and message_id in (
         select id from messages where shop_id = :shop and (person_id = any(:people) or address_hash = any(:hashes)))`,
    ],
    tell: `select c.message_id, c.link, c.at from message_clicks c
           join messages m on m.shop_id = c.shop_id and m.id = c.message_id
           where c.shop_id = :shop and (m.person_id = any(:people) or m.address_hash = any(:hashes))`,
  },
  messages: {
    shop: 'shop_id',
    erase: [
      // What waits is dropped first: afterwards nothing says any more whose it was.
      `with gone as (
         update messages set status = 'dropped', reason = 'erased', decided_at = :now
         where shop_id = :shop and (person_id = any(:people) or address_hash = any(:hashes))
           and status in ('planned', 'deferred')
         returning shop_id, id, kind)
       insert into message_decisions (shop_id, message_id, kind, outcome, reason, at)
       select shop_id, id, kind, 'dropped', 'erased', :now from gone`,
      `update messages set address_hash = null, address_sealed = null, subject_line = null, content = null,
         provider_id = null, reason_params = null, locale = null
       where shop_id = :shop and (person_id = any(:people) or address_hash = any(:hashes))`,
    ],
    tell: `select kind, channel, status, reason, address_sealed, subject_line, wanted_at, sent_at, clicked_at from messages
           where shop_id = :shop and (person_id = any(:people) or address_hash = any(:hashes))`,
    left: { person_id: pseudonym },
  },
  message_decisions: {
    shop: 'shop_id',
    erase: [],
    tell: `select d.kind, d.outcome, d.reason, d.until, d.at from message_decisions d
           join messages m on m.shop_id = d.shop_id and m.id = d.message_id
           where d.shop_id = :shop and (m.person_id = any(:people) or m.address_hash = any(:hashes)) order by d.id`,
  },
  review_requests: {
    shop: 'shop_id',
    erase: [
      `update review_requests set status = 'cancelled', reason = 'erased', locale = null
       where shop_id = :shop and (person_id = any(:people) or order_id = any(:orders))
         and status in ('planned', 'sent')`,
    ],
    tell: `select order_id, status, due_at, sent_at, answered_at from review_requests
           where shop_id = :shop and person_id = any(:people)`,
    left: { person_id: pseudonym },
  },
  review_photos: {
    shop: 'shop_id',
    erase: [
      `delete from review_photos where shop_id = :shop and review_id in
         (select id from reviews where shop_id = :shop and person_id = any(:people))`,
    ],
    tell: `select p.id, p.width, p.height, p.created_at from review_photos p join reviews r on r.id = p.review_id
           where p.shop_id = :shop and r.person_id = any(:people)`,
  },
  reviews: {
    shop: 'shop_id',
    // The opinion stays, as nobody's: it is about a product. A review that names its author says so in `author_name` only.
    erase: [`update reviews set author_name = '–' where shop_id = :shop and person_id = any(:people)`],
    tell: `select product_id, rating, title, body, author_name, status, created_at from reviews
           where shop_id = :shop and person_id = any(:people)`,
    left: { person_id: pseudonym },
  },
  referral_visits: {
    shop: 'shop_id',
    erase: [
      `update referral_visits set ip_hash = null where shop_id = :shop and code in
         (select code from referral_links where shop_id = :shop and person_id = any(:people))`,
    ],
    tell: null,
  },
  referral_links: {
    shop: 'shop_id',
    erase: [`delete from referral_links where shop_id = :shop and person_id = any(:people)`],
    tell: `select code, state, created_at from referral_links where shop_id = :shop and person_id = any(:people)`,
  },
  referrals: {
    shop: 'shop_id',
    erase: [],
    tell: `select code, order_id, state, amount_minor::text, currency, created_at, paid_at from referrals
           where shop_id = :shop and (advocate_id = any(:people) or friend_id = any(:people))`,
    left: { advocate_id: pseudonym, friend_id: pseudonym },
  },
  credit_entries: {
    shop: 'shop_id',
    erase: [],
    tell: `select kind, amount_minor::text, currency, at from credit_entries
           where shop_id = :shop and person_id = any(:people)`,
    left: { person_id: pseudonym },
  },
  offer_grants: {
    shop: 'shop_id',
    erase: [],
    tell: `select offer_id, order_id, state, code, deadline_at, accepted_at from offer_grants
           where shop_id = :shop and (person_id = any(:people) or order_id = any(:orders))`,
    left: { person_id: pseudonym },
  },
  offer_events: {
    shop: 'shop_id',
    erase: [],
    tell: `select offer_id, order_id, type, surface, at from offer_events
           where shop_id = :shop and order_id = any(:orders)`,
  },
  offer_takings: {
    shop: 'shop_id',
    erase: ['delete from offer_takings where shop_id = :shop and person_id = any(:people)'],
    tell: `select offer_id, taken from offer_takings where shop_id = :shop and person_id = any(:people)`,
  },
  post_purchase_visits: { shop: 'shop_id', erase: [], tell: null },
  post_purchase_outcomes: { shop: 'shop_id', erase: [], tell: null },
  survey_answers: {
    shop: 'shop_id',
    erase: [
      `update survey_answers set text_sealed = null, person_id = null
       where shop_id = :shop and (person_id = any(:people) or order_id = any(:orders))`,
    ],
    tell: `select type, option_ids, scale, text_sealed, at from survey_answers
           where shop_id = :shop and (person_id = any(:people) or order_id = any(:orders))`,
    left: { person_id: pseudonym },
  },
  person_traits: {
    shop: 'shop_id',
    erase: ['delete from person_traits where shop_id = :shop and person_id = any(:people)'],
    tell: `select tags, read_at from person_traits where shop_id = :shop and person_id = any(:people)`,
  },
  wanted_traits: { shop: 'shop_id', erase: [], tell: null },
  vip_members: {
    shop: 'shop_id',
    erase: ['delete from vip_members where shop_id = :shop and person_id = any(:people)'],
    tell: `select state, source, asked_at, joined_at from vip_members where shop_id = :shop and person_id = any(:people)`,
  },
  birthdays: {
    shop: 'shop_id',
    erase: ['delete from birthdays where shop_id = :shop and person_id = any(:people)'],
    tell: `select month_day, year_sealed, consent_text, at from birthdays where shop_id = :shop and person_id = any(:people)`,
  },
  order_additions: {
    shop: 'shop_id',
    erase: [
      'update order_additions set pay_url_sealed = null where shop_id = :shop and order_id = any(:orders)',
    ],
    tell: `select offer_id, order_id, variant_id, quantity, state, currency, added_minor::text, quoted_at, added_at, settled_at
           from order_additions where shop_id = :shop and order_id = any(:orders)`,
  },
  offer_revisions: { shop: 'shop_id', erase: [], tell: null, left: { user_sealed: 'the merchant’s' } },
  offer_pictures: { shop: 'shop_id', erase: [], tell: null },
  contents: { shop: 'shop_id', erase: [], tell: null },
  content_revisions: { shop: 'shop_id', erase: [], tell: null, left: { user_sealed: 'the merchant’s' } },
  offer_code_pools: { shop: 'shop_id', erase: [], tell: null },
  offer_codes: { shop: 'shop_id', erase: [], tell: null },
  offer_promises: { shop: 'shop_id', erase: [], tell: null },
  offer_stats: { shop: 'shop_id', erase: [], tell: null },
  offer_credits: {
    shop: 'shop_id',
    erase: [],
    tell: `select order_id, offer_id, kind, day, gross_minor::text, refunded_minor::text from offer_credits
           where shop_id = :shop and order_id = any(:orders)`,
  },
  flows: { shop: 'shop_id', erase: [], tell: null },
  flow_versions: { shop: 'shop_id', erase: [], tell: null, left: { user_sealed: 'the merchant’s' } },
  flow_step_log: {
    shop: 'shop_id',
    erase: [],
    tell: `select l.flow_id, l.step_id, l.outcome, l.at from flow_step_log l join flow_runs r
           on r.shop_id = l.shop_id and r.id = l.run_id where l.shop_id = :shop and r.person_id = any(:people)`,
  },
  flow_list_members: ofPerson('flow_list_members', 'list, at'),
  flow_notes: ofPerson('flow_notes', 'text, at'),
  flow_marks: ofPerson('flow_marks', 'kind, key, at, ended_at'),
  flow_shops: { shop: 'shop_id', erase: [], tell: null, left: { webhook_secret_sealed: 'the shop’s' } },
  offer_people: { shop: 'shop_id', erase: [], tell: null },
  offer_counts: { shop: 'shop_id', erase: [], tell: null },
  offers: { shop: 'shop_id', erase: [], tell: null },
  experiments: { shop: 'shop_id', erase: [], tell: null },
  // Sums over people, as offer_people; nobody can be found in them.
  experiment_people: { shop: 'shop_id', erase: [], tell: null },
  complement_pairs: { shop: 'shop_id', erase: [], tell: null },
  complement_choices: { shop: 'shop_id', erase: [], tell: null },
  complement_products: { shop: 'shop_id', erase: [], tell: null },
  complement_best_sellers: { shop: 'shop_id', erase: [], tell: null },
  complement_runs: { shop: 'shop_id', erase: [], tell: null },
  products: { shop: 'shop_id', erase: [], tell: null },
  collections: { shop: 'shop_id', erase: [], tell: null },
  sync_cursors: { shop: 'shop_id', erase: [], tell: null },
  due_items: { shop: 'shop_id', erase: [], tell: null },
  shop_settings: { shop: 'shop_id', erase: [], tell: null },
  // Bodies are sealed and can't be searched: privacy's use cases empty them by shop (redact-customer, redact-shop).
  webhook_receipts: { shop: 'domain', erase: [], tell: null },
  shopify_sessions: {
    shop: 'domain',
    erase: [],
    tell: null,
    left: {
      access_token_sealed: 'the shop’s',
      refresh_token_sealed: 'the shop’s',
      user_sealed: 'the merchant’s',
      storefront_token_sealed: 'the shop’s',
    },
  },
  // Evidence that a request was answered; holds nothing of the person but the sealed answer, for 30 days.
  privacy_requests: { shop: null, erase: [], tell: null, left: { export_sealed: 'emptied after 30 days' } },
  shops: { shop: null, erase: [], tell: null, left: { email_sealed: 'the merchant’s' } },
};

/** `:name` → `$1`…, with the values in that order. @throws Error when a name has no value */
export function bind(sql: string, values: Record<string, unknown>): { text: string; values: unknown[] } {
  const names: string[] = [];
  const text = sql.replace(/(?<!:):([a-z]+)\b/g, (_all, name: string) => {
    if (!(name in values)) throw new Error(`no value for :${name}`);
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { text, values: names.map((name) => values[name]) };
}
