import { describe, expect, it } from 'vitest';
import { type ConfigurationError, parseEnv } from './env.server.ts';

const good = {
  NODE_ENV: 'production',
  APP_URL: 'https://reprise.example/',
  SHOPIFY_API_KEY: '0123456789abcdef',
  SHOPIFY_API_SECRET: 'shpss_0f9d8c7b6a5e4d3c2b1a',
  SHOPIFY_SCOPES: 'read_orders',
  DATABASE_URL: 'postgres://u:p@db/reprise',
  SMTP_URL: 'smtp://mail:25',
  MAIL_FROM: 'Shop <a@b.example>',
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 9).toString('base64')}`,
  OPERATOR_TOKEN: 'q9w8e7r6t5y4u3i2o1',
};

function problemsOf(source: Record<string, string | undefined>): string[] {
  try {
    parseEnv(source);
    return [];
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
}

describe('the configuration', () => {
  it('is parsed once, with defaults', () => {
    const env = parseEnv(good);
    expect(env.APP_URL).toBe('https://reprise.example');
    expect(env.PORT).toBe(3000);
    expect(env.ENCRYPTION_KEYS[0]?.key).toHaveLength(32);
    expect(env.REDIS_URL).toBeUndefined();
  });

  it('treats an empty variable as missing', () => {
    expect(parseEnv({ ...good, REDIS_URL: '' }).REDIS_URL).toBeUndefined();
  });

  it('names every problem at once, and never a value', () => {
    const problems = problemsOf({
      ...good,
      APP_URL: 'hunter2-not-a-url',
      ENCRYPTION_KEYS: 'k1:c2hvcnQ=',
      SMTP_URL: undefined,
      PORT: '70000',
    });
    expect(problems.map((problem) => problem.split(':')[0]).toSorted()).toEqual([
      'APP_URL',
      'ENCRYPTION_KEYS',
      'PORT',
      'SMTP_URL',
    ]);
    expect(problems.join('\n')).not.toMatch(/hunter2|c2hvcnQ/);
  });

  it('refuses sample secrets and test switches in production, and takes them elsewhere', () => {
    const sample = {
      ...good,
      SHOPIFY_API_SECRET: 'changeme-changeme-changeme',
      OPERATOR_TOKEN: 'example-operator-token',
      CLOCK_FILE: '/tmp/clock',
      SHOPIFY_ORIGIN: 'http://127.0.0.1:4400',
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
    };
    expect(
      problemsOf(sample)
        .map((problem) => problem.split(':')[0])
        .toSorted(),
    ).toEqual(['CLOCK_FILE', 'ENCRYPTION_KEYS', 'OPERATOR_TOKEN', 'SHOPIFY_API_SECRET', 'SHOPIFY_ORIGIN']);
    expect(problemsOf({ ...sample, NODE_ENV: 'development' })).toEqual([]);
  });
});
