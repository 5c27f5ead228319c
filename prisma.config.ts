import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { defineConfig } from 'prisma/config';

// The engine in JavaScript reads Postgres' catalogue through pg, which says `name` where the engine expects `text`.
// Only the command line needs this; at run time the client has its own adapter (app/platform/db).
interface Row {
  fields: { dataTypeID: number }[];
}
const prototype = (
  pg as unknown as { Query: { prototype: { handleRowDescription(this: unknown, row: Row): unknown } } }
).Query.prototype;
const original = prototype.handleRowDescription;
prototype.handleRowDescription = function handle(row) {
  for (const field of row.fields) {
    if (field.dataTypeID === 19) field.dataTypeID = 25;
    if (field.dataTypeID === 1003) field.dataTypeID = 1009;
  }
  return original.call(this, row);
};

export default defineConfig({
  schema: 'prisma/schema.prisma',
  experimental: { adapter: true },
  engine: 'js',
  adapter: async () =>
    new PrismaPg({
      connectionString: process.env.DATABASE_URL ?? '',
      idleTimeoutMillis: 200,
      allowExitOnIdle: true,
    }),
});
