import { connect, type Socket } from 'node:net';
import { percentile } from './numbers.ts';

export interface OpenLoopResult {
  sent: number;
  p50: number;
  p99: number;
  p999: number;
  max: number;
  bad: number;
  unanswered: number;
}

/**
 * Requests at random moments (Poisson) at a given rate, whatever the server does; latency counts from the moment a request was
 * due, so a server that stalls can't hide it. Raw keep-alive sockets: the generator must be cheaper than what it measures.
 * @param template a whole HTTP/1.1 request; 16 `#` in it become another number in each. Or what gives the n-th request
 */
export async function openLoop(input: {
  port: number;
  template: Buffer | ((n: number) => Buffer);
  perSecond: number;
  seconds: number;
  connections?: number;
  /** the n-th request went out; it was due at `at` (ms since 1970) */
  onSent?(n: number, at: number): void;
}): Promise<OpenLoopResult> {
  const { template } = input;
  const mark = typeof template === 'function' ? -1 : template.indexOf('################');
  let sent = 0;
  const latencies: number[] = [];
  const free: Socket[] = [];
  const sockets: Socket[] = [];
  const startedAt = new Map<Socket, number>();
  const backlog: number[] = [];
  let sequence = BigInt(Date.now()) * 1_000n;
  let bad = 0;

  function fire(socket: Socket, due: number): void {
    startedAt.set(socket, due);
    const bytes = typeof template === 'function' ? template(sent) : Buffer.from(template);
    input.onSent?.(sent++, performance.timeOrigin + due);
    for (let at = mark; at >= 0; at = bytes.indexOf('################', at + 16)) {
      bytes.write(String(sequence).padStart(16, '0'), at, 'latin1');
    }
    sequence++;
    socket.write(bytes);
  }

  for (let i = 0; i < (input.connections ?? 128); i++) {
    const socket = connect(input.port, '127.0.0.1');
    socket.setNoDelay(true);
    await new Promise((ok) => socket.once('connect', ok));
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      const due = startedAt.get(socket);
      if (due === undefined) return;
      if (!chunk.toString('latin1', 0, 10).startsWith('HTTP/1.1 2')) bad++;
      latencies.push(performance.now() - due);
      startedAt.delete(socket);
      const next = backlog.shift();
      if (next !== undefined) fire(socket, next);
      else free.push(socket);
    });
    free.push(socket);
    sockets.push(socket);
  }

  let next = performance.now() + 50;
  const end = next + input.seconds * 1_000;
  await new Promise<void>((finished) => {
    const tick = () => {
      const now = performance.now();
      while (next <= now && next < end) {
        const socket = free.pop();
        if (socket) fire(socket, next);
        else backlog.push(next);
        next += (-Math.log(1 - Math.random()) * 1_000) / input.perSecond;
      }
      const isAnswered = startedAt.size === 0 && backlog.length === 0;
      if (now > end + 5_000 || (now > end && isAnswered)) return finished();
      setTimeout(tick, 1);
    };
    tick();
  });
  const unanswered = backlog.length + startedAt.size;
  for (const socket of sockets) socket.destroy();
  return {
    sent: latencies.length + unanswered,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
    p999: percentile(latencies, 0.999),
    max: Math.max(...latencies),
    bad,
    unanswered,
  };
}
