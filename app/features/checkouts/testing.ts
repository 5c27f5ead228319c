import type { TestContext } from '../../../tests/support/context.ts';
import type { CheckoutInput } from './checkout.ts';
import { recordCheckout } from './index.server.ts';

/** Somebody begins a checkout (or goes on with it) and leaves, as intake would have recorded it. */
export async function leaveCheckout(
  t: TestContext,
  token: string,
  email: string,
  change: Partial<CheckoutInput> = {},
): Promise<void> {
  const now = t.clock.now();
  await t.ctx.db.tx((tx) =>
    recordCheckout(
      t.ctx,
      tx,
      {
        token,
        shopifyId: null,
        cartToken: null,
        customerId: null,
        email,
        customerEmail: null,
        phone: null,
        customerPhone: null,
        firstName: 'Ada',
        lastName: null,
        currency: 'EUR',
        totalMinor: 4490n,
        lines: [
          {
            productId: null,
            variantId: null,
            title: 'Teekanne',
            variantTitle: null,
            quantity: 1,
            priceMinor: '4490',
          },
        ],
        recoveryUrl: `https://testladen.example/recover/${token}?key=1`,
        locale: 'de',
        country: 'DE',
        province: null,
        landingSite: null,
        createdAt: now,
        updatedAt: now,
        completedAt: null,
        acceptsMarketing: null,
        ...change,
      },
      { source: 'test', orderedAt: null },
    ),
  );
}
