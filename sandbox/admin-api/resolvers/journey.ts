import type { Order, Visit } from '../../store/records.ts';
import type { PageArgs } from '../connection.ts';
import { listConnection } from '../connection.ts';
import type { Context, Resolvers } from '../context.ts';
import { fields, gid, node } from '../context.ts';

type Moment = { order: Order; visit: Visit; which: 'first' | 'last' };

const query = (landingSite: string | null): URLSearchParams =>
  new URL(landingSite ?? '/', 'https://shop.example').searchParams;

/** The page on which the visit of an order began. */
export function landing({ store, shop }: Context, of: { landingSite: string | null }): string | null {
  return of.landingSite === null ? null : `${store.sandboxUrl()}/store/${shop.slug}${of.landingSite}`;
}

/** The `ref` of a landing page, as Shopify copies it out of the address. */
export function refOf({ landingSite }: { landingSite: string | null }): string | null {
  return query(landingSite).get('ref');
}

/** The visits that Shopify remembers of an order: the first one and the last; none at a counter. */
function visits(order: Order): Moment[] {
  if (order.landingSite === null) return [];
  const visit = {
    landingSite: order.landingSite,
    referringSite: order.referringSite ?? '',
    at: order.createdAt,
  };
  const last: Moment = { order, visit, which: 'last' };
  return order.firstVisit === undefined ? [last] : [{ order, visit: order.firstVisit, which: 'first' }, last];
}

const KNOWN_SITES: [RegExp, string][] = [
  [/(^|\.)google\./, 'Google'],
  [/(^|\.)bing\./, 'Bing'],
  [/(^|\.)(facebook|fb)\./, 'Facebook'],
  [/(^|\.)instagram\./, 'Instagram'],
  [/(^|\.)tiktok\./, 'TikTok'],
  [/(^|\.)pinterest\./, 'Pinterest'],
  [/(^|\.)youtube\./, 'YouTube'],
];

/** Where a visit came from, as Shopify names it: a site that it knows, the host, an e-mail, or direct. */
function sourceOf({ landingSite, referringSite }: Visit): string {
  if (query(landingSite).has('ref')) return 'referral';
  if (query(landingSite).get('utm_medium') === 'email') return 'an email';
  if (!URL.canParse(referringSite)) return 'direct';
  const { hostname } = new URL(referringSite);
  return KNOWN_SITES.find(([pattern]) => pattern.test(hostname))?.[1] ?? hostname;
}

const TACTICS: Record<string, string> = {
  email: 'NEWSLETTER',
  newsletter: 'NEWSLETTER',
  cpc: 'AD',
  ppc: 'AD',
  paid: 'AD',
  social: 'POST',
  affiliate: 'AFFILIATE',
  sms: 'MESSAGE',
};

function tacticOf(visit: Visit): string | null {
  const tactic = TACTICS[query(visit.landingSite).get('utm_medium')?.toLowerCase() ?? ''];
  return tactic ?? (['Google', 'Bing'].includes(sourceOf(visit)) ? 'SEO' : null);
}

function utm({ landingSite }: Visit) {
  const params = query(landingSite);
  const read = (name: string) => params.get(`utm_${name}`);
  const names = ['source', 'medium', 'campaign', 'content', 'term'] as const;
  if (names.every((name) => read(name) === null)) return null;
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

const visitNode = (moment: Moment | undefined) =>
  moment === undefined ? null : node('CustomerVisit', moment);

export const journeyResolvers: Resolvers = {
  CustomerJourneySummary: fields<Order>({
    ready: () => true,
    customerOrderIndex: (it, _args, { store }) =>
      it.customerId === null
        ? null
        : store.tables.orders.byKey(`customer|${it.customerId}`).filter((one) => one.createdAt < it.createdAt)
            .length,
    daysToConversion(it) {
      const first = visits(it)[0];
      if (first === undefined) return null;
      return Math.floor((Date.parse(it.createdAt) - Date.parse(first.visit.at)) / 86_400_000);
    },
    firstVisit: (it) => visitNode(visits(it)[0]),
    lastVisit: (it) => visitNode(visits(it).at(-1)),
    moments: (it, args) => listConnection(visits(it), args as PageArgs, visitNode),
    momentsCount: (it) => ({ count: visits(it).length, precision: 'EXACT' }),
  }),
  CustomerVisit: fields<Moment>({
    id: ({ order, which }) => gid('CustomerVisit', which === 'last' ? order.id : `${order.id}1`),
    landingPage: ({ visit }, _args, context) => landing(context, visit),
    landingPageHtml: () => null,
    marketingEvent: () => null,
    occurredAt: ({ visit }) => visit.at,
    referralCode: ({ visit }) => refOf(visit),
    referrerUrl: ({ visit }) => visit.referringSite || null,
    referralInfoHtml: () => '',
    source: ({ visit }) => sourceOf(visit),
    sourceDescription: () => null,
    sourceType: ({ visit }) => tacticOf(visit),
    utmParameters: ({ visit }) => utm(visit),
  }),
};
