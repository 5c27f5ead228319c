import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { z } from 'zod';

/** What the sandbox reads from a shopify.extension.toml, as Shopify does at deploy. */
type ExtensionConfig = {
  type: string;
  name: string;
  targets: string[];
  /** network_access, api_access … as far as they are switched on. */
  capabilities: string[];
  /** Metafields that are handed to a target. */
  metafieldsOf(target: string): { namespace: string; key: string }[];
};

const metafields = z.array(z.object({ namespace: z.string(), key: z.string() })).default([]);
const extension = z.object({
  type: z.string(),
  name: z.string().default(''),
  metafields,
  capabilities: z.record(z.string(), z.unknown()).default({}),
  targeting: z.array(z.object({ target: z.string(), metafields })).default([]),
});
const file = z.object({ extensions: z.array(extension).optional() }).loose();

/** Parses the text of a shopify.extension.toml: the shape with [[extensions]], or the old one without. */
export function parseExtension(text: string): ExtensionConfig[] {
  const raw = parse(text);
  const { extensions } = file.parse(raw);
  return (extensions ?? [extension.parse(raw)]).map((one) => ({
    type: one.type,
    name: one.name,
    targets: one.targeting.map(({ target }) => target),
    capabilities: Object.entries(one.capabilities)
      .filter(([, value]) => value === true)
      .map(([name]) => name),
    metafieldsOf: (target) => [
      ...one.metafields,
      ...one.targeting.filter((known) => known.target === target).flatMap((known) => known.metafields),
    ],
  }));
}

/** Every extension below a folder. One that can not be read says so and is left out. */
export function readExtensions(folder: string, complain: (problem: string) => void): ExtensionConfig[] {
  const names = (() => {
    try {
      return readdirSync(folder, { withFileTypes: true }).filter((one) => one.isDirectory());
    } catch {
      return [];
    }
  })();
  return names.flatMap(({ name }) => {
    try {
      return parseExtension(readFileSync(join(folder, name, 'shopify.extension.toml'), 'utf8'));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT')
        complain(`${name}/shopify.extension.toml: ${(error as Error).message}`);
      return [];
    }
  });
}
