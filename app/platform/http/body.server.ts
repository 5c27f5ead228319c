import type { IncomingMessage } from 'node:http';

export type BodyResult = { kind: 'read'; body: Buffer } | { kind: 'too-long' } | { kind: 'gone' };

/** Reads a request's body, at most `maxBytes` of it. `gone`: the other side left before its end. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<BodyResult> {
  if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') {
    return Promise.resolve({ kind: 'read', body: Buffer.alloc(0) });
  }
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.resolve({ kind: 'too-long' });
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        resolve({ kind: 'too-long' });
        request.removeAllListeners('data');
        request.resume();
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => {
      resolve({ kind: 'read', body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length) });
    });
    request.on('error', () => resolve({ kind: 'gone' }));
    request.on('close', () => resolve({ kind: 'gone' }));
  });
}
