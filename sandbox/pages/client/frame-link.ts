/**
 * What every extension's frame has in common: it keeps the page around it informed of height, links and errors, asks it
 * for what only it has, and takes away what a worker does not have.
 */
import type { Ask } from './surface-api.ts';

const outer = window.parent;
/** Tells the page around the frame. */
export const tell = (what: string, detail?: unknown): void =>
  outer.postMessage({ reprise: what, detail }, '*');

let nextAsk = 1;
const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
/** Asks the page around the frame. */
export const ask: Ask = (what, detail) =>
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

/** Tells how tall the frame's content is. */
export function measure(): void {
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

/** Takes away what a worker does not have; called when the scripts of the frame are in place. */
export function becomeWorker(): void {
  for (const name of ['open', 'alert', 'confirm', 'prompt', 'print', 'opener', 'XMLHttpRequest', 'indexedDB'])
    Object.defineProperty(window, name, { value: undefined, configurable: true });
}

const watch = (): void => {
  new ResizeObserver(measure).observe(document.body);
  new MutationObserver(measure).observe(document.body, { childList: true, subtree: true, attributes: true });
};
if (document.body) watch();
else document.addEventListener('DOMContentLoaded', watch);
