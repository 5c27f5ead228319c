import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase } from '../../../tests/support/database.ts';
import { type Db, openDb, type RowsStatement } from './db.server.ts';

interface Row {
  key: string | null;
  body: Buffer | null;
  at: Date | null;
  day: string | null;
}

const put: RowsStatement<Row> = {
  name: 'test-put',
  text: `insert into things (key, body, at, day)
         select * from unnest($1::text[], $2::bytea[], $3::timestamptz[], $4::date[]) on conflict (key) do nothing`,
  columns: [
    { type: 'text', of: (row) => row.key },
    { type: 'bytea', of: (row) => row.body },
    { type: 'timestamptz', of: (row) => row.at },
    { type: 'date', of: (row) => row.day },
  ],
};
const row = (key: string, change: Partial<Row> = {}): Row => ({
  key,
  body: Buffer.from(key),
  at: new Date(0),
  day: '1970-01-01',
  ...change,
});

let db: Db;
let database: Awaited<ReturnType<typeof createDatabase>>;

beforeAll(async () => {
  database = await createDatabase();
  db = openDb(database.url, 2);
  await db.query(
    'create table things (n bigserial, key text unique, body bytea, at timestamptz, day date, check (key <> $$no$$))',
  );
});
afterAll(async () => {
  await db.close();
  await database.drop();
});
beforeEach(() => db.query('truncate things restart identity'));

const stored = async () =>
  (await db.query('select key, body, at, day::text as day from things order by n')).rows;

test('every value comes back as it went in, whatever it is', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.constantFrom('', 'x'.repeat(64), 'x'.repeat(65), 'ä'.repeat(64), '👩‍👩‍👧 שלום', `${'a'.repeat(63)}é`),
  );
  const rows = fc.array(
    fc.record<Row>({
      // Postgres keeps no NUL in a text, and half a pair has no UTF-8.
      key: fc.option(
        text.map((made) => made.replaceAll('\0', '').toWellFormed()).filter((made) => made !== 'no'),
      ),
      body: fc.option(fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes))),
      at: fc.option(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2255-01-01'), noInvalidDate: true }),
      ),
      day: fc.option(
        fc
          .date({ min: new Date('1900-01-01'), max: new Date('2255-01-01'), noInvalidDate: true })
          .map((date) => date.toISOString().slice(0, 10)),
      ),
    }),
    { minLength: 1, maxLength: 20 },
  );
  await fc.assert(
    fc.asyncProperty(rows, async (made) => {
      await db.query('truncate things restart identity');
      await db.writeRows(put, made);
      const seen = new Set<string>();
      const expected = made.filter(({ key }) => {
        if (key === null) return true;
        if (seen.has(key)) return false;
        seen.add(key);
        return true;
      });
      expect(await stored()).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('5 MB beside nothing, and the next statements reuse what was grown', async () => {
  const large = Buffer.alloc(5 * 1024 * 1024, 'r');
  await db.writeRows(put, [row('a', { body: large }), row('b', { body: Buffer.alloc(0) })]);
  for (let i = 0; i < 5; i++) await db.writeRows(put, [row(`c${i}`)]);
  const rows = await stored();
  expect(rows.map(({ key }) => key)).toEqual(['a', 'b', 'c0', 'c1', 'c2', 'c3', 'c4']);
  expect((rows[0]!.body as Buffer).equals(large)).toBe(true);
  expect(rows[1]!.body).toEqual(Buffer.alloc(0));
});

test('many at once over two connections, none mixed up with another', async () => {
  const batches = Array.from({ length: 40 }, (_, i) =>
    Array.from({ length: 1 + (i % 7) }, (_, j) => row(`${i}-${j}`, { body: Buffer.alloc(j * 997, `${i}`) })),
  );
  await Promise.all(batches.map((rows) => db.writeRows(put, rows)));
  const rows = await stored();
  expect(rows.length).toBe(batches.flat().length);
  const bodies = new Map(rows.map(({ key, body }) => [key, body as Buffer]));
  for (const { key, body } of batches.flat()) expect(bodies.get(key!)?.equals(body!)).toBe(true);
});

test('what the database refuses is thrown, nothing of it stays, and the connection serves on', async () => {
  const refuse = (rows: Row[]) => db.writeRows(put, rows);
  await expect(refuse([row('fine'), row('no')])).rejects.toMatchObject({ code: '23514' });
  await expect(refuse([row('a\0b')])).rejects.toMatchObject({ code: '22021' });
  await expect(refuse([row('x', { at: new Date(Number.NaN) })])).rejects.toThrow('cannot be stored');
  await expect(
    db.writeRows({ ...put, name: 'test-bad', text: 'insert into nowhere' }, [row('x')]),
  ).rejects.toThrow();
  const before = (await db.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid;
  await expect(refuse([row('no')])).rejects.toMatchObject({ code: '23514' });
  await refuse([row('after')]);
  expect((await db.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid).toBe(before);
  expect((await stored()).map(({ key }) => key)).toEqual(['after']);
});

test('a connection that breaks meanwhile is an error, not silence, and is replaced', async () => {
  const waits: RowsStatement<Row> = {
    name: 'test-waits',
    text: 'insert into things (key) select k from unnest($1::text[]) k, pg_sleep(30)',
    columns: [{ type: 'text', of: ({ key }) => key }],
  };
  const broken = expect(db.writeRows(waits, [row('never')])).rejects.toThrow();
  const kill = `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(30)' and pid <> pg_backend_pid()`;
  for (let killed = 0; killed === 0; ) killed = (await db.query(kill)).rowCount;
  await broken;
  await db.writeRows(put, [row('after')]);
  expect((await stored()).map(({ key }) => key)).toEqual(['after']);
});

test('no rows: nothing is asked', async () => {
  await db.writeRows({ ...put, name: 'never', text: 'no SQL at all' }, []);
});
