/** Replaced at build time; nothing else of an environment reaches the bundle. */
declare const process: { readonly env: { readonly APP_URL: string } };

export interface Change {
  readonly type: 'add_variant';
  readonly variantId: number;
  readonly quantity: number;
  readonly discount?: {
    readonly value: number;
    readonly valueType: 'percentage' | 'fixed_amount';
    readonly title: string;
  };
}

export interface PageOffer {
  readonly offerId: string;
  readonly title: string;
  readonly text: string;
  readonly button: string;
  readonly productTitle: string;
  readonly imageUrl: string | null;
  readonly badge: string;
  readonly price: { readonly amount: string; readonly currency: string };
  readonly discounted: { readonly amount: string; readonly currency: string };
  readonly changes: Change[];
}

export type Signed = { kind: 'signed'; token: string } | { kind: 'gone' } | { kind: 'too-many' };

const path = '/checkout/post-purchase';
/** Shopify gives the page about this long to say whether it has something to show. */
const openWithinMs = 1_300;
const signWithinMs = 8_000;

async function post(token: string, to: string, body: unknown, withinMs: number): Promise<unknown> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), withinMs);
  try {
    const response = await fetch(process.env.APP_URL.replace(/\/+$/, '') + to, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      signal: controller.signal,
    });
    if (!response.ok) return null;
    const text = await response.text();
    return text === '' ? {} : JSON.parse(text);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function isOffer(value: unknown): value is PageOffer {
  const offer = value as Partial<PageOffer> | null;
  return (
    typeof offer?.offerId === 'string' &&
    typeof offer.title === 'string' &&
    typeof offer.productTitle === 'string' &&
    typeof offer.price?.amount === 'string' &&
    typeof offer.discounted?.amount === 'string' &&
    Array.isArray(offer.changes) &&
    offer.changes.length > 0
  );
}

/** The offers for this purchase; none when our server is slow, down, or has nothing. */
export async function loadOffers(token: string): Promise<PageOffer[]> {
  const answer = (await post(token, path, {}, openWithinMs)) as { offers?: unknown } | null;
  return Array.isArray(answer?.offers) ? answer.offers.filter(isOffer) : [];
}

/** The signature that lets Shopify add an offer; null when there is none to be had. */
export async function signOffer(token: string, referenceId: string, offerId: string): Promise<Signed | null> {
  const answer = (await post(token, `${path}/sign`, { referenceId, offerId }, signWithinMs)) as Signed | null;
  if (answer?.kind === 'signed') return typeof answer.token === 'string' ? answer : null;
  return answer?.kind === 'gone' || answer?.kind === 'too-many' ? answer : null;
}

/** Tells our server what became of an offer; not waited for. */
export function tellStep(
  token: string,
  step: {
    referenceId: string;
    offerId: string;
    result: 'accepted' | 'declined' | 'failed';
    code?: string;
  },
): void {
  void post(token, `${path}/steps`, step, signWithinMs);
}
