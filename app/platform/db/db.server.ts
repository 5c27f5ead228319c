import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';
import { openWriteRows, type RowsStatement, type WriteRows, writeRowsOn } from './write-rows.server.ts';

export type { RowsStatement };

/** What runs SQL: the pool or one transaction. Rows come with snake_case columns, bigint columns as JS bigint. */
export interface Queryable {
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number }>;
}

/** A transaction on one connection. */
export interface Tx extends Queryable {
  /** Many rows by one prepared statement, in binary: for what is large or much. */
  writeRows: WriteRows;
}

/**
 * The database. `query` and `tx` (pg) serve the hot paths and everything that must be atomic with due rows; `prisma` serves
 * the admin's reads and writes. They share one Postgres, not one transaction.
 */
export interface Db extends Queryable {
  prisma: PrismaClient;
  /** Runs `work` in one transaction; a throw rolls back. */
  tx<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /** Many rows by one prepared statement, in binary: for group commits on the hot paths. */
  writeRows: WriteRows;
  pool: pg.Pool;
  close(): Promise<void>;
}

const int8 = 20;
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 && format !== 'binary'
      ? (text: string) => BigInt(text)
      : (pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown),
};

/** Opens the pool; nothing is connected until the first query. @param max connections of this process */
export function openDb(url: string, max: number): Db {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    types: types as pg.CustomTypesConfig,
  });
  pool.on('error', () => {}); // a lost idle connection is replaced at the next query
  const prismaPool = new pg.Pool({
    connectionString: url,
    max: Math.max(2, Math.floor(max / 2)),
    idleTimeoutMillis: 30_000,
  });
  prismaPool.on('error', () => {});
  const prisma = new PrismaClient({ adapter: new PrismaPg(prismaPool) });
  return {
    pool,
    prisma,
    writeRows: openWriteRows(pool),
    query: async (text, values) => {
      const result = await pool.query(text, values);
      return { rows: result.rows, rowCount: result.rowCount ?? 0 };
    },
    async tx(work) {
      const client = await pool.connect();
      let broken: Error | undefined;
      // A connection that breaks fails its statements; the event besides would end the process.
      const ignore = () => {};
      client.on('error', ignore);
      try {
        await client.query('begin');
        const result = await work({
          query: async (text, values) => {
            const answer = await client.query(text, values);
            return { rows: answer.rows, rowCount: answer.rowCount ?? 0 };
          },
          writeRows: (statement, rows) => writeRowsOn(client, statement, rows),
        });
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch((failure: Error) => {
          broken = failure;
        });
        throw error;
      } finally {
        client.removeListener('error', ignore);
        client.release(broken);
      }
    },
    async close() {
      await prisma.$disconnect();
      await prismaPool.end();
      await pool.end();
    },
  };
}
