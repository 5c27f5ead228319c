import { MAX_EVENTS, type OfferCard, type OfferEvent, type OfferEventType } from '@reprise/rules';

/** How long events are gathered before they leave together. */
export const GATHER_MS = 300;
/** After a failed hand-in the same events, with the same ids, are tried once more. */
export const RETRY_MS = 4000;

/** An offer as events name it: which one, which variant of a test, and the product on its card. */
export type Tracked = Pick<OfferCard, 'id' | 'arm' | 'product'>;

export interface EventLog {
  /** Records that something happened to an offer; the same thing counts once per page view and offer. */
  readonly track: (type: OfferEventType, offer: Tracked) => void;
}

export interface EventLogParts {
  readonly mayMeasure: () => boolean;
  readonly send: (events: readonly OfferEvent[]) => Promise<boolean>;
}

/** A random UUID (version 4). Not crypto.randomUUID: that is missing where the page is not a secure context. */
export function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  let hex = '';
  for (const byte of bytes) hex += (byte + 0x100).toString(16).slice(1);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The events of one page view: gathered, sent in one request, tried twice at most, dropped without consent. */
export function createEventLog({ mayMeasure, send }: EventLogParts): EventLog {
  const known = new Set<string>();
  let waiting: OfferEvent[] = [];

  const handIn = async (events: readonly OfferEvent[], mayRetry: boolean): Promise<void> => {
    if (!mayMeasure() || (await send(events)) || !mayRetry) return;
    setTimeout(() => void handIn(events, false), RETRY_MS);
  };

  return {
    track: (type, { id, arm, product }) => {
      const key = `${type} ${id}`;
      if (known.has(key) || !mayMeasure()) return;
      known.add(key);
      if (waiting.length === 0) {
        setTimeout(() => {
          const events = waiting;
          waiting = [];
          for (let i = 0; i < events.length; i += MAX_EVENTS) {
            void handIn(events.slice(i, i + MAX_EVENTS), true);
          }
        }, GATHER_MS);
      }
      const at = new Date().toISOString();
      const about = { ...(arm ? { arm } : {}), ...(product ? { productId: product.productId } : {}) };
      waiting.push({ id: uuid(), type, offerId: id, ...about, at });
    },
  };
}
