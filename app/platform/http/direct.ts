import type { IncomingHttpHeaders } from 'node:http';

/** A request on a hot path, as the server read it. `params` are decoded; `body` is byte for byte what came. */
export interface DirectRequest {
  method: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  ip: string | null;
  requestId: string;
}

export interface DirectResponse {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export type DirectHandler<Parts> = (
  request: DirectRequest,
  parts: Parts,
) => Promise<DirectResponse> | DirectResponse;

/** One row of the table of direct routes. A path segment `:name` is a parameter. */
export interface DirectRoute<Parts> {
  method: string;
  path: string;
  handle: DirectHandler<Parts>;
  /** a longer body is answered 413 without being read to its end; 64 KiB when not given */
  maxBytes?: number;
  /** what the server's own answers on this path carry too (too long, failed), such as CORS */
  headers?: Record<string, string>;
  /** The other end is a server, no browser: answers go without the headers that only browsers read. */
  isForServers?: boolean;
}

export type Match<Parts> =
  | { kind: 'found'; route: DirectRoute<Parts>; params: Record<string, string> }
  | { kind: 'wrong-method'; allow: string }
  | { kind: 'none' };

interface Pattern<Parts> {
  pattern: RegExp;
  names: string[];
  methods: Map<string, DirectRoute<Parts>>;
}

/** The first segment of a path, by which patterns are filed: `webhooks` of `/webhooks/orders`. */
function firstSegment(path: string): string {
  const end = path.indexOf('/', 1);
  return end < 0 ? path.slice(1) : path.slice(1, end);
}

/** Prepares the table: fixed paths by hash, those with parameters by first segment, then by pattern, in the table's order. */
export function compileRoutes<Parts>(
  routes: DirectRoute<Parts>[],
): (method: string, path: string) => Match<Parts> {
  const fixed = new Map<string, Map<string, DirectRoute<Parts>>>();
  const filed = new Map<string, Pattern<Parts>[]>();
  const bySource = new Map<string, Pattern<Parts>>();
  for (const route of routes) {
    if (!route.path.includes('/:')) {
      const methods = fixed.get(route.path) ?? new Map<string, DirectRoute<Parts>>();
      methods.set(route.method, route);
      fixed.set(route.path, methods);
      continue;
    }
    const names: string[] = [];
    const source = route.path.replace(/\/:(\w+)/g, (_all, name: string) => {
      names.push(name);
      return '/([^/]+)';
    });
    let known = bySource.get(route.path);
    if (!known) {
      known = { pattern: new RegExp(`^${source}$`), names, methods: new Map() };
      bySource.set(route.path, known);
      const first = firstSegment(route.path);
      filed.set(first, [...(filed.get(first) ?? []), known]);
    }
    known.methods.set(route.method, route);
  }

  return (method, path) => {
    const methods = fixed.get(path);
    if (methods) {
      const route = methods.get(method);
      if (route) return { kind: 'found', route, params: {} };
      return { kind: 'wrong-method', allow: [...methods.keys()].join(', ') };
    }
    const allow: string[] = [];
    for (const { pattern, names, methods } of filed.get(firstSegment(path)) ?? none) {
      const match = pattern.exec(path);
      if (!match) continue;
      const route = methods.get(method);
      if (!route) {
        allow.push(...methods.keys());
        continue;
      }
      const params: Record<string, string> = {};
      try {
        for (let i = 0; i < names.length; i++) {
          const part = match[i + 1] ?? '';
          params[names[i]!] = part.includes('%') ? decodeURIComponent(part) : part;
        }
      } catch {
        return { kind: 'none' };
      }
      return { kind: 'found', route, params };
    }
    return allow.length > 0 ? { kind: 'wrong-method', allow: allow.join(', ') } : { kind: 'none' };
  };
}

const none: never[] = [];
