import type pg from 'pg';

/** How a column travels: Postgres's own binary form, so that neither side turns it into text and back. */
type CellType = 'text' | 'bytea' | 'timestamptz' | 'date';

interface Cell {
  text: string;
  bytea: Buffer;
  timestamptz: Date;
  /** `2026-11-21` */
  date: string;
}

/** One column of the rows that a statement takes. */
type RowsColumn<Row> = {
  [Type in CellType]: { type: Type; of(row: Row): Cell[Type] | null };
}[CellType];

/** A statement that takes many rows at once. */
export interface RowsStatement<Row> {
  /** of the prepared statement; unique in the process, at most 63 characters */
  name: string;
  /** SQL whose parameters are arrays, one per column: `insert … select * from unnest($1::text[], $2::bytea[]) …` */
  text: string;
  columns: readonly RowsColumn<Row>[];
}

const oids: Record<CellType, number> = { text: 25, bytea: 17, timestamptz: 1184, date: 1082 };
/** Postgres counts from here. */
const epochMs = Date.UTC(2000, 0, 1);
const two32 = 2 ** 32;
const dayMs = 86_400_000;

/** Longer texts are encoded by Node; up to here a loop is cheaper than the way into C++. */
const shortText = 64;
const firstBytes = 256 * 1024;
/** Larger buffers are not kept, nor more of them. */
const keptBytes = 8 * 1024 * 1024;
const keptBuffers = 4;

/**
 * One message after another in one growing buffer (https://www.postgresql.org/docs/18/protocol-message-formats.html). pg's own
 * writer copies each parameter up to three times into buffers that it throws away: with 6 KB bodies that was a third of what
 * intake cost.
 */
function createEncoder(start: Buffer) {
  let bytes = start;
  let at = 0;

  function room(count: number): void {
    if (at + count <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, at + count));
    bytes.copy(larger, 0, 0, at);
    bytes = larger;
  }

  function int32At(place: number, value: number): void {
    bytes[place] = value >>> 24;
    bytes[place + 1] = value >>> 16;
    bytes[place + 2] = value >>> 8;
    bytes[place + 3] = value;
  }

  function int32(value: number): void {
    room(4);
    int32At(at, value);
    at += 4;
  }

  function int16(value: number): void {
    room(2);
    bytes[at++] = value >>> 8;
    bytes[at++] = value;
  }

  /** A text without its length. @returns how many bytes it took */
  function plain(value: string): number {
    room(value.length * 3);
    if (value.length <= shortText) {
      let i = 0;
      for (; i < value.length; i++) {
        const code = value.charCodeAt(i);
        if (code > 127) break;
        bytes[at + i] = code;
      }
      if (i === value.length) {
        at += i;
        return i;
      }
    }
    const length = bytes.write(value, at, 'utf8');
    at += length;
    return length;
  }

  function cstring(value: string): void {
    plain(value);
    room(1);
    bytes[at++] = 0;
  }

  /** Microseconds since 2000 as 64 bits; exact, for they stay below 2^53 until the year 2255. */
  function timestamptz(value: Date): void {
    const micros = (value.getTime() - epochMs) * 1_000;
    if (!Number.isSafeInteger(micros)) throw new RangeError('a moment that cannot be stored');
    int32(8);
    int32(Math.floor(micros / two32));
    int32(micros % two32);
  }

  function cell(type: CellType, value: Cell[CellType] | null): void {
    if (value === null) {
      int32(-1);
      return;
    }
    switch (type) {
      case 'text': {
        const place = at;
        int32(0);
        int32At(place, plain(value as string));
        return;
      }
      case 'bytea': {
        const body = value as Buffer;
        int32(body.length);
        room(body.length);
        bytes.set(body, at);
        at += body.length;
        return;
      }
      case 'timestamptz':
        timestamptz(value as Date);
        return;
      case 'date':
        int32(4);
        int32((Date.parse(value as string) - epochMs) / dayMs);
    }
  }

  /** One array parameter: one dimension, elements counted from 1. */
  function array<Row>({ type, of }: RowsColumn<Row>, rows: readonly Row[]): void {
    const start = at;
    int32(0); // length, known at the end
    int32(1);
    const nulls = at;
    int32(0); // whether there are any
    int32(oids[type]);
    int32(rows.length);
    int32(1);
    for (const row of rows) {
      const value = of(row);
      if (value === null) int32At(nulls, 1);
      cell(type, value);
    }
    int32At(start, at - start - 4);
  }

  function message(code: number, fill: () => void): void {
    room(5);
    bytes[at] = code;
    const start = at + 1;
    at += 5;
    fill();
    int32At(start, at - start);
  }

  return {
    parse(statement: RowsStatement<never>): void {
      message(0x50, () => {
        cstring(statement.name);
        cstring(statement.text);
        int16(0);
      });
    },
    bindAndExecute<Row>(statement: RowsStatement<Row>, rows: readonly Row[]): void {
      message(0x42, () => {
        cstring('');
        cstring(statement.name);
        int16(1);
        int16(1); // every parameter is binary
        int16(statement.columns.length);
        for (const each of statement.columns) array(each, rows);
        int16(0);
      });
      message(0x45, () => {
        cstring('');
        int32(0);
      });
      message(0x53, () => {}); // sync
    },
    /** what was written; the whole buffer can be used again once it was sent */
    written: () => bytes.subarray(0, at),
    buffer: () => bytes,
  };
}

/** What pg asks of something that a client can run (as pg-cursor and pg-copy-streams do). */
interface PgConnection {
  parsedStatements: Record<string, string | undefined>;
  stream: { write(bytes: Buffer): boolean };
}

/** Writes rows by one prepared statement. @returns how many rows it changed @throws what the database said */
export type WriteRows = <Row>(statement: RowsStatement<Row>, rows: readonly Row[]) => Promise<number>;

/** Buffers that were sent and can be used again. */
const spare: Buffer[] = [];

/** `writeRows` on one connection, inside its transaction if it is in one. */
export function writeRowsOn<Row>(
  client: pg.ClientBase,
  statement: RowsStatement<Row>,
  rows: readonly Row[],
): Promise<number> {
  if (rows.length === 0) return Promise.resolve(0);
  return new Promise((resolve, reject) => {
    let sent: Buffer | null = null;
    let changed = 0;
    const run = {
      // By these two pg remembers on its connection what was prepared there.
      name: statement.name,
      text: statement.text,
      submit(connection: PgConnection): Error | null {
        const encoder = createEncoder(spare.pop() ?? Buffer.allocUnsafeSlow(firstBytes));
        try {
          if (connection.parsedStatements[statement.name] === undefined) encoder.parse(statement as never);
          encoder.bindAndExecute(statement, rows);
        } catch (error) {
          return error as Error; // nothing was sent
        }
        sent = encoder.buffer();
        connection.stream.write(encoder.written());
        return null;
      },
      /** `INSERT 0 57`, `UPDATE 57` */
      handleCommandComplete({ text }: { text: string }) {
        changed = Number(text.slice(text.lastIndexOf(' ') + 1));
      },
      handleReadyForQuery() {
        // The server has read all of it: the buffer is free. After an error nobody knows, and it is let go.
        if (sent && sent.length <= keptBytes && spare.length < keptBuffers) spare.push(sent);
        resolve(changed);
      },
      handleError: reject,
    };
    client.query(run as never);
  });
}

/** Opens `writeRows` over a pool: one transaction of its own, a connection taken for the length of one statement. */
export function openWriteRows(pool: pg.Pool): WriteRows {
  return async (statement, rows) => {
    if (rows.length === 0) return 0;
    const client = await pool.connect();
    let broken: Error | undefined;
    // A connection that breaks fails its statement; the event besides would end the process.
    const ignore = () => {};
    client.on('error', ignore);
    try {
      return await writeRowsOn(client, statement, rows);
    } catch (error) {
      // What the server answers leaves the connection good for the next statement, unless it says that it goes (57P).
      const code = String((error as { code?: unknown }).code);
      if (!/^[0-9A-Z]{5}$/.test(code) || code.startsWith('57P')) broken = error as Error;
      throw error;
    } finally {
      client.removeListener('error', ignore);
      client.release(broken);
    }
  };
}
