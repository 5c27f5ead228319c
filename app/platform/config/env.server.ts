import { z } from 'zod';

/**
 * The only reader of the environment. Everything is checked at once, at start; a problem names its variable and what was
 * expected, never the value (it may be a secret).
 */
const sampleSecrets = ['changeme', 'secret', 'sample', 'example', 'sandbox-'];

const url = z.string().regex(/^https?:\/\/[^\s/]+(:\d+)?(\/[^\s]*)?$/, 'expected an http(s) URL');
const optionalUrl = url.optional();
const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((value) => value === 'true');

/** `id:base64,id:base64`: the first key seals, all of them open. Keys are 32 bytes. */
const encryptionKeys = z.string().transform((text, ctx) => {
  const keys: { id: string; key: Buffer }[] = [];
  for (const part of text.split(',')) {
    const colon = part.indexOf(':');
    const id = part.slice(0, colon).trim();
    const key = Buffer.from(part.slice(colon + 1).trim(), 'base64');
    if (colon < 1 || !/^[a-z0-9]{1,16}$/i.test(id) || key.length !== 32) {
      ctx.addIssue({
        code: 'custom',
        message: 'expected keyId:base64 of 32 bytes, comma-separated; the first one seals',
      });
      return z.NEVER;
    }
    keys.push({ id, key });
  }
  return keys;
});

/** Exported so that a test can hold .env.example against it. */
export const envSchema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  HOST: z.string().min(1).default('0.0.0.0'),
  APP_URL: url.transform((value) => value.replace(/\/+$/, '')),
  LINK_DOMAIN: url.transform((value) => value.replace(/\/+$/, '')).optional(),
  SHOPIFY_API_KEY: z.string().min(8, 'expected the client id of the app'),
  SHOPIFY_API_SECRET: z.string().min(16, 'expected the client secret of the app (16 characters or more)'),
  SHOPIFY_API_SECRET_PREVIOUS: z.string().min(16).optional(),
  SHOPIFY_SCOPES: z.string().min(1, 'expected a comma-separated list of access scopes'),
  SHOPIFY_ORIGIN: optionalUrl,
  APP_BRIDGE_URL: optionalUrl,
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'expected postgres://user:password@host:port/database'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(10),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'expected redis:// or rediss:// (TLS)')
    .optional(),
  REDIS_PREFIX: z
    .string()
    .regex(/^[\w:{}-]{1,64}$/, 'expected letters, digits, : { } _ -')
    .default('reprise'),
  REDIS_CLUSTER: flag,
  SMTP_URL: z.string().regex(/^smtps?:\/\//, 'expected smtp://user:password@host:port'),
  MAIL_FROM: z.string().min(3, 'expected an address such as "Shop <hello@example.com>"'),
  ENCRYPTION_KEYS: encryptionKeys,
  CLOCK_FILE: z.string().min(1).optional(),
  OPERATOR_TOKEN: z.string().min(16, 'expected 16 characters or more'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(500).default(20),
});

export type Env = z.output<typeof envSchema>;

/** The environment is not usable; `problems` has one sentence for each variable that is wrong. */
export class ConfigurationError extends Error {
  readonly problems: string[];
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.name = 'ConfigurationError';
    this.problems = problems;
  }
}

/**
 * Parses the environment.
 * @throws ConfigurationError listing every problem, without any value
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = envSchema.safeParse(given);
  const problems: string[] = [];
  if (!result.success) {
    for (const issue of result.error.issues) {
      const name = String(issue.path[0] ?? 'environment');
      problems.push(name in given ? `${name}: ${issue.message}` : `${name}: is missing (${issue.message})`);
    }
  }
  if (given.NODE_ENV === 'production') {
    for (const name of ['SHOPIFY_API_SECRET', 'OPERATOR_TOKEN', 'ENCRYPTION_KEYS']) {
      const value = String(given[name] ?? '').toLowerCase();
      const isZeroKey = name === 'ENCRYPTION_KEYS' && /:a{20,}=*$/.test(value);
      if (isZeroKey || sampleSecrets.some((sample) => value.startsWith(sample))) {
        problems.push(`${name}: looks like a sample value; production needs a secret of its own`);
      }
    }
    if (given.CLOCK_FILE) problems.push('CLOCK_FILE: is for tests; production runs on the system clock');
    if (given.SHOPIFY_ORIGIN)
      problems.push('SHOPIFY_ORIGIN: is for the sandbox; production talks to Shopify itself');
    if (given.APP_BRIDGE_URL)
      problems.push("APP_BRIDGE_URL: is for the sandbox; production uses Shopify's own script");
  }
  if (problems.length > 0 || !result.success) throw new ConfigurationError(problems);
  return result.data;
}

/** Reads and checks process.env. @throws ConfigurationError */
export function readEnv(): Env {
  return parseEnv(process.env);
}
