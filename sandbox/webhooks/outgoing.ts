import type { Faults } from '../control/faults.ts';
import type { Store, StoreEvent } from '../store/store.ts';
import type { Delivery } from '../store/tables.ts';
import { buildBody, protect } from './build.ts';
import type { Attempt } from './deliver.ts';
import { newWebhookId, post, sign, webhookHeaders } from './deliver.ts';
import type { AppConfig } from './subscriptions.ts';
import { pick } from './subscriptions.ts';

/** Seconds until each of the 8 retries: about exponential, four hours in all. */
export const RETRY_SECONDS = [10, 26, 70, 185, 490, 1290, 3400, 8929] as const;
const AT_ONCE = 16;
const LOG_LENGTH = 2000;

export type DeliveryLogEntry = {
  shop: string;
  topic: string;
  eventId: string;
  webhookId: string;
  attempt: number;
  status: number;
  ms: number;
  error: string | null;
  at: string;
};

export type Outgoing = {
  /** Queues what happened for every subscription that wants it. */
  announce(event: StoreEvent): void;
  /** Sends what is due. Called by itself after every announcement; call it after the clock moved. */
  pump(): void;
  /** Deliveries that are due or on their way. */
  pending(): number;
  /** Sandbox time of the next retry, or null. */
  nextAt(): string | null;
  log(): DeliveryLogEntry[];
  stop(): Promise<void>;
};

export type OutgoingDeps = {
  store(): Store;
  app(): AppConfig;
  appUrl(): string | null;
  secret: string;
  faults: Faults;
};

/** The side of the store that tells the app. Deliveries are kept until they were accepted or given up. */
export function createOutgoing(deps: OutgoingDeps): Outgoing {
  const inFlight = new Set<string>();
  let isStopped = false;
  let log: DeliveryLogEntry[] = [];
  const busy = new Set<Promise<void>>();

  const due = (): Delivery[] => {
    const now = deps.store().nowIso();
    return deps
      .store()
      .tables.deliveries.all()
      .filter((delivery) => delivery.nextAt <= now);
  };

  const attempt = async (delivery: Delivery): Promise<void> => {
    const store = deps.store();
    const base = deps.appUrl();
    const body = Buffer.from(delivery.body, 'utf8');
    const outcome: Attempt =
      base === null
        ? { status: 0, ms: 0, error: 'no app' }
        : await post(
            {
              url: new URL(delivery.uri, `${base}/`).href,
              body,
              headers: webhookHeaders({
                ...delivery,
                name: delivery.subscriptionName,
                hmac: sign(body, deps.secret),
              }),
            },
            deps.faults.take('webhook-network'),
          );
    if (isStopped && outcome.status === 0) return;
    delivery.attempts += 1;
    log.push({
      shop: delivery.shop,
      topic: delivery.topic,
      eventId: delivery.eventId,
      webhookId: delivery.webhookId,
      attempt: delivery.attempts,
      ...outcome,
      at: store.nowIso(),
    });
    if (log.length > LOG_LENGTH * 2) log = log.slice(-LOG_LENGTH);
    const isAccepted = outcome.status >= 200 && outcome.status < 300;
    const seconds = RETRY_SECONDS[delivery.attempts - 1];
    if (isAccepted || seconds === undefined) store.tables.deliveries.remove(delivery.id);
    else {
      delivery.nextAt = new Date(store.now().getTime() + seconds * 1000).toISOString();
      store.tables.deliveries.put(delivery);
    }
  };

  const pump = () => {
    if (isStopped || inFlight.size >= AT_ONCE) return;
    for (const delivery of due()) {
      if (inFlight.size >= AT_ONCE) return;
      if (inFlight.has(delivery.id)) continue;
      inFlight.add(delivery.id);
      const work = attempt(delivery).finally(() => {
        inFlight.delete(delivery.id);
        busy.delete(work);
        pump();
      });
      busy.add(work);
    }
  };

  return {
    announce(event) {
      const store = deps.store();
      const isAboutRemoval =
        event.topic === 'app/uninstalled' ||
        event.topic === 'shop/redact' ||
        event.topic === 'customers/redact';
      if (deps.appUrl() === null || (!event.shop.isInstalled && !isAboutRemoval)) return;
      const wanted = deps.app().subscriptions.filter((one) => one.topic === event.topic);
      if (wanted.length === 0) return;
      const body = protect(event.shop, event.topic, buildBody(store, event));
      if (body === null) return;
      const eventId = newWebhookId();
      const at = store.nowIso();
      for (const subscription of wanted) {
        const webhookId = newWebhookId();
        store.tables.deliveries.put({
          id: webhookId,
          shop: event.shop.domain,
          topic: event.topic,
          apiVersion: subscription.apiVersion,
          eventId,
          webhookId,
          subscriptionName: subscription.name,
          uri: subscription.uri,
          body: JSON.stringify(pick(body, subscription.includeFields)),
          triggeredAt: at,
          attempts: 0,
          nextAt: at,
        });
      }
      setImmediate(pump);
    },
    pump,
    pending: () => {
      const waiting = due();
      return waiting.length + [...inFlight].filter((id) => !waiting.some((one) => one.id === id)).length;
    },
    nextAt() {
      const now = deps.store().nowIso();
      let next: string | null = null;
      for (const delivery of deps.store().tables.deliveries.all()) {
        if (delivery.nextAt > now && (next === null || delivery.nextAt < next)) next = delivery.nextAt;
      }
      return next;
    },
    log: () => log,
    async stop() {
      isStopped = true;
      await Promise.race([
        Promise.allSettled([...busy]),
        new Promise((resolve) => setTimeout(resolve, 1000)),
      ]);
    },
  };
}
