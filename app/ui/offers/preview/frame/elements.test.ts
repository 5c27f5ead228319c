import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const here = import.meta.dirname;
const sources = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|d)\./.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

test('the preview has every element that the extensions draw with', () => {
  const used = new Set(sources(join(here, '../../../../../extensions')).match(/<s-[a-z-]+/g));
  const defined = sources(join(here, 'elements'));
  const missing = [...used].map((tag) => tag.slice(1)).filter((tag) => !defined.includes(`'${tag}'`));
  expect(used.size).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});
