import type pg from 'pg';
import type { Logger } from '../log/log.server.ts';

/**
 * Hears `notify` of other processes on one channel. Takes one connection of the pool for as long as it listens; a lost
 * connection is opened again a second later, and what was said meanwhile is missed: whoever needs certainty also looks.
 * @param onMessage called with the payload; must not throw
 * @returns stops listening and gives the connection back
 */
export function listen(
  pool: pg.Pool,
  channel: string,
  onMessage: (payload: string) => void,
  log: Logger,
): () => Promise<void> {
  let isOpen = true;
  let client: pg.PoolClient | null = null;
  let timer: NodeJS.Timeout | undefined;

  const again = () => {
    if (!isOpen) return;
    timer = setTimeout(() => void open(), 1_000);
    timer.unref();
  };
  const open = async () => {
    try {
      const opened = await pool.connect();
      if (!isOpen) return opened.release(true);
      const lost = () => {
        if (client !== opened) return;
        client = null;
        opened.release(true);
        again();
      };
      opened.on('error', lost);
      opened.on('end', lost);
      opened.on('notification', (message) => onMessage(message.payload ?? ''));
      client = opened;
      await opened.query(`listen "${channel.replaceAll('"', '""')}"`);
    } catch (error) {
      log.warn({ err: error, channel }, 'cannot listen; trying again');
      if (client) {
        const broken = client;
        client = null;
        broken.release(true);
      }
      again();
    }
  };
  const opening = open();

  return async () => {
    isOpen = false;
    clearTimeout(timer);
    await opening;
    const last = client;
    client = null;
    last?.release(true);
  };
}
