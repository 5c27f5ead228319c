import type { PostPurchaseRenderApi } from '@shopify/post-purchase-ui-extensions';
import {
  Banner,
  BlockStack,
  Button,
  CalloutBanner,
  Heading,
  Image,
  Layout,
  Separator,
  Text,
  TextBlock,
  TextContainer,
  Tiles,
  View,
} from '@shopify/post-purchase-ui-extensions';
import { type Sequence, sequence } from './sequence.ts';
import { type PageOffer, signOffer, tellStep } from './server.ts';
import { type Words, wordsFor } from './words.ts';

/** The part of the remote root that this page uses. */
interface Root {
  createComponent(type: unknown, props?: object | null, children?: unknown): unknown;
  createText(text: string): unknown;
  appendChild(child: never): void;
  removeChild(child: never): void;
  mount(): Promise<void>;
}

interface Cost {
  shipping: string | null;
  taxes: string | null;
  due: { amount: string; currency: string };
}

/**
 * The page: one offer after another with what it will cost in the end, a clear yes and an equally clear no. Whatever goes wrong
 * leads on to the thank-you page; nobody is held up.
 */
export async function runPage(root: Root, api: PostPurchaseRenderApi, offers: PageOffer[]): Promise<void> {
  const { inputData } = api;
  const words = wordsFor(inputData.locale);
  const { referenceId } = inputData.initialPurchase;
  let shown: unknown = null;
  let isMounted = false;

  const show = async (tree: unknown) => {
    if (shown) root.removeChild(shown as never);
    shown = tree;
    root.appendChild(tree as never);
    if (!isMounted) {
      isMounted = true;
      await root.mount();
    }
  };

  const step = async (now: Sequence): Promise<void> => {
    const offer = now.current;
    if (!offer) return api.done();
    const cost = await costOf(api, offer);
    // Sold out or refused by Shopify: it is not shown at all.
    if (!cost) return step(now.skipped());
    await show(
      draw(root, words, offer, cost, {
        state: 'open',
        accept: () => void accept(now, offer, cost),
        decline: () => {
          tellStep(inputData.token, { referenceId, offerId: offer.offerId, result: 'declined' });
          void step(now.declined());
        },
      }),
    );
  };

  const accept = async (now: Sequence, offer: PageOffer, cost: Cost): Promise<void> => {
    const idle = () => {};
    await show(draw(root, words, offer, cost, { state: 'working', accept: idle, decline: idle }));
    const problem = await carryOut(api, offer);
    if (problem === null) return step(now.accepted());
    if (problem === 'too-many') return api.done();
    await show(
      draw(root, words, offer, cost, {
        state: problem,
        accept: idle,
        decline: () => void step(now.skipped()),
      }),
    );
  };

  await step(sequence(offers));
}

/** Signs and applies. @returns what went wrong, null when it is in the order */
async function carryOut(
  api: PostPurchaseRenderApi,
  offer: PageOffer,
): Promise<'gone' | 'failed' | 'too-many' | null> {
  const { token, initialPurchase } = api.inputData;
  const about = { referenceId: initialPurchase.referenceId, offerId: offer.offerId };
  const signed = await signOffer(token, about.referenceId, offer.offerId);
  if (signed?.kind === 'gone' || signed?.kind === 'too-many') return signed.kind;
  if (!signed) return 'failed';
  try {
    const result = await api.applyChangeset(signed.token);
    if (result.status === 'processed') {
      tellStep(token, { ...about, result: 'accepted' });
      return null;
    }
    const code = result.errors[0]?.code;
    tellStep(token, { ...about, result: 'failed', ...(code && { code }) });
  } catch {
    tellStep(token, { ...about, result: 'failed', code: 'server_error' });
  }
  return 'failed';
}

/** What Shopify says it will cost, tax and shipping included; null when it cannot be added. */
async function costOf(api: PostPurchaseRenderApi, offer: PageOffer): Promise<Cost | null> {
  try {
    const answer = await api.calculateChangeset({ changes: offer.changes as never });
    if (answer.status !== 'processed') return null;
    const { addedShippingLines, addedTaxLines, totalOutstandingSet } = answer.calculatedPurchase;
    const sum = (list: readonly { priceSet: { presentmentMoney: { amount: string } } }[]) =>
      list.length === 0
        ? null
        : String(list.reduce((all, { priceSet }) => all + Number(priceSet.presentmentMoney.amount), 0));
    const { amount, currencyCode } = totalOutstandingSet.presentmentMoney;
    return {
      shipping: sum(addedShippingLines),
      taxes: sum(addedTaxLines),
      due: { amount, currency: currencyCode },
    };
  } catch {
    return null;
  }
}

interface Scene {
  state: 'open' | 'working' | 'gone' | 'failed';
  accept(): void;
  decline(): void;
}

function draw(root: Root, words: Words, offer: PageOffer, cost: Cost, view: Scene): unknown {
  const make = (type: unknown, props: object | null, ...children: unknown[]) =>
    root.createComponent(type, props, children);
  const { say, money } = words;
  const { currency } = cost.due;
  const line = (label: string, value: string, isEmphasised = false) =>
    make(
      Tiles,
      { alignment: 'baseline' },
      make(TextBlock, { size: 'small', emphasized: isEmphasised }, label),
      make(
        TextContainer,
        { alignment: 'trailing' },
        make(TextBlock, { emphasized: isEmphasised, size: isEmphasised ? 'medium' : 'small' }, value),
      ),
    );
  const isLess = Number(offer.discounted.amount) < Number(offer.price.amount);
  const price = money(offer.discounted.amount, offer.discounted.currency);
  const isOver = view.state === 'gone' || view.state === 'failed';
  return make(
    BlockStack,
    { spacing: 'loose' },
    make(
      CalloutBanner,
      { title: offer.title },
      ...(offer.text ? [make(Text, { size: 'medium' }, offer.text)] : []),
    ),
    make(
      Layout,
      { maxInlineSize: 0.95, media: [{ viewportSize: 'medium', sizes: [0.5, 0.05, 0.45] }] },
      make(
        View,
        null,
        ...(offer.imageUrl
          ? [make(Image, { source: offer.imageUrl, description: offer.productTitle, fit: 'contain' })]
          : []),
      ),
      make(View, null),
      make(
        BlockStack,
        { spacing: 'tight' },
        make(Heading, { level: 1 }, offer.productTitle),
        make(
          TextContainer,
          null,
          make(Text, { emphasized: true, size: 'large' }, price),
          ...(isLess
            ? [
                make(Text, { subdued: true }, ` ${say('was', { price: '' })}`),
                make(
                  Text,
                  { role: 'deletion', subdued: true },
                  money(offer.price.amount, offer.price.currency),
                ),
              ]
            : []),
          ...(offer.badge ? [make(Text, { appearance: 'success' }, ` ${offer.badge}`)] : []),
        ),
        make(Separator, null),
        line(say('price'), price),
        line(say('shipping'), cost.shipping === null ? say('free') : money(cost.shipping, currency)),
        ...(cost.taxes === null ? [] : [line(say('taxes'), money(cost.taxes, currency))]),
        make(Separator, { width: 'medium' }),
        line(say('total'), money(cost.due.amount, currency), true),
        ...(isOver
          ? [make(Banner, { status: 'critical', title: say(view.state === 'gone' ? 'gone' : 'failed') })]
          : [
              make(
                Button,
                {
                  onPress: view.accept,
                  loading: view.state === 'working',
                  loadingLabel: say('working'),
                },
                say('accept', { price: money(cost.due.amount, currency) }),
              ),
            ]),
        make(
          Button,
          { onPress: view.decline, subdued: true, disabled: view.state === 'working' },
          say('decline'),
        ),
        make(TextBlock, { size: 'small', subdued: true }, say('note')),
      ),
    ),
  );
}
