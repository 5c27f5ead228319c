import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLinkProbe } from './probe-link.server.ts';

const asked: string[] = [];
let server: Server;
let base: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const status = Number(request.url?.slice(1, 4)) || 200;
    if (request.url === '/302-in') response.setHeader('Location', 'http://169.254.169.254/latest/meta-data');
    else if (status === 301) response.setHeader('Location', '/200');
    else if (status === 307) response.setHeader('Location', request.url ?? '');
    response.statusCode = request.url === '/405' && request.method === 'GET' ? 200 : status;
    response.end('x'.repeat(100_000));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const here = createLinkProbe((address) => address === '127.0.0.1');

describe('a careful visitor', () => {
  it.each([
    ['/200', { kind: 'alive' }],
    ['/301', { kind: 'alive' }],
    ['/405', { kind: 'alive' }],
    ['/404', { kind: 'dead', answer: '404' }],
    ['/410', { kind: 'dead', answer: '410' }],
    ['/403', { kind: 'unsure', answer: '403' }],
    ['/429', { kind: 'unsure', answer: '429' }],
    ['/503', { kind: 'unsure', answer: '503' }],
    ['/307', { kind: 'unsure', answer: 'redirects' }],
    // a redirect is checked like the address itself
    ['/302-in', { kind: 'unsure', answer: 'private' }],
  ])('%s', async (path, probe) => {
    expect(await here(base + path)).toEqual(probe);
  });

  it('says when there is nobody', async () => {
    expect(await here('http://127.0.0.1:1/')).toEqual({ kind: 'unsure', answer: 'ECONNREFUSED' });
  });

  it.each([
    'http://127.0.0.1/',
    'http://localhost/',
    'http://[::1]/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
    'https://example.com:6379/',
    'file:///etc/passwd',
  ])('never knocks at %s', async (url) => {
    const before = asked.length;
    expect(await createLinkProbe()(url)).toEqual({ kind: 'unsure', answer: 'private' });
    expect(asked).toHaveLength(before);
  });
});
