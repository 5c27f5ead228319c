import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import {
  buildClientSchema,
  type IntrospectionQuery,
  NoDeprecatedCustomRule,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { apiVersion } from '../admin-client.server.ts';
import '../gateway.server.ts';
import { checkoutToken } from './checkouts.ts';
import { operations, searchValue } from './operation.ts';

const data = 'node_modules/@shopify/dev-mcp/dist/data';
const introspection = JSON.parse(
  gunzipSync(readFileSync(`${data}/admin_${apiVersion}.json.gz`)).toString(),
) as { data: IntrospectionQuery };
const schema = buildClientSchema(introspection.data);

describe('every document of the Admin API', () => {
  it('is known to this test', () => {
    expect(operations.length).toBeGreaterThanOrEqual(15);
    expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length);
  });

  it.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s is valid against the published schema and uses nothing deprecated',
    (_name, { document }) => {
      const errors = validate(schema, parse(document), [...specifiedRules, NoDeprecatedCustomRule]);
      expect(errors.map(({ message }) => message)).toEqual([]);
    },
  );

  it('asks for the version that the webhooks are declared with', () => {
    const toml = parseToml(readFileSync('shopify.app.toml', 'utf8')) as { webhooks: { api_version: string } };
    expect(toml.webhooks.api_version).toBe(apiVersion);
  });
});

describe('search values', () => {
  it('cannot leave their quotes', () => {
    expect(searchValue("it's \\ OR status:any")).toBe("'it\\'s \\\\ OR status:any'");
  });
});

describe('the token of an abandoned checkout', () => {
  it.each([
    ['https://shop.example/checkouts/ac/Z2NwLWV1/recover?key=abc', 'Z2NwLWV1'],
    ['https://shop.example/12345/checkouts/0123abcd/recover?key=abc', '0123abcd'],
    ['https://shop.example/checkouts/cn/hWN1/en-de/recover?x=1', 'hWN1'],
    ['http://127.0.0.1:4400/store/a.myshopify.com/checkouts/9f8e/recover', '9f8e'],
  ])('is read from %s', (url, token) => {
    expect(checkoutToken(url)).toBe(token);
  });
  it('is null where there is none', () => {
    expect(checkoutToken('https://shop.example/cart')).toBeNull();
  });
});
