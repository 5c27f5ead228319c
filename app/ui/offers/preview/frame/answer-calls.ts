import { type AcceptResponse, OFFERS_PATH, type OfferCard, type QuoteResponse } from '@reprise/rules';
import type { PreviewPage } from '../preview-page.ts';

/**
 * Answers the extension's calls as our server would, without any server: cards are those of the draft, and taking an offer gives
 * a code that is plainly made up.
 */
export function answerCalls(page: PreviewPage): typeof fetch {
  return async (input, init) => {
    const path = new URL(input instanceof Request ? input.url : String(input)).pathname;
    if (path === OFFERS_PATH) return Response.json(page.answer);
    const [, id, call] = new RegExp(`^${OFFERS_PATH}/([^/]+)/(accept|quote)$`).exec(path) ?? [];
    const card = page.answer.offers.find((each) => each.id === decodeURIComponent(id ?? ''));
    if (!card) return new Response(null, { status: 202 });
    const body = JSON.parse(String(init?.body ?? '{}')) as { variantId?: string };
    return Response.json(call === 'quote' ? quote(page, card, body.variantId) : accepted(page, card));
  };
}

const dayMs = 24 * 60 * 60 * 1000;
const inHours = (hours: number) => new Date(Date.now() + hours * (dayMs / 24)).toISOString();

function accepted(page: PreviewPage, card: OfferCard): AcceptResponse {
  const code = {
    code: card.discount.kind === 'none' ? '' : 'SAMPLE-CODE',
    url: 'https://example.com/',
    deadlineAt: card.deadlineAt ?? null,
  };
  if (card.kind === 'question' || card.kind === 'vip' || card.kind === 'birthday') {
    return { kind: 'done', message: card.question?.thanks ?? '', accepted: code.code ? code : null };
  }
  if (card.kind === 'add-to-order') {
    return { kind: 'added', payUrl: 'https://example.com/', due: due(page, card), payBy: inHours(24) };
  }
  return { kind: 'accepted', ...code };
}

function due(page: PreviewPage, card: OfferCard, variantId?: string) {
  const product =
    [card.product, ...(card.moreProducts ?? [])].find((each) => each?.variantId === variantId) ??
    card.product;
  return product?.discountedPrice ?? { amount: '0', currency: page.order.currency };
}

function quote(page: PreviewPage, card: OfferCard, variantId: string | undefined): QuoteResponse {
  const price = card.product?.price ?? { amount: '0', currency: page.order.currency };
  const total = due(page, card, variantId);
  const isGerman = page.locale.startsWith('de');
  return {
    kind: 'quote',
    quoteId: 'preview',
    title: card.product?.title ?? '',
    quantity: 1,
    price,
    discount: {
      amount: String(Math.max(0, Number(price.amount) - Number(total.amount))),
      currency: price.currency,
    },
    tax: null,
    due: total,
    shippingNote: isGerman
      ? 'Kommt mit Ihrer Bestellung, ohne weitere Versandkosten.'
      : 'Sent with your order, no extra shipping.',
    payBy: inHours(24),
  };
}
