import { createServer } from 'node:net';

/** Whether a port on loopback can be listened on now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** A port that the system picks. */
export function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}

/** The first free port from `first` on, leaving out those in `taken`; after a hundred tries any free one. */
export async function nextFree(first: number, taken: readonly number[] = []): Promise<number> {
  for (let port = first; port < Math.min(first + 100, 65_536); port += 1) {
    if (!taken.includes(port) && (await isFree(port))) return port;
  }
  return anyPort();
}
