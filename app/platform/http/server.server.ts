import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { newId } from '../../kit/id.ts';
import type { Logger } from '../log/log.server.ts';
import { readBody } from './body.server.ts';
import { compileRoutes, type DirectResponse, type DirectRoute } from './direct.ts';

const defaultMaxBytes = 64 * 1024;

/** What every answer carries, pages too. */
export const securityHeaders: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

export interface ServerConfig<Parts> {
  routes: DirectRoute<Parts>[];
  parts: Parts;
  log: Logger;
  isProduction: boolean;
  /** Everything that is no direct route. */
  fallback(request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void>;
}

export interface RequestInfo {
  path: string;
  requestId: string;
  ip: string | null;
  headers: Record<string, string>;
}

/**
 * Who is at the other end. A proxy of ours (private or loopback address) tells us in X-Forwarded-For, whose last entry is the
 * one that it wrote; from anybody else the header is worth nothing.
 */
export function clientIp(request: IncomingMessage): string | null {
  const peer = request.socket.remoteAddress?.replace(/^::ffff:/, '') ?? null;
  const forwarded = request.headers['x-forwarded-for'];
  const isOurs = peer !== null && /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|::1$|f[cd])/.test(peer);
  if (!isOurs || typeof forwarded !== 'string') return peer;
  return forwarded.split(',').at(-1)?.trim() || peer;
}

/** The HTTP server: direct routes first, then the fallback. Answers 404, 405, 413 and 500 in plain words by itself. */
export function createHttpServer<Parts>(config: ServerConfig<Parts>): Server {
  const match = compileRoutes(config.routes);
  const common = config.isProduction
    ? { ...securityHeaders, 'strict-transport-security': 'max-age=31536000' }
    : securityHeaders;

  function send(response: ServerResponse, answer: DirectResponse): void {
    const length = answer.body === undefined ? 0 : Buffer.byteLength(answer.body);
    const sized = answer.status === 204 ? {} : { 'content-length': length };
    response.writeHead(answer.status, { ...common, ...sized, ...answer.headers });
    response.end(answer.body);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const url = request.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const requestId = newId('req');
    const ip = clientIp(request);
    const found = match(request.method ?? 'GET', path);
    let shop = request.headers['x-shopify-shop-domain'];
    try {
      if (found.kind === 'none') {
        const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark));
        shop ??= query.get('shop') ?? undefined;
        await config.fallback(request, response, { path, requestId, ip, headers: common });
        return;
      }
      if (found.kind === 'wrong-method') {
        send(response, { status: 405, headers: { allow: found.allow }, body: 'method not allowed' });
        return;
      }
      const read = await readBody(request, found.route.maxBytes ?? defaultMaxBytes);
      if (read.kind === 'gone') return;
      if (read.kind === 'too-long') {
        const headers = { ...found.route.headers, connection: 'close' };
        send(response, { status: 413, headers, body: 'the body is too long' });
        return;
      }
      const answer = await found.route.handle(
        {
          method: request.method ?? 'GET',
          path,
          params: found.params,
          // Parsed only for those who ask: webhooks have none.
          get query() {
            return new URLSearchParams(mark < 0 ? '' : url.slice(mark));
          },
          headers: request.headers,
          body: read.body,
          ip,
          requestId,
        },
        config.parts,
      );
      send(response, answer);
    } catch (error) {
      config.log.error({ err: error, request: requestId, path, shop }, 'request failed');
      if (response.headersSent) response.destroy();
      else
        send(response, {
          status: 500,
          headers: { 'content-type': 'text/plain' },
          body: `Something went wrong (${requestId}).`,
        });
    } finally {
      // Direct routes are many and told apart by their own measures; pages are few and worth a line.
      const level = found.kind === 'none' && !path.startsWith('/assets/') ? 'info' : 'debug';
      if (config.log.isLevelEnabled(level)) {
        config.log[level](
          {
            request: requestId,
            shop,
            method: request.method,
            path,
            status: response.statusCode,
            ms: Math.round(performance.now() - started),
          },
          'request',
        );
      }
    }
  }

  const server = createServer((request, response) => void serve(request, response));
  server.requestTimeout = 30_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  return server;
}
