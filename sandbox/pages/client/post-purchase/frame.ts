/**
 * Runs inside the post-purchase page's iframe, before the extension's bundle: gives it the global `shopify.extend`, asks
 * ShouldRender whether there is something to show, and builds the tree that Render describes.
 */
import { createRemoteRoot } from '@remote-ui/core';
import { ask, becomeWorker, measure, tell } from '../frame-link.ts';
import { describeProblems } from './known-props.ts';
import { hostTree } from './remote-tree.ts';

type InputData = { locale: string; version: string; [name: string]: unknown };
type Extension = (...given: unknown[]) => unknown;
type Given = { inputData: InputData };

const { inputData } = JSON.parse(document.getElementById('given')?.textContent ?? '{}') as Given;
const SHOULD_RENDER = 'Checkout::PostPurchase::ShouldRender';
const RENDER = 'Checkout::PostPurchase::Render';
/** Shopify does not say how long it waits; this is long for a page between payment and thank-you. */
const PATIENCE_MS = 5000;

const extensions = new Map<string, Extension>();
const shopify = {
  extend: (point: string, extension: Extension): void => {
    if (point !== SHOULD_RENDER && point !== RENDER)
      console.error(`${point} is no extension point of this page`);
    extensions.set(point, extension);
  },
  reload: (): void => tell('reload'),
};
Object.defineProperty(globalThis, 'shopify', { value: shopify });

const leave = (reason: string): Promise<unknown> => ask('done', { reason });

let kept: unknown = null;
const storage = (initialData: unknown) => ({
  initialData,
  update: async (data: unknown): Promise<void> => {
    kept = data === undefined ? null : JSON.parse(JSON.stringify(data));
  },
});
const standard = (extensionPoint: string) => ({
  extensionPoint,
  version: inputData.version,
  locale: inputData.locale,
  inputData: { ...inputData, extensionPoint },
});

const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), PATIENCE_MS));

/** @returns why nothing is shown, null when the extension wants the page. */
async function askExtension(): Promise<string | null> {
  const shouldRender = extensions.get(SHOULD_RENDER);
  if (!shouldRender || !extensions.has(RENDER)) return 'the extension does not extend this page';
  try {
    const input = { ...standard(SHOULD_RENDER), storage: storage(null) };
    const answer = await Promise.race([shouldRender(input), late]);
    if (answer === 'late') return 'the extension did not answer in time';
    return (answer as { render?: unknown } | null)?.render === true
      ? null
      : 'the extension had nothing to show';
  } catch (error) {
    console.error(error);
    return 'the extension failed';
  }
}

async function render(): Promise<void> {
  const tree = hostTree(document.body, (type, props) => {
    for (const problem of describeProblems(type, props)) console.warn(problem);
  });
  const root = createRemoteRoot((type, ...given) => {
    tree.receive(type, given);
    measure();
  });
  const api = {
    ...standard(RENDER),
    storage: storage(kept),
    calculateChangeset: (changeset: unknown) => ask('calculate', { changeset }),
    applyChangeset: (changeset: unknown, options?: unknown) => ask('apply', { changeset, options }),
    done: () => ask('done', {}),
  };
  await extensions.get(RENDER)?.(root, api);
  tell('ready');
}

async function begin(): Promise<void> {
  const reason = await askExtension();
  if (reason !== null) {
    await leave(reason);
    return;
  }
  try {
    await render();
  } catch (error) {
    console.error(error);
    await leave('the extension failed');
  }
}

becomeWorker();
// The bundle's script stands after this one and is deferred too.
document.addEventListener('DOMContentLoaded', () => void begin());
