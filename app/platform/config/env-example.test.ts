import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, envSchema, parseEnv } from './env.server.ts';

const lines = readFileSync('.env.example', 'utf8').split('\n');
/** Variables that are set, and those that are shown commented out. */
const given = new Map<string, string>();
const shown = new Set<string>();
for (const line of lines) {
  const match = /^(#?)([A-Z][A-Z0-9_]*)=(.*)$/.exec(line);
  if (!match) continue;
  shown.add(match[2]!);
  if (!match[1]) given.set(match[2]!, match[3]!);
}

describe('.env.example', () => {
  test('shows every variable, and none that nobody reads', () => {
    expect([...shown].sort()).toEqual(Object.keys(envSchema.shape).sort());
  });

  test('explains each one in a comment above it', () => {
    const bare = lines.filter(
      (line, index) =>
        /^#?[A-Z][A-Z0-9_]*=/.test(line) &&
        !/^#/.test(lines[index - 1] ?? '') &&
        !given.has(lines[index - 1]?.split('=')[0] ?? ''),
    );
    expect(bare).toEqual([]);
  });

  test('is a valid configuration outside production', () => {
    expect(() => parseEnv({ ...Object.fromEntries(given), NODE_ENV: 'development' })).not.toThrow();
  });

  test('is refused in production, because its secrets are samples; no value is told', () => {
    const failure = (() => {
      try {
        parseEnv(Object.fromEntries(given));
        return null;
      } catch (error) {
        return error as ConfigurationError;
      }
    })();
    expect(failure).toBeInstanceOf(ConfigurationError);
    expect(failure!.problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
      'ENCRYPTION_KEYS',
      'OPERATOR_TOKEN',
      'SHOPIFY_API_SECRET',
    ]);
    for (const [name, value] of given) {
      if (/SECRET|TOKEN|KEYS/.test(name)) expect(failure!.message).not.toContain(value);
    }
  });

  test('asks for the scopes of shopify.app.toml', () => {
    const toml = readFileSync('shopify.app.toml', 'utf8');
    expect(/^scopes = "(.*)"$/m.exec(toml)?.[1]).toBe(given.get('SHOPIFY_SCOPES'));
  });
});
