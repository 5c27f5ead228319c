/**
 * Plays https://cdn.shopify.com/shopifycloud/app-bridge.js inside the app's frame: the `shopify` global, App Bridge's
 * elements, session tokens on every request to the app, and the bounce page's reload. Loaded before the app's scripts.
 */
import { ask, frameOrigin, isEmbedded, scriptApiKey, tell, when } from './channel.ts';
import { defineElements, loadWith, ModalElement, navigateTo } from './elements.ts';
import { SaveBarElement, saveBar, watchForms } from './save-bar.ts';

const params = new URLSearchParams(location.search);
/** The first page knows shop, host and locale; later pages remember them. */
const keep = (name: string): string => {
  const key = `app-bridge-${name}`;
  const given = params.get(name);
  try {
    if (given) sessionStorage.setItem(key, given);
    return given ?? sessionStorage.getItem(key) ?? '';
  } catch {
    return given ?? '';
  }
};

const config = {
  apiKey:
    scriptApiKey || (document.querySelector<HTMLMetaElement>('meta[name="shopify-api-key"]')?.content ?? ''),
  appOrigins: [location.origin],
  host: keep('host'),
  locale: keep('locale') || 'en',
  shop: keep('shop'),
};

const idToken = (): Promise<string> => ask<string>('id-token');

/** An address of the app with the parameters that the admin gives to a first page. */
async function withFrameParams(path: string): Promise<string> {
  const url = new URL(path, location.href);
  const given = {
    shop: config.shop,
    host: config.host,
    locale: config.locale,
    embedded: '1',
    id_token: await idToken(),
  };
  for (const [name, value] of Object.entries(given)) if (value) url.searchParams.set(name, value);
  return url.href;
}
// Before the app's router listens, a click in the admin's menu is an ordinary page load.
loadWith((path) => void withFrameParams(path).then((href) => location.assign(href)));

const reload = params.get('shopify-reload');
/** The bounce page asks for its target again, this time with a session token. */
async function bounce(target: string): Promise<void> {
  const url = new URL(target, location.href);
  if (url.origin !== location.origin) return;
  url.searchParams.set('id_token', await idToken());
  location.replace(url.href);
}

const realFetch = window.fetch.bind(window);
async function withToken(request: Request): Promise<Response> {
  const headers = new Headers(request.headers);
  headers.set('authorization', `Bearer ${await idToken()}`);
  if (!headers.has('accept-language')) headers.set('accept-language', config.locale);
  headers.set('x-requested-with', 'XMLHttpRequest');
  return realFetch(new Request(request, { headers }));
}
window.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (!isEmbedded || new URL(request.url).origin !== location.origin || request.headers.has('authorization'))
    return realFetch(request);
  const spare = request.clone();
  let response = await withToken(request);
  if (response.status === 401 && response.headers.get('x-shopify-retry-invalid-session-request'))
    response = await withToken(spare);
  const login = response.headers.get('x-shopify-api-request-failure-reauthorize-url');
  if (login) tell('open', { url: new URL(login, location.href).href, target: '_top' });
  return response;
};

/** `shopify://admin/…` and pages of another window belong to the frame. */
const realOpen = window.open.bind(window);
window.open = (url, target, features) => {
  const href = String(url ?? '');
  if (isEmbedded && (href.startsWith('shopify:') || target === '_top' || target === '_parent')) {
    tell('open', { url: href, target: target ?? '_top' });
    return null;
  }
  return realOpen(href, target, features);
};
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  const href = link?.getAttribute('href') ?? '';
  if (!href.startsWith('shopify:')) return;
  event.preventDefault();
  tell('open', { url: href, target: link?.getAttribute('target') || '_top' });
});

const path = (): string => {
  const search = new URLSearchParams(location.search);
  for (const name of [
    'shop',
    'host',
    'embedded',
    'id_token',
    'locale',
    'hmac',
    'session',
    'timestamp',
    'protocol',
    'shopify-reload',
  ])
    search.delete(name);
  return `${location.pathname}${search.size ? `?${search}` : ''}`;
};
function reportPath(): void {
  if (!reload) tell('path', { path: path(), title: document.title });
}
for (const name of ['pushState', 'replaceState'] as const) {
  const original = history[name].bind(history);
  history[name] = (...parts) => {
    original(...parts);
    reportPath();
  };
}
window.addEventListener('popstate', reportPath);

let nextToast = 1;
const toasts = new Map<string, { onAction?: () => void; onDismiss?: () => void }>();
when('toast-action', (id) => toasts.get(String(id))?.onAction?.());
when('toast-gone', (id) => {
  toasts.get(String(id))?.onDismiss?.();
  toasts.delete(String(id));
});

type ToastOptions = {
  duration?: number;
  isError?: boolean;
  action?: string;
  onAction?: () => void;
  onDismiss?: () => void;
};
const modal = (id: string): ModalElement => {
  const element = document.getElementById(id);
  if (element instanceof ModalElement) return element;
  throw new Error(`App Bridge: there is no <ui-modal id="${id}">`);
};
const absent = (name: string) => async (): Promise<never> => {
  throw new Error(`App Bridge: ${name} is not played by the sandbox`);
};

const shopify = {
  config,
  origin: frameOrigin,
  ready: Promise.resolve(),
  setSignals: () => {},
  environment: { embedded: isEmbedded, mobile: false, pos: false, intent: false },
  idToken,
  loading: (isLoading?: boolean) => tell('loading', isLoading !== false),
  user: async () => ({ accountAccess: 'full' }),
  toast: {
    show: (message: string, { onAction, onDismiss, ...options }: ToastOptions = {}): string => {
      const id = `toast-${nextToast++}`;
      toasts.set(id, { ...(onAction ? { onAction } : {}), ...(onDismiss ? { onDismiss } : {}) });
      tell('toast', { id, message, ...options });
      return id;
    },
    hide: (id: string) => tell('toast-hide', id),
  },
  modal: {
    show: async (id: string) => modal(id).show(),
    hide: async (id: string) => modal(id).hide(),
    toggle: async (id: string) => modal(id).toggle(),
  },
  saveBar,
  resourcePicker: async (options: unknown) => {
    const chosen = await ask<unknown[] | null>('picker', options);
    return chosen ? Object.assign(chosen, { selection: chosen }) : undefined;
  },
  picker: absent('picker'),
  scanner: { capture: absent('scanner') },
  scopes: {
    query: () => ask('scopes'),
    request: absent('scopes.request'),
    revoke: absent('scopes.revoke'),
  },
  intents: {
    request: { value: null, subscribe: () => () => {} },
    register: () => () => {},
    invoke: absent('intents.invoke'),
  },
  webVitals: { onReport: async () => {} },
  support: { registerHandler: async () => {} },
  reviews: {
    request: async () => ({
      success: false,
      code: 'merchant-ineligible',
      message: 'The sandbox asks for no reviews',
    }),
  },
  app: { extensions: async () => [] },
  shopifyQL: { available: async () => false },
  tools: { register: () => () => {}, unregister: () => {}, clear: () => {} },
  navigate: navigateTo,
};
Object.defineProperty(window, 'shopify', { value: shopify, configurable: true, writable: true });

defineElements(SaveBarElement);
if (reload && isEmbedded) void bounce(reload);
else {
  watchForms();
  reportPath();
  document.addEventListener('DOMContentLoaded', reportPath);
}
