/** `fetch` for calls to a shop's own domain. */
export type ShopifyFetch = (url: string, init?: RequestInit) => Promise<Response>;

/**
 * Calls to `https://{shop}/PATH` go to Shopify, or, when an origin is given (the sandbox), to `{origin}/shopify/{shop}/PATH`.
 */
export function shopifyFetch(origin: string | undefined): ShopifyFetch {
  if (!origin) return (url, init) => fetch(url, init);
  const base = origin.replace(/\/+$/, '');
  return (url, init) => {
    const { hostname, pathname, search } = new URL(url);
    return fetch(`${base}/shopify/${hostname}${pathname}${search}`, init);
  };
}
