/** The wire between the app's page and the admin frame around it: notes one way, questions with an answer, orders back. */

export type FromFrame = { bridge: string; id?: number; value?: unknown; error?: string; detail?: unknown };

const script =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript
    : document.querySelector<HTMLScriptElement>('script[src*="app-bridge.js"]');

/** Origin of the admin frame: where this script came from. */
export const frameOrigin = script ? new URL(script.src).origin : location.origin;
export const scriptApiKey = script?.dataset.apiKey ?? '';
export const isEmbedded = window.parent !== window;

let next = 1;
const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
const listeners = new Map<string, (detail: unknown) => void>();

/** Tells the frame something. */
export function tell(what: string, detail?: unknown): void {
  if (isEmbedded) window.parent.postMessage({ bridge: what, detail }, frameOrigin);
}

/** Asks the frame something and waits for its answer. */
export function ask<T>(what: string, detail?: unknown): Promise<T> {
  if (!isEmbedded)
    return Promise.reject(new Error(`App Bridge: ${what} needs the Shopify admin around the app`));
  return new Promise((resolve, reject) => {
    const id = next;
    next += 1;
    waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    window.parent.postMessage({ bridge: 'ask', id, what, detail }, frameOrigin);
  });
}

/** What to do when the frame orders something, such as the save button that was pressed there. */
export function when(what: string, act: (detail: unknown) => void): void {
  listeners.set(what, act);
}

window.addEventListener('message', (event: MessageEvent<FromFrame>) => {
  if (event.origin !== frameOrigin || event.source !== window.parent) return;
  const { bridge, id, value, error, detail } = event.data ?? {};
  if (bridge === 'answer' && id !== undefined) {
    const promise = waiting.get(id);
    waiting.delete(id);
    if (error) promise?.reject(new Error(error));
    else promise?.resolve(value);
    return;
  }
  listeners.get(bridge)?.(detail);
});
