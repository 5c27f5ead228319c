import type { AppContext } from '../../platform/context.ts';
import type { ShopOffers } from './live-offer.ts';
import {
  type KeptComplements,
  loadShopOffers,
  readSignature,
  signatureSql,
} from './load-shop-offers.server.ts';
import { offersChannel } from './offers.repo.server.ts';

export interface LiveOffers {
  /** The shop's offers if they are in memory; undefined when they are not. */
  known(domain: string): ShopOffers | null | undefined;
  /** The shop's offers from memory; read once when unknown. null when the app is not installed there. */
  get(domain: string): Promise<ShopOffers | null>;
  /** The same, but certain to be no older than this call. For what must not be wrong, such as an accept. */
  fresh(domain: string): Promise<ShopOffers | null>;
  /** Looks whether any remembered shop changed, and reads those again. Done each second by itself. */
  checkVersions(): Promise<void>;
  close(): Promise<void>;
}

export type Listen = (channel: string, onMessage: (payload: string) => void) => () => Promise<void>;

interface Entry {
  offers: ShopOffers | null;
  complements: KeptComplements | null;
  usedAt: number;
  /** which load it came from: one that began earlier never replaces one that began later */
  load: number;
}

const checkEveryMs = 1_000;
const forgetAfterMs = 10 * 60_000;
const maxShops = 20_000;

/**
 * The live offers of every shop that shoppers ask about, compiled and kept in memory by version. A change made in another
 * process is heard (`listen`) within milliseconds; a check each second finds what was not heard. Neither is waited for.
 */
export function openLiveOffers(
  app: Pick<AppContext, 'db' | 'log'>,
  listen: Listen,
  options: { checkEveryMs?: number | null } = {},
): LiveOffers {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, Promise<ShopOffers | null>>();

  let loads = 0;
  const load = (domain: string): Promise<ShopOffers | null> => {
    const running = loading.get(domain);
    if (running) return running;
    const number = ++loads;
    const work = loadShopOffers(app, domain, entries.get(domain)?.complements ?? null)
      .then((found) => {
        const offers = found?.offers ?? null;
        const known = entries.get(domain);
        if (known && known.load > number) return known.offers;
        if (!known && entries.size >= maxShops) {
          const oldest = entries.keys().next().value;
          if (oldest !== undefined) entries.delete(oldest);
        }
        entries.set(domain, {
          offers,
          complements: found?.complements ?? null,
          usedAt: known?.usedAt ?? Date.now(),
          load: number,
        });
        return offers;
      })
      .finally(() => {
        if (loading.get(domain) === work) loading.delete(domain);
      });
    loading.set(domain, work);
    return work;
  };

  const checkVersions = async () => {
    const now = Date.now();
    for (const [domain, entry] of entries) if (now - entry.usedAt > forgetAfterMs) entries.delete(domain);
    if (entries.size === 0) return;
    const { rows } = await app.db.query<{ domain: string; signature: string }>(
      `select domain, ${signatureSql} as signature from shops where domain = any($1) and uninstalled_at is null`,
      [[...entries.keys()]],
    );
    const current = new Map(rows.map((row) => [row.domain, row.signature]));
    const changed = [...entries].filter(
      ([domain, entry]) => (entry.offers?.signature ?? null) !== (current.get(domain) ?? null),
    );
    await Promise.all(changed.map(([domain]) => load(domain)));
  };

  // A merchant who imports a thousand products is heard of a thousand times: one reading at a time, and one more after it.
  const rereading = new Map<string, { isStale: boolean }>();
  const reread = (domain: string) => {
    const running = rereading.get(domain);
    if (running) {
      running.isStale = true;
      return;
    }
    const state = { isStale: false };
    rereading.set(domain, state);
    // A load that is under way may have read the old state: it must not be joined.
    loading.delete(domain);
    load(domain)
      .catch((error: unknown) => app.log.warn({ err: error }, 'offers not read again'))
      .finally(() => {
        rereading.delete(domain);
        if (state.isStale) reread(domain);
      });
  };
  const stopListening = listen(offersChannel, (shopId) => {
    for (const [domain, entry] of entries) if (entry.offers?.shop.id === shopId) reread(domain);
  });

  let isChecking = false;
  const every = options.checkEveryMs === undefined ? checkEveryMs : options.checkEveryMs;
  const timer =
    every === null
      ? undefined
      : setInterval(() => {
          if (isChecking) return;
          isChecking = true;
          checkVersions()
            .catch((error: unknown) => app.log.warn({ err: error }, 'versions of offers not checked'))
            .finally(() => {
              isChecking = false;
            });
        }, every);
  timer?.unref();

  const known = (domain: string) => {
    const entry = entries.get(domain);
    if (!entry) return undefined;
    entry.usedAt = Date.now();
    return entry.offers;
  };

  return {
    known,
    async get(domain) {
      const offers = known(domain);
      return offers === undefined ? load(domain) : offers;
    },
    async fresh(domain) {
      const entry = entries.get(domain);
      if (entry) {
        const signature = await readSignature(app.db, domain);
        if (signature === (entry.offers?.signature ?? null)) return entry.offers;
      }
      // A load that is under way may have begun before this call.
      loading.delete(domain);
      return load(domain);
    },
    checkVersions,
    async close() {
      clearInterval(timer);
      await stopListening();
    },
  };
}
