import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOutbound } from './outbound.server.ts';

const got: { body: string; header: string | undefined }[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    got.push({ body, header: request.headers['reprise-id'] as string | undefined });
    response.writeHead(request.url === '/away' ? 302 : 204, { location: '/' }).end();
  });
});
let url = '';
beforeAll(
  () =>
    new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        resolve();
      });
    }),
);
afterAll(() => new Promise((resolve) => server.close(resolve)));

describe('calling out', () => {
  it('posts, and follows nobody elsewhere', async () => {
    const out = createOutbound({ isOpen: true });
    const call = { body: '{"a":1}', headers: { 'reprise-id': 'x' } };
    expect(await out.post({ url, ...call })).toEqual({ kind: 'answered', status: 204 });
    expect(got).toEqual([{ body: '{"a":1}', header: 'x' }]);
    expect(await out.post({ url: `${url}/away`, ...call })).toEqual({ kind: 'answered', status: 302 });
    expect(got).toHaveLength(2);
    expect(await out.post({ url: 'http://127.0.0.1:1', ...call })).toMatchObject({ kind: 'unreachable' });
  });

  it.each([
    ['http://example.com/'],
    ['https://127.0.0.1/'],
    ['https://localhost/'],
    ['https://2130706433/'],
    ['https://[::1]/'],
    ['https://user:pass@example.com/'],
    ['ftp://example.com/'],
    ['nonsense'],
  ])('in production %s is not called', async (address) => {
    const out = createOutbound({ isOpen: false });
    expect(await out.post({ url: address, body: '{}', headers: {} })).toMatchObject({ kind: 'forbidden' });
  });
});
