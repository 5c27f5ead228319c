import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createLogger } from '../log/log.server.ts';
import { compileRoutes, type DirectRoute } from './direct.ts';
import { sendResponse, toRequest } from './fetch-bridge.server.ts';
import { clientIp, createHttpServer } from './server.server.ts';
import { staticFiles } from './static-files.server.ts';

const ok = () => ({ status: 200, body: 'ok' });
const servers: Server[] = [];
afterEach(() =>
  Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve)))),
);

async function serve(routes: DirectRoute<null>[]): Promise<string> {
  const server = createHttpServer({
    routes,
    parts: null,
    log: createLogger('silent', 'test'),
    isProduction: true,
    async fallback(request, response, info) {
      if (await staticFiles('app/platform/http')(request, response, info.path)) return;
      const page = toRequest(request, response, {
        baseUrl: 'https://app.example',
        own: { 'x-client-ip': info.ip ?? '' },
      });
      const text = `${page.method} ${page.url} ${page.headers.get('x-client-ip')} ${await page.text()}`;
      await sendResponse(
        new Response(text, {
          headers: [
            ['set-cookie', 'a=1'],
            ['set-cookie', 'b=2'],
          ],
        }),
        response,
        info.headers,
      );
    },
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('the table of direct routes', () => {
  const match = compileRoutes<null>([
    { method: 'GET', path: '/health', handle: ok },
    { method: 'POST', path: '/offers/:id/accept', handle: ok },
    { method: 'OPTIONS', path: '/offers/:id/accept', handle: ok },
  ]);
  test('finds fixed paths and parameters', () => {
    expect(match('GET', '/health').kind).toBe('found');
    expect(match('POST', '/offers/a%2Fb/accept')).toMatchObject({ kind: 'found', params: { id: 'a/b' } });
  });
  test('tells a wrong method from a path that is not here', () => {
    expect(match('PUT', '/health')).toMatchObject({ kind: 'wrong-method', allow: 'GET' });
    expect(match('GET', '/offers/1/accept')).toMatchObject({ kind: 'wrong-method', allow: 'POST, OPTIONS' });
    expect(match('GET', '/offers/1/accept/').kind).toBe('none');
    expect(match('POST', '/offers/%E0%A4%A/accept').kind).toBe('none');
  });
});

describe('the server', () => {
  test('hands the body over byte for byte and answers with security headers', async () => {
    let got: Buffer | undefined;
    const url = await serve([
      {
        method: 'POST',
        path: '/hook',
        handle: ({ body }) => {
          got = body;
          return { status: 200 };
        },
      },
    ]);
    const body = Buffer.from([0, 255, 13, 10, 34, 195, 40]);
    const answer = await fetch(`${url}/hook`, { method: 'POST', body });
    expect(answer.status).toBe(200);
    expect(got).toEqual(body);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('strict-transport-security')).toContain('max-age');
  });

  test('refuses a body that is too long, announced or not', async () => {
    const url = await serve([{ method: 'POST', path: '/hook', handle: ok, maxBytes: 10 }]);
    expect((await fetch(`${url}/hook`, { method: 'POST', body: 'x'.repeat(11) })).status).toBe(413);
    const stream = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 4; i++) controller.enqueue(new TextEncoder().encode('xxxx'));
        controller.close();
      },
    });
    const answer = await fetch(`${url}/hook`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(413);
  });

  test('a bug is answered 500 without its words, thrown or in a promise', async () => {
    const bug = () => {
      throw new Error('the password is hunter2');
    };
    const url = await serve([
      { method: 'GET', path: '/bug', handle: bug },
      { method: 'GET', path: '/late', handle: async () => bug() },
    ]);
    for (const path of ['/bug', '/late']) {
      const answer = await fetch(url + path);
      expect(answer.status).toBe(500);
      expect(await answer.text()).not.toContain('hunter2');
    }
  });

  test('sends what its headers say, once, and only what the other end reads', async () => {
    const url = await serve([
      {
        method: 'GET',
        path: '/json',
        handle: () => ({
          status: 200,
          headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'other' },
          body: 'grüß',
        }),
      },
      {
        method: 'POST',
        path: '/hook/:name',
        handle: ({ params }) => ({ status: 200, body: params.name! }),
        isForServers: true,
      },
      { method: 'GET', path: '/empty', handle: () => ({ status: 204 }) },
    ]);
    const json = await fetch(`${url}/json`);
    expect(await json.text()).toBe('grüß');
    expect(json.headers.get('content-length')).toBe('6');
    expect(json.headers.get('x-content-type-options')).toBe('other');
    const hook = await fetch(`${url}/hook/a%2Fb?c=d`, { method: 'POST' });
    expect(await hook.text()).toBe('a/b');
    expect(hook.headers.get('x-content-type-options')).toBeNull();
    expect((await fetch(`${url}/empty`)).headers.get('content-length')).toBeNull();
    expect((await fetch(`${url}/hook/a`)).status).toBe(405);
  });

  test('a sender that leaves in the middle is no error, and nothing is handled', async () => {
    let handled = 0;
    const handle = () => {
      handled++;
      return { status: 200 };
    };
    const url = await serve([{ method: 'POST', path: '/hook', handle }]);
    const port = Number(new URL(url).port);
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf', () =>
          socket.destroy(),
        );
      });
      socket.on('close', () => resolve());
    });
    expect((await fetch(`${url}/hook`, { method: 'POST', body: 'x' })).status).toBe(200);
    expect(handled).toBe(1);
  });

  test('pages get the configured address, whatever Host says, and no header of ours from outside', async () => {
    const url = await serve([]);
    const answer = await fetch(`${url}/page?a=1`, {
      method: 'POST',
      body: 'text',
      headers: { host: 'evil.example', 'x-client-ip': '6.6.6.6' },
    });
    expect(await answer.text()).toBe('POST https://app.example/page?a=1 127.0.0.1 text');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  test('serves files of the folder and nothing outside it', async () => {
    const url = await serve([]);
    const port = Number(new URL(url).port);
    // Written by hand: fetch would tidy the path before sending it.
    const raw = (path: string) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.end(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
        });
        let text = '';
        socket.on('data', (chunk) => {
          text += chunk;
        });
        socket.on('close', () => resolve(text));
      });
    for (const path of [
      '/../../../package.json',
      '/%2e%2e/%2e%2e/%2e%2e/package.json',
      '/..%2f..%2f..%2fpackage.json',
    ]) {
      expect(await raw(path)).not.toContain('"workspaces"');
    }
  });
});

describe('the other end', () => {
  const request = (peer: string, forwarded?: string) =>
    ({
      socket: { remoteAddress: peer },
      headers: forwarded ? { 'x-forwarded-for': forwarded } : {},
    }) as never;
  test('is believed to a proxy of ours only', () => {
    expect(clientIp(request('203.0.113.9', '1.1.1.1'))).toBe('203.0.113.9');
    expect(clientIp(request('::ffff:10.0.0.1', '6.6.6.6, 198.51.100.7'))).toBe('198.51.100.7');
    expect(clientIp(request('127.0.0.1'))).toBe('127.0.0.1');
  });
});
