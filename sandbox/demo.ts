import type { Box, Order, Shop, Variant } from './box.ts';
import { catalogues } from './catalogue/index.ts';
import type { Store } from './store/store.ts';

const PEOPLE = {
  de: [
    {
      firstName: 'Anna',
      lastName: 'Sommer',
      email: 'anna.sommer@example.de',
      city: 'Berlin',
      zip: '10115',
      address1: 'Invalidenstraße 12',
      countryCode: 'DE',
    },
    {
      firstName: 'Jürgen',
      lastName: 'Weiß',
      email: 'juergen.weiss@example.de',
      city: 'München',
      zip: '80331',
      address1: 'Sendlinger Straße 5',
      countryCode: 'DE',
    },
    {
      firstName: 'Léa',
      lastName: 'Moreau',
      email: 'lea.moreau@example.fr',
      city: 'Lyon',
      zip: '69002',
      address1: '8 rue de la République',
      countryCode: 'FR',
    },
  ],
  en: [
    {
      firstName: 'Grace',
      lastName: 'Kim',
      email: 'grace.kim@example.com',
      city: 'Portland',
      zip: '97205',
      address1: '410 SW Alder St',
      countryCode: 'US',
    },
    {
      firstName: 'Omar',
      lastName: 'Haddad',
      email: 'omar.haddad@example.com',
      city: 'Denver',
      zip: '80202',
      address1: '1600 Larimer St',
      countryCode: 'US',
    },
    {
      firstName: '陽子',
      lastName: '佐藤',
      email: 'yoko.sato@example.jp',
      city: '東京',
      zip: '150-0001',
      address1: '神宮前1-2-3',
      countryCode: 'JP',
    },
  ],
} as const;

type Person = {
  firstName: string;
  lastName: string;
  email: string;
  city: string;
  zip: string;
  address1: string;
  countryCode: string;
};

function addressOf({ email: _email, ...address }: Person) {
  return { ...address };
}

/** A little history: what every shop has, and what most samples forget. */
function history(box: Box, shop: Shop): Order[] {
  const { variants } = box.catalog(shop.domain);
  const people = shop.locale.startsWith('de') ? PEOPLE.de : PEOPLE.en;
  const [first, second, abroad] = people as unknown as [Person, Person, Person];
  const pick = (index: number) => variants.filter((one) => one.stock > 3)[index % variants.length] as Variant;
  const by = (person: Person) => ({
    shop: shop.domain,
    email: person.email,
    locale: shop.locale,
    shippingAddress: addressOf(person),
  });
  const line = (index: number, quantity = 1) => ({ variantId: pick(index).id, quantity });

  const sent = box.placeOrder({ ...by(first), lines: [line(0), line(3, 2)], acceptsMarketing: true });
  box.fulfill(sent.id, { trackingNumber: '00340434161094021501' });
  box.tracking(sent.id, { status: 'in_transit' });
  const delivered = box.placeOrder({ ...by(second), lines: [line(5)] });
  box.fulfill(delivered.id, { trackingNumber: '00340434161094021502' });
  box.deliver(delivered.id, {});
  const foreign = box.placeOrder({
    ...by(abroad),
    lines: [line(7)],
    currency: abroad.countryCode === 'JP' ? 'JPY' : shop.currency,
  });
  const counter = box.placeOrder({ shop: shop.domain, lines: [line(2)], source: 'pos' });
  box.fulfill(counter.id, {});
  const custom = box.placeOrder({
    shop: shop.domain,
    email: first.email,
    lines: [
      {
        title: shop.locale.startsWith('de') ? 'Gravur' : 'Engraving',
        price: shop.currency === 'JPY' ? '800' : '8.00',
        quantity: 1,
      },
      line(4),
    ],
    source: 'shopify_draft_order',
  });
  const later = box.placeOrder({ ...by(second), lines: [line(8)], financialStatus: 'pending' });
  const dinar = box.placeOrder({ ...by(first), lines: [line(6)], currency: 'KWD' });
  const returned = box.placeOrder({ ...by(abroad), lines: [line(1), line(9)] });
  box.refund(returned.id, { lines: [{ variantId: pick(9).id, quantity: 1 }] });
  return [sent, delivered, foreign, counter, custom, later, dinar, returned];
}

/** The two demonstration shops of a first start: installed, with a little history, not switched on yet. */
export async function demoShops(box: Box, store: Store, say: (text: string) => void): Promise<void> {
  if (store.tables.shops.size() > 0) return;
  for (const [catalog, { shop: about }] of Object.entries(catalogues)) {
    try {
      const shop = await box.createShop({ ...about, catalog, history: true });
      history(box, shop);
      say(`opened the shop ${shop.name} (${shop.currency}) and installed the app in it`);
    } catch (error) {
      say(`a demonstration shop could not be opened: ${(error as Error).message}`);
    }
  }
}
