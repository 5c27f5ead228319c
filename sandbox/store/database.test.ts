import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from './database.ts';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Thing = { id: string; shop: string; name: string };
const shape = {
  id: (one: Thing) => one.id,
  group: (one: Thing) => one.shop,
  keys: (one: Thing) => [one.name],
};

test('what was put is there after the next opening, in the order it came', () => {
  const path = join(folder, 'store.sqlite');
  const first = openDatabase(path);
  const things = first.collection<Thing>('thing', shape);
  for (const id of ['9', '1', '5']) things.put({ id, shop: 'a', name: `n${id}` });
  things.put({ id: '1', shop: 'a', name: 'renamed' });
  things.remove('9');
  expect(things.byKey('n1')).toEqual([]);
  first.close();
  const again = openDatabase(path).collection<Thing>('thing', shape);
  expect(again.all().map((one) => one.id)).toEqual(['1', '5']);
  expect(again.byKey('renamed')).toHaveLength(1);
  expect(again.inGroup('a')).toHaveLength(2);
});

test('a broken file and one of a newer version are refused with one sentence', () => {
  const broken = join(folder, 'broken.sqlite');
  writeFileSync(broken, 'this is no database, and long enough to be looked at as one');
  expect(() => openDatabase(broken)).toThrow(/is broken .* --fresh/);
  const newer = join(folder, 'newer.sqlite');
  const sqlite = new DatabaseSync(newer);
  sqlite.exec('PRAGMA user_version = 99');
  sqlite.close();
  expect(() => openDatabase(newer)).toThrow(/newer version of the sandbox/);
});
