/**
 * Runs inside the sandboxed iframe, before the extension's bundle: gives it the global `shopify` of its target, takes
 * away what a worker does not have, and keeps the page around it informed of height, links and errors.
 */
import type { SurfaceData } from '../surface-data.ts';
import { useSignals } from './signals.ts';
import { type Ask, surfaceApi } from './surface-api.ts';
import type { LocaleFiles } from './translate.ts';

type Given = { data: SurfaceData; locales: LocaleFiles };
const given = JSON.parse(document.getElementById('given')?.textContent ?? '{}') as Given;
const outer = window.parent;
const tell = (what: string, detail?: unknown): void => outer.postMessage({ reprise: what, detail }, '*');

let nextAsk = 1;
const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
const ask: Ask = (what, detail) =>
  new Promise((resolve, reject) => {
    const id = nextAsk;
    nextAsk += 1;
    waiting.set(id, { resolve, reject });
    outer.postMessage({ reprise: 'ask', id, what, detail }, '*');
  });

window.addEventListener('message', (event) => {
  if (event.source !== outer) return;
  const { reprise, id, value, error, place } = event.data ?? {};
  if (reprise === 'answer') {
    const promise = waiting.get(id);
    waiting.delete(id);
    if (error) promise?.reject(new Error(error));
    else promise?.resolve(value ?? null);
  }
  if (reprise === 'place') putInPlace(place);
});

/** While a dialog is open the frame covers the window; its content stays where it stood. */
function putInPlace(place: { top: number; left: number; width: number } | null): void {
  const { style } = document.body;
  style.position = place ? 'absolute' : '';
  style.top = place ? `${place.top}px` : '';
  style.left = place ? `${place.left}px` : '';
  style.width = place ? `${place.width}px` : '';
  isCovering = place !== null;
  if (!place) measure();
}
let isCovering = false;
window.addEventListener('s-overlay', (event) => tell('overlay', (event as CustomEvent).detail));

function measure(): void {
  if (isCovering) return;
  const hasContent = document.body.childElementCount > 0;
  tell('height', hasContent ? Math.ceil(document.body.scrollHeight) : 0);
}

function describe(value: unknown): string {
  if (value instanceof Error) return value.stack ?? value.message;
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}
for (const level of ['error', 'warn', 'info', 'log'] as const) {
  const original = console[level].bind(console);
  console[level] = (...parts: unknown[]) => {
    original(...parts);
    tell('log', { level, text: parts.map(describe).join(' ') });
  };
}
window.addEventListener('error', (event) =>
  tell('log', { level: 'error', text: event.error ? describe(event.error) : event.message }),
);
window.addEventListener('unhandledrejection', (event) =>
  tell('log', { level: 'error', text: `Unhandled: ${describe(event.reason)}` }),
);

// A link without a new tab would load inside this frame; Shopify's page follows it instead.
document.addEventListener('click', (event) => {
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement) as
    | HTMLAnchorElement
    | undefined;
  if (!link?.href || link.target === '_blank' || event.defaultPrevented) return;
  event.preventDefault();
  tell('navigate', link.href);
});

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
for (const name of ['open', 'alert', 'confirm', 'prompt', 'print', 'opener', 'XMLHttpRequest', 'indexedDB'])
  Object.defineProperty(window, name, { value: undefined, configurable: true });

const watch = (): void => {
  new ResizeObserver(measure).observe(document.body);
  new MutationObserver(measure).observe(document.body, { childList: true, subtree: true, attributes: true });
};
if (document.body) watch();
else document.addEventListener('DOMContentLoaded', watch);
