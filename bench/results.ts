import pg from 'pg';
import { countPeople } from '../app/features/results/people.repo.server.ts';
import { readOfferResults, readOverview } from '../app/features/results/read-results.server.ts';
import { openDb } from '../app/platform/db/db.server.ts';
import { percentile, round } from './lib/numbers.ts';
import { startPostgres } from './lib/processes.ts';
import { report, type Verdict } from './lib/verdicts.ts';

const shop = {
  id: 'shp_bench',
  domain: 'bench.myshopify.com',
  name: 'Bench',
  currency: 'EUR',
  timezone: 'Europe/Berlin',
  locale: 'en',
  country: 'DE',
  storefrontUrl: 'https://bench.example.com',
  installedAt: new Date('2024-01-01T00:00:00Z'),
};
const today = '2026-11-24';
const from = { week: '2026-11-18', month: '2026-10-26', year: '2025-11-25' };

/**
 * The results pages of a shop with ten million events: thirty offers over two years, two of them with tests, on two placements,
 * some of them with many products; beside two hundred smaller shops. The roll-up is what such a shop has (the pages read nothing
 * else), made in SQL. Then how long the nightly count of one offer's people takes, over real rows of events and orders.
 */
export async function run({ isQuick }: { isQuick: boolean }): Promise<boolean> {
  const postgres = await startPostgres();
  const db = openDb(postgres.url, 4);
  try {
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const size = await fill(client, isQuick ? 0.1 : 1);
    process.stderr.write(`${size.rows} rows of roll-up, ${size.events} events in the large shop\n`);
    const ctx = { db, shop };
    const questions: [name: string, ask: () => Promise<unknown>][] = [
      [
        'all offers, 7 days',
        () => readOverview(ctx, { period: { from: from.week, to: today }, surface: null }),
      ],
      [
        'all offers, 30 days',
        () => readOverview(ctx, { period: { from: from.month, to: today }, surface: null }),
      ],
      [
        'all offers, 30 days, one placement',
        () => readOverview(ctx, { period: { from: from.month, to: today }, surface: 'thank-you' }),
      ],
      [
        'one offer, 30 days',
        () => readOfferResults(ctx, 'off_1', { period: { from: from.month, to: today }, surface: null }),
      ],
      [
        'one offer, 365 days',
        () => readOfferResults(ctx, 'off_1', { period: { from: from.year, to: today }, surface: null }),
      ],
      [
        'all offers, 365 days',
        () => readOverview(ctx, { period: { from: from.year, to: today }, surface: null }),
      ],
    ];
    const rows: Record<string, Record<string, unknown>> = {};
    const verdicts: Verdict[] = [];
    for (const [name, ask] of questions) {
      const taken: number[] = [];
      for (let i = 0; i < (isQuick ? 20 : 120); i++) {
        const began = performance.now();
        await ask();
        taken.push(performance.now() - began);
      }
      const measured = taken.slice(5);
      rows[name] = { p50: round(percentile(measured, 0.5), 1), p95: round(percentile(measured, 0.95), 1) };
      verdicts.push({
        what: `ms, ${name}, p95`,
        measured: percentile(measured, 0.95),
        limit: 50,
        kind: 'most',
      });
    }
    const began = performance.now();
    const days = await countPeople(ctx, db, {
      offerId: 'off_1',
      since: new Date('2025-11-25T00:00:00Z'),
      until: new Date('2026-11-25T00:00:00Z'),
      arms: null,
      metric: 'revenue',
    });
    const seconds = (performance.now() - began) / 1_000;
    const people = days.reduce((sum, day) => sum + day.people, 0);
    rows['people of one offer, nightly'] = { people, seconds: round(seconds, 1) };
    verdicts.push({
      what: 'people counted in a second, nightly',
      measured: people / seconds,
      limit: 20_000,
      kind: 'least',
    });
    await client.end();
    return report('results', rows, verdicts);
  } finally {
    await db.close();
    await postgres.stop();
  }
}

async function fill(client: pg.Client, scale: number): Promise<{ rows: number; events: number }> {
  await client.query(
    `insert into shops (id, domain, name, currency, timezone, locale, storefront_url, installed_at)
     select 'shp_' || n, n || '.example', 'x', 'EUR', 'Europe/Berlin', 'en', '', now() from generate_series(1, 200) n
     union all select 'shp_bench', 'bench.myshopify.com', 'Bench', 'EUR', 'Europe/Berlin', 'en', '', now()`,
  );
  await client.query(
    `insert into offers (id, shop_id, name, status, kind, surfaces, discount_kind, texts, created_at, updated_at, position)
     select 'off_' || n, 'shp_bench', 'Offer ' || n, case when n < 8 then 'active' else 'archived' end, 'product',
       '{thank-you,order-status}', 'percentage', '{}', now(), now(), n from generate_series(1, 30) n`,
  );
  // Eight of thirty run at a time. Offer 1 and 2 are tests; 1, 5 and 9 … choose among twelve products.
  await client.query(
    `insert into offer_stats (shop_id, offer_id, day, arm, surface, product_id, shown, seen, clicked, accepted, dismissed,
       held_out, bought, gross_minor, refunded_minor, discount_minor, pieces, costed_pieces, costed_minor, cost_minor)
     select 'shp_bench', 'off_' || o, d, a, s, p, 60, 48, 10, 6, 4, 3, 2, 5990, 300, 600, 2, 1, 2400, 900
     from generate_series(1, 30) o
     cross join generate_series(date '${today}' - 729, date '${today}', interval '1 day') d
     cross join unnest(case when o < 3 then array['a', 'b'] else array[''] end) a
     cross join unnest(array['thank-you', 'order-status']) s
     cross join unnest(case when o % 4 = 1 then array(select n::text from generate_series(1, 12) n) else array['1'] end) p
     where o < 8 or (d::date - date '2024-11-25') / 91 = o % 8`,
  );
  await client.query(
    `insert into offer_stats (shop_id, offer_id, day, surface, shown, clicked, accepted)
     select 'shp_' || n, 'off_' || n || '_' || o, d, 'thank-you', 9, 2, 1
     from generate_series(1, 200) n cross join generate_series(1, 4) o
     cross join generate_series(date '${today}' - 200, date '${today}', interval '1 day') d`,
  );
  await client.query(
    `insert into offer_people (shop_id, offer_id, arm_id, day, people, converted, revenue_minor, revenue_squares)
     select 'shp_bench', 'off_' || o, a, d, 100, 9, 54000, 324000000 from generate_series(1, 30) o
     cross join unnest(array['shown', 'held-out']) a
     cross join generate_series(date '${today}' - 365, date '${today}', interval '1 day') d`,
  );
  const orders = Math.round(400_000 * scale);
  await client.query(
    `insert into orders (shop_id, id, name, person_id, currency, total_minor, subtotal_minor, discount_codes, processed_at, paid_at,
       shop_updated_at)
     select 'shp_bench', n::text, '#' || n, 'per_' || (n % ${Math.round(orders * 0.7)}), 'EUR', 6000, 6000, '{}', at, at, at
     from generate_series(1, ${orders}) n
     cross join lateral (select timestamptz '${today}' - (n % 525000) * interval '1 minute' as at) t`,
  );
  await client.query(
    `insert into offer_events (shop_id, offer_id, order_id, type, event_id, surface, at)
     select 'shp_bench', 'off_' || o, id, case when n % 20 = 0 then 'held-out' else 'shown' end, o || '-' || id, 'thank-you',
       processed_at + interval '5 seconds'
     from generate_series(1, 3) o cross join (select id, processed_at, row_number() over () as n from orders) x`,
  );
  await client.query('vacuum analyze');
  const { rows } = await client.query<{ rows: string; events: string }>(
    `select count(*) as rows, sum(shown + seen + clicked + accepted + dismissed + held_out) as events
     from offer_stats where shop_id = 'shp_bench'`,
  );
  return { rows: Number(rows[0]?.rows), events: Number(rows[0]?.events) };
}
