import type { DomainEvents, EventName, Fact } from '../kit/events.ts';
import type { Fate } from '../kit/fate.ts';
import type { EmailChannel } from './channels/port.ts';
import type { Clock } from './clock/clock.server.ts';
import type { Db, Queryable } from './db/db.server.ts';
import type { Logger } from './log/log.server.ts';
import type { Outbound } from './outbound/port.ts';
import type { DueRows } from './queue/due-rows.server.ts';
import type { ShopifyPort } from './shopify/port.ts';
import type { Vault } from './vault/vault.server.ts';

/** Picks the words of a key in one language; parameters are inserted as they are, escaping is the renderer's. */
export type Translate = (key: string, params?: Record<string, string | number>) => string;

/** What a use case is handed, whatever the shop. Types only: the parts are built in app/wiring. */
export interface AppContext {
  db: Db;
  clock: Clock;
  log: Logger;
  vault: Vault;
  due: DueRows;
  email: EmailChannel;
  /** other systems, at addresses that merchants have typed in */
  outbound: Outbound;
  /** Words for people: `text('de-DE')('mail:reviews.subject', { shop })`. Falls back to the language, then English. */
  text(locale: string | null | undefined): Translate;
  /** public base URL of the app, no trailing slash */
  appUrl: string;
  /** base URL of links in messages: a domain of the operator's for them, else `appUrl`; no trailing slash */
  linkUrl: string;
  /**
   * States a fact inside the caller's transaction. What follows from it (app/wiring/reactions.server.ts) is written as due
   * rows in the same transaction, so the fact and its consequences stand or fall together.
   */
  emit<Name extends EventName>(
    tx: Queryable,
    shopId: string,
    name: Name,
    fact: Omit<DomainEvents[Name], 'shopId'>,
  ): Promise<void>;
  /** The same for many facts, of any shops, in two statements. */
  emitAll(tx: Queryable, facts: Fact[]): Promise<void>;
  /** A context for one installed shop; null when there is none with this id (uninstalled, redacted). */
  forShop(shopId: string): Promise<Context | null>;
}

/** The shop that a use case works for. Everything it reads or writes carries this id. */
export interface ShopRef {
  id: string;
  domain: string;
  name: string;
  currency: string;
  timezone: string;
  locale: string;
  country: string | null;
  storefrontUrl: string;
  installedAt: Date;
}

/** What a use case for one shop is handed. */
export interface Context extends AppContext {
  shop: ShopRef;
  shopify: ShopifyPort;
}

/** Who of a shop's people did something, as their admin names them. */
export interface Actor {
  /** Shopify's number of the user; null where it is not known */
  userId: string | null;
  name: string;
}

/** What a job's handler gets. */
export interface JobInput {
  subject: string;
  payload: unknown;
  attempt: number;
}

/** Does a job. Idempotent; may run twice at once; checks again whatever could have changed since it was planned. */
export type Handler = (ctx: Context, job: JobInput) => Promise<Fate>;
