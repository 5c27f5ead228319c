import { describe, expect, test } from 'vitest';
import { gid } from '../store/ids.ts';
import { placeOrder } from '../store/orders.ts';
import { findShop } from '../store/store.ts';
import { ask, testShop, testStore, variantsOf } from '../testing.ts';
import { appMetafields } from './app-metafields.ts';
import { parseExtension } from './extension-config.ts';

const TOML = `
api_version = "2026-07"
[[extensions]]
name = "t:name"
handle = "thanks"
type = "ui_extension"
[[extensions.metafields]]
namespace = "$app"
key = "offers"
[[extensions.targeting]]
target = "purchase.thank-you.block.render"
module = "./src/index.tsx"
[[extensions.targeting.metafields]]
namespace = "$app:limits"
key = "most"
[extensions.capabilities]
network_access = true
api_access = false
`;

describe('metafields of the app', () => {
  test('the toml says which, for all targets and for one', () => {
    const [config] = parseExtension(TOML);
    expect(config?.capabilities).toEqual(['network_access']);
    expect(config?.metafieldsOf('purchase.thank-you.block.render')).toEqual([
      { namespace: '$app', key: 'offers' },
      { namespace: '$app:limits', key: 'most' },
    ]);
    expect(config?.metafieldsOf('customer-account.order-status.block.render')).toEqual([
      { namespace: '$app', key: 'offers' },
    ]);
    expect(parseExtension('type = "checkout_post_purchase"\nname = "After"')[0]).toMatchObject({
      type: 'checkout_post_purchase',
      targets: [],
    });
  });

  test('they reach the page as Shopify hands them over, and nothing that was not asked for', async () => {
    const t = testStore();
    const shop = testShop(t);
    const [variant] = variantsOf(t, shop);
    const order = placeOrder(t.store, {
      shop: shop.domain,
      email: 'a@example.com',
      lines: [{ variantId: variant?.id ?? '', quantity: 1 }],
    });
    const set = (ownerId: string, namespace: string, key: string, type: string, value: string) => ({
      ownerId,
      namespace,
      key,
      type,
      value,
    });
    const { data } = await ask(
      t,
      shop,
      'mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { namespace } userErrors { message } } }',
      {
        m: [
          set(gid('Shop', shop.id), '$app', 'offers', 'json', '{"v":1}'),
          set(gid('Shop', shop.id), '$app', 'other', 'json', '{}'),
          set(gid('Product', variant?.productId ?? ''), '$app:limits', 'most', 'number_integer', '3'),
        ],
      },
    );
    expect(data).toMatchObject({
      metafieldsSet: {
        metafields: [{ namespace: 'app--1' }, { namespace: 'app--1' }, { namespace: 'app--1--limits' }],
        userErrors: [],
      },
    });
    const box = {
      shop: (text: string) => findShop(t.store, text),
      metafields: (domain: string, owner?: string) =>
        t.store.tables.metafields.inGroup(domain).filter((one) => one.ownerId === owner),
    };
    const wanted = [
      { namespace: '$app', key: 'offers' },
      { namespace: '$app:limits', key: 'most' },
    ];
    const entry = (value: string | number) => [
      {
        target: { type: 'shop', id: gid('Shop', shop.id) },
        metafield: {
          namespace: '$app',
          key: 'offers',
          type: 'json',
          valueType: 'json_string',
          value: '{"v":1}',
        },
      },
      {
        target: { type: 'product', id: gid('Product', variant?.productId ?? '') },
        metafield: {
          namespace: '$app:limits',
          key: 'most',
          type: 'number_integer',
          valueType: 'integer',
          value,
        },
      },
    ];
    expect(appMetafields(box, order, wanted, 'thank-you')).toEqual(entry('3'));
    expect(appMetafields(box, order, wanted, 'order-status')).toEqual(entry(3));
    expect(appMetafields(box, order, [], 'thank-you')).toEqual([]);
  });
});
