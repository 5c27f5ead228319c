import autocannon from 'autocannon';

export interface Load {
  url: string;
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  body: string | Buffer;
  /** `[<id>]` in headers becomes another value in each request */
  hasIds: boolean;
  /** what is different in each request; dearer for the generator than ids */
  vary?(): { headers: Record<string, string>; body: string };
}

/** As many requests as the server takes, over `connections` at once. @returns answers per second and how they fared */
export async function closedLoop(
  load: Load,
  connections: number,
  seconds: number,
): Promise<{ answers: number; perSecond: number; non2xx: number; errors: number }> {
  const started = process.hrtime.bigint();
  const result = await autocannon({
    url: load.url,
    method: load.method,
    headers: load.headers,
    body: load.body,
    connections,
    duration: seconds,
    idReplacement: load.hasIds,
    ...(load.vary ? { requests: [{ setupRequest: (request) => ({ ...request, ...load.vary?.() }) }] } : {}),
  });
  const took = Number(process.hrtime.bigint() - started) / 1e9;
  return {
    answers: result['2xx'],
    perSecond: result['2xx'] / took,
    non2xx: result.non2xx,
    errors: result.errors,
  };
}
