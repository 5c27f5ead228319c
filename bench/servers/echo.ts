/**
 * The limit of the decision bench: node:http parses a JSON body and answers a short JSON, with two headers an extension needs. It
 * is, step for step, the server that the budgets were set against, no less and no more: the body is parsed from its bytes, and the
 * answer is `{"offers":[]}`.
 */
import { createServer } from 'node:http';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    if (request.method !== 'POST') return response.end('ok');
    // As written there: JSON.parse takes the buffer, which turns itself into text.
    const asked: unknown = JSON.parse((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)) as never);
    const offers: unknown[] = asked === null ? [asked] : [];
    response.setHeader('content-type', 'application/json');
    response.setHeader('access-control-allow-origin', '*');
    response.end(JSON.stringify({ offers }));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
