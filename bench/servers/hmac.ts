/**
 * The ceiling: node:http reads the body and checks the signature, nothing else. It is, step for step, the server that the
 * budgets were set against (the secret is given as text at each request), for a ratio means something
 * only against the limit it was taken from. Newer advice keeps a key object: `HMAC_KEY=kept` does, and the bench prints it
 * beside, without a verdict.
 */
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const text = process.env.SHOPIFY_API_SECRET ?? '';
const secret = process.env.HMAC_KEY === 'kept' ? createSecretKey(Buffer.from(text)) : text;
const ok = Buffer.from('ok');
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    const wanted = createHmac('sha256', secret).update(body).digest();
    const given = Buffer.from(String(request.headers['x-shopify-hmac-sha256'] ?? ''), 'base64');
    if (given.length !== 32 || !timingSafeEqual(wanted, given)) {
      response.statusCode = 401;
      response.end();
      return;
    }
    response.end(ok);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
