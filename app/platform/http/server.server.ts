import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { newId } from '../../kit/id.ts';
import type { Logger } from '../log/log.server.ts';
import { readBody } from './body.server.ts';
import { compileRoutes, type DirectRequest, type DirectResponse, type DirectRoute } from './direct.ts';

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

/** What an answer to a program carries: of the security headers those that mean something without a page. */
const dataHeaders: Record<string, string> = { 'x-content-type-options': 'nosniff' };

/**
 * A request as a direct route sees it. A class, against the custom here, because its getters cost nothing until they are asked,
 * and a webhook asks for none of them.
 */
class Incoming implements DirectRequest {
  readonly method: string;
  readonly path: string;
  readonly params: Record<string, string>;
  readonly body: Buffer;
  readonly #message: IncomingMessage;
  #id: string | null = null;

  constructor(message: IncomingMessage, path: string, params: Record<string, string>, body: Buffer) {
    this.method = message.method ?? 'GET';
    this.path = path;
    this.params = params;
    this.body = body;
    this.#message = message;
  }

  get headers(): IncomingHttpHeaders {
    return this.#message.headers;
  }

  get query(): URLSearchParams {
    return queryOf(this.#message.url ?? '');
  }

  get ip(): string | null {
    return clientIp(this.#message);
  }

  get requestId(): string {
    this.#id ??= newId('req');
    return this.#id;
  }
}

function queryOf(url: string): URLSearchParams {
  const mark = url.indexOf('?');
  return new URLSearchParams(mark < 0 ? '' : url.slice(mark));
}

/** Headers as node writes them fastest, names and values in turn; made once for each object of headers. */
function flatHeaders(always: Record<string, string>): (own: Record<string, string> | undefined) => string[] {
  const known = new WeakMap<object, string[]>();
  const nothing = {};
  return (own = nothing) => {
    let flat = known.get(own);
    if (!flat) {
      flat = Object.entries({ ...always, ...own }).flat();
      known.set(own, flat);
    }
    return flat;
  };
}

/** The HTTP server: direct routes first, then the fallback. Answers 404, 405, 413 and 500 in plain words by itself. */
export function createHttpServer<Parts>(config: ServerConfig<Parts>): Server {
  const { log } = config;
  const match = compileRoutes(config.routes);
  const transport: Record<string, string> = config.isProduction
    ? { 'strict-transport-security': 'max-age=31536000' }
    : {};
  const pageHeaders = { ...securityHeaders, ...transport };
  const forBrowsers = flatHeaders({ ...dataHeaders, ...transport });
  const forServers = flatHeaders({});

  function send(response: ServerResponse, answer: DirectResponse, isForServers = false): void {
    const { body, status } = answer;
    const head = (isForServers ? forServers : forBrowsers)(answer.headers);
    if (status === 204) {
      response.writeHead(204, head);
      response.end();
      return;
    }
    const length = body === undefined ? 0 : Buffer.byteLength(body);
    response.writeHead(status, [...head, 'content-length', String(length)]);
    // As many bytes as characters: all of it is ASCII, which is written faster as what it is.
    if (typeof body === 'string' && length === body.length) response.end(body, 'latin1');
    else response.end(body);
  }

  function fail(
    response: ServerResponse,
    error: unknown,
    about: { request: string; path: string; shop: unknown },
  ) {
    log.error({ err: error, ...about }, 'request failed');
    if (response.headersSent) response.destroy();
    else
      send(response, {
        status: 500,
        headers: { 'content-type': 'text/plain' },
        body: `Something went wrong (${about.request}).`,
      });
  }

  function serveDirect(
    message: IncomingMessage,
    response: ServerResponse,
    path: string,
    found: { route: DirectRoute<Parts>; params: Record<string, string> },
  ): void {
    const { route } = found;
    readBody(message, route.maxBytes ?? defaultMaxBytes, (body) => {
      if (body === null) {
        const headers = { ...route.headers, connection: 'close' };
        send(response, { status: 413, headers, body: 'the body is too long' });
        return;
      }
      const request = new Incoming(message, path, found.params, body);
      const failed = (error: unknown) =>
        fail(response, error, {
          request: request.requestId,
          path,
          shop: message.headers['x-shopify-shop-domain'],
        });
      try {
        const answer = route.handle(request, config.parts);
        if (answer instanceof Promise) {
          answer.then((late) => send(response, late, route.isForServers)).catch(failed);
        } else send(response, answer, route.isForServers);
      } catch (error) {
        failed(error);
      }
    });
  }

  async function servePage(message: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const started = performance.now();
    const requestId = newId('req');
    const shop =
      message.headers['x-shopify-shop-domain'] ?? queryOf(message.url ?? '').get('shop') ?? undefined;
    try {
      const ip = clientIp(message);
      await config.fallback(message, response, { path, requestId, ip, headers: pageHeaders });
    } catch (error) {
      fail(response, error, { request: requestId, path, shop });
    } finally {
      // Pages are few and worth a line each; direct routes are many and told apart by their own measures.
      const level = path.startsWith('/assets/') ? 'debug' : 'info';
      if (log.isLevelEnabled(level)) {
        const { method } = message;
        const ms = Math.round(performance.now() - started);
        log[level]({ request: requestId, shop, method, path, status: response.statusCode, ms }, 'request');
      }
    }
  }

  const server = createServer((message, response) => {
    const url = message.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const found = match(message.method ?? 'GET', path);
    if (found.kind === 'found') serveDirect(message, response, path, found);
    else if (found.kind === 'none') void servePage(message, response, path);
    else send(response, { status: 405, headers: { allow: found.allow }, body: 'method not allowed' });
  });
  server.requestTimeout = 30_000;
  server.headersTimeout = 15_000;
  server.keepAliveTimeout = 65_000;
  return server;
}
