import { inject } from 'vitest';

/** The control calls of the sandbox, as a program uses them. Throws with the sandbox's own words when it refuses. */
export interface Box {
  url: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  patch<T>(path: string, body: unknown): Promise<T>;
  delete<T>(path: string): Promise<T>;
}

export interface OutboxEntry {
  id: string;
  channel: string;
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  at: string;
}

export interface PlacedOrder {
  orderId: string;
  orderNumber: string;
  confirmationNumber: string;
  checkoutToken: string;
  thankYouUrl: string;
  orderStatusUrl: string;
}

export interface CatalogVariant {
  id: string;
  sku: string;
  title: string;
  price: string;
  stock: number;
}

export interface CatalogProduct {
  id: string;
  title: string;
  variants: CatalogVariant[];
}

/** The sandbox of this run. */
export const openBox = (): Box => boxAt(inject('sandboxUrl'));

/** A sandbox at an address. */
export function boxAt(url: string): Box {
  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${url}/control${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /control${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
  return {
    url,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body ?? {}),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path) => call('DELETE', path),
  };
}

/** A product with at least one variant that can be bought, n-th of the shop's catalogue. */
export async function buyable(
  box: Box,
  shop: string,
  index = 0,
): Promise<{ product: CatalogProduct; variant: CatalogVariant }> {
  const answer = await box.get<{ products: CatalogProduct[] } | CatalogProduct[]>(`/shops/${shop}/catalog`);
  const products = Array.isArray(answer) ? answer : answer.products;
  const found = products.flatMap((product) =>
    product.variants
      .filter((variant) => variant.stock > 5)
      .slice(0, 1)
      .map((variant) => ({ product, variant })),
  )[index];
  if (!found) throw new Error(`no buyable product ${index} in ${shop}`);
  return found;
}

/** Mails to a person, oldest first. */
export async function mailsTo(box: Box, shop: string, to: string): Promise<OutboxEntry[]> {
  const entries = await box.get<OutboxEntry[]>(
    `/outbox?shop=${encodeURIComponent(shop)}&to=${encodeURIComponent(to)}`,
  );
  return entries.toSorted((a, b) => a.at.localeCompare(b.at));
}
