/**
 * `npm run bench -- NAME [--quick]`: runs one measure and prints its table and JSON lines. Sets nothing up: build first
 * (`npm run sandbox` or `npm test` once, or `npm run build`).
 */
import { existsSync, readdirSync } from 'node:fs';

const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && file !== 'main.ts')
  .map((file) => file.replace(/\.ts$/, ''));
const [name, ...flags] = process.argv.slice(2);
if (!name || !names.includes(name)) {
  process.stderr.write(`Which measure? One of: ${names.join(', ')}\n`);
  process.exit(2);
}
if (!existsSync('build/server/web.js')) {
  process.stderr.write('Not built yet: npm run build\n');
  process.exit(2);
}
process.argv.splice(2, process.argv.length - 2, ...flags);
await import(`./${name}.ts`);
