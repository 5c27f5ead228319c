import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const here = import.meta.dirname;
const sources = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => /\.tsx?$/.test(file) && !/node_modules|\.(test|d)\./.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');

test('the preview has every element that the extensions draw with', () => {
  const used = new Set(sources(join(here, '../../../../../extensions')).match(/<s-[a-z-]+/g));
  const defined = sources(join(here, 'elements'));
  const missing = [...used].map((tag) => tag.slice(1)).filter((tag) => !defined.includes(`'${tag}'`));
  expect(used.size).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});
