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
}

export type Match<Parts> =
  | { kind: 'found'; route: DirectRoute<Parts>; params: Record<string, string> }
  | { kind: 'wrong-method'; allow: string }
  | { kind: 'none' };

/** Prepares the table: fixed paths by hash, those with parameters by pattern, in the table's order. */
export function compileRoutes<Parts>(
  routes: DirectRoute<Parts>[],
): (method: string, path: string) => Match<Parts> {
  const fixed = new Map<string, Map<string, DirectRoute<Parts>>>();
  const patterns: { pattern: RegExp; names: string[]; route: DirectRoute<Parts> }[] = [];
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
    patterns.push({ pattern: new RegExp(`^${source}$`), names, route });
  }

  return (method, path) => {
    const methods = fixed.get(path);
    if (methods) {
      const route = methods.get(method);
      if (route) return { kind: 'found', route, params: {} };
      return { kind: 'wrong-method', allow: [...methods.keys()].join(', ') };
    }
    const allow: string[] = [];
    for (const { pattern, names, route } of patterns) {
      const match = pattern.exec(path);
      if (!match) continue;
      if (route.method !== method) {
        allow.push(route.method);
        continue;
      }
      const params: Record<string, string> = {};
      try {
        names.forEach((name, index) => {
          params[name] = decodeURIComponent(match[index + 1] ?? '');
        });
      } catch {
        return { kind: 'none' };
      }
      return { kind: 'found', route, params };
    }
    return allow.length > 0 ? { kind: 'wrong-method', allow: allow.join(', ') } : { kind: 'none' };
  };
}
