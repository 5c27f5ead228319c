/** The ceiling: node:http reads the body and checks the signature, nothing else. */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = createSecretKey(Buffer.from(process.env.SHOPIFY_API_SECRET ?? ''));
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    const wanted = createHmac('sha256', secret).update(body).digest();
    const given = Buffer.from(String(request.headers['x-shopify-hmac-sha256'] ?? ''), 'base64');
    response.statusCode = given.length === 32 && timingSafeEqual(wanted, given) ? 200 : 401;
    response.end('ok');
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
