/**
 * Runs inside the sandboxed iframe, before the extension's bundle: gives it the global `shopify` of its target, takes
 * away what a worker does not have, and keeps the page around it informed of height, links and errors.
 */
import type { SurfaceData } from '../surface-data.ts';
import { ask, becomeWorker, measure, tell } from './frame-link.ts';
import { useSignals } from './signals.ts';
import { surfaceApi } from './surface-api.ts';
import type { LocaleFiles } from './translate.ts';

type Given = { data: SurfaceData; locales: LocaleFiles };
const given = JSON.parse(document.getElementById('given')?.textContent ?? '{}') as Given;
type Run = (api: unknown) => unknown;
const shopify: Record<string, unknown> = {};
let isReady = false;
function fillIn(): void {
  if (isReady) return;
  isReady = true;
  Object.assign(shopify, surfaceApi(given.data, given.locales, ask));
}
shopify.setSignals = (signal: Parameters<typeof useSignals>[0]): void => {
  useSignals(signal);
  fillIn();
};
shopify.reload = (): void => tell('reload');
shopify.extend = (target: string, run: Run): void => {
  fillIn();
  if (target !== given.data.target) return;
  const begin = async (): Promise<void> => {
    try {
      await run(shopify);
      tell('ready');
    } catch (error) {
      console.error(error);
      tell('failed');
    }
    measure();
  };
  if (document.body) void begin();
  else document.addEventListener('DOMContentLoaded', () => void begin());
};
Object.defineProperty(globalThis, 'shopify', { value: shopify });

type Query = (query: string, options?: { variables?: Record<string, unknown> }) => Promise<unknown>;
const realFetch = window.fetch.bind(window);
window.fetch = async (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  // The Storefront API by its own scheme; the answer is the same as shopify.query's.
  if (/^shopify:(\/\/)?storefront\//.test(url)) {
    const { query, variables } = JSON.parse(String(init?.body ?? '{}')) as Parameters<Query>[1] & {
      query: string;
    };
    return Response.json(await (shopify.query as Query)(query, variables === undefined ? {} : { variables }));
  }
  if (url.startsWith('shopify:'))
    return Response.json({ errors: [{ message: `${url} is not played by the sandbox` }] }, { status: 501 });
  return realFetch(input, { ...init, credentials: 'omit' });
};
if (given.data.surface === 'order-status')
  Object.defineProperty(globalThis, 'navigation', {
    configurable: true,
    value: {
      navigate: (url: string) => tell('navigate', url),
      addEventListener() {},
      removeEventListener() {},
      currentEntry: { key: '1', url: null, getState: () => undefined },
      updateCurrentEntry() {},
    },
  });
becomeWorker();
