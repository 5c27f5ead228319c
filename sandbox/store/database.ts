import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * A document store in one SQLite file: everything lives in memory, every change is written through a moment later in
 * one transaction. It survives a restart; a SIGKILL of the sandbox itself can cost the last few milliseconds.
 */
export type Collection<T> = {
  get(id: string): T | undefined;
  /** Records whose `keys` hold this key. */
  byKey(key: string): T[];
  inGroup(group: string): T[];
  all(): T[];
  put(record: T): T;
  remove(id: string): void;
  size(): number;
};

export type Shape<T> = {
  id(record: T): string;
  group?(record: T): string;
  keys?(record: T): string[];
  /** Fields that records written by an older version lack. */
  defaults?: Partial<T>;
};

export type Database = {
  collection<T>(kind: string, shape: Shape<T>): Collection<T>;
  flush(): void;
  close(): void;
};

/** Raised when records change in a way that older code cannot read. */
const VERSION = 1;

function openFile(path: string): DatabaseSync {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const advice = 'Start with --fresh to empty the data folder, or give --data-dir another one.';
  let version: number;
  let sqlite: DatabaseSync;
  try {
    sqlite = new DatabaseSync(path);
    version = Number(sqlite.prepare('PRAGMA user_version').get()?.user_version);
    sqlite.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;' +
        'CREATE TABLE IF NOT EXISTS documents (kind TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;',
    );
  } catch (error) {
    throw new Error(`the store in ${path} is broken (${(error as Error).message}). ${advice}`);
  }
  if (version > VERSION)
    throw new Error(`the store in ${path} was written by a newer version of the sandbox. ${advice}`);
  sqlite.exec(`PRAGMA user_version = ${VERSION}`);
  return sqlite;
}

/** Opens (or creates) the file. `:memory:` keeps nothing. */
export function openDatabase(path: string): Database {
  const sqlite = openFile(path);
  const insert = sqlite.prepare(
    'INSERT INTO documents (kind, id, seq, json) VALUES (?, ?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json',
  );
  const erase = sqlite.prepare('DELETE FROM documents WHERE kind = ? AND id = ?');
  const select = sqlite.prepare('SELECT id, json FROM documents WHERE kind = ? ORDER BY seq');
  const last = sqlite.prepare('SELECT coalesce(max(seq), 0) AS seq FROM documents').get();
  let seq = Number(last?.seq ?? 0);

  const dirty = new Map<string, { kind: string; id: string; read(): unknown }>();
  let isScheduled = false;
  const flush = () => {
    isScheduled = false;
    if (dirty.size === 0) return;
    sqlite.exec('BEGIN');
    for (const { kind, id, read } of dirty.values()) {
      const record = read();
      if (record === undefined) erase.run(kind, id);
      else insert.run(kind, id, ++seq, JSON.stringify(record));
    }
    sqlite.exec('COMMIT');
    dirty.clear();
  };
  const touch = (kind: string, id: string, read: () => unknown) => {
    dirty.set(`${kind}\n${id}`, { kind, id, read });
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(flush);
  };

  return {
    collection<T>(kind: string, shape: Shape<T>): Collection<T> {
      const records = new Map<string, T>();
      const groups = new Map<string, Set<string>>();
      const index = new Map<string, Set<string>>();
      const filed = new Map<string, string[]>();
      const file = (map: Map<string, Set<string>>, key: string, id: string) => {
        const ids = map.get(key);
        if (ids === undefined) map.set(key, new Set([id]));
        else ids.add(id);
      };
      const unfile = (id: string) => {
        for (const key of filed.get(id) ?? []) index.get(key)?.delete(id);
        filed.delete(id);
      };
      const load = (record: T) => {
        const id = shape.id(record);
        records.set(id, record);
        if (shape.group) file(groups, shape.group(record), id);
        if (shape.keys) {
          unfile(id);
          const keys = shape.keys(record);
          filed.set(id, keys);
          for (const key of keys) file(index, key, id);
        }
      };
      for (const row of select.all(kind)) load({ ...shape.defaults, ...(JSON.parse(String(row.json)) as T) });
      const pick = (ids: Set<string> | undefined): T[] => {
        const found: T[] = [];
        for (const id of ids ?? []) {
          const record = records.get(id);
          if (record !== undefined) found.push(record);
        }
        return found;
      };
      return {
        get: (id) => records.get(id),
        byKey: (key) => pick(index.get(key)),
        inGroup: (group) => pick(groups.get(group)),
        all: () => [...records.values()],
        put(record) {
          const id = shape.id(record);
          load(record);
          touch(kind, id, () => records.get(id));
          return record;
        },
        remove(id) {
          const record = records.get(id);
          if (record === undefined) return;
          if (shape.group) groups.get(shape.group(record))?.delete(id);
          unfile(id);
          records.delete(id);
          touch(kind, id, () => records.get(id));
        },
        size: () => records.size,
      };
    },
    flush,
    close() {
      flush();
      sqlite.close();
    },
  };
}
