/** The limit of the decision bench: node:http parses a JSON body and answers JSON, with the headers an extension needs. */
import { createServer } from 'node:http';

const answer = {
  decisionId: 'dec_0123456789abcdef01234567',
  offers: [],
  referral: null,
  serverTime: '2026-11-21T10:00:00.000Z',
};
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.method !== 'POST') return response.end('ok');
    const body = JSON.parse((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8'));
    response.setHeader('content-type', 'application/json');
    response.setHeader('access-control-allow-origin', '*');
    response.end(JSON.stringify({ ...answer, offers: body.lines }));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
