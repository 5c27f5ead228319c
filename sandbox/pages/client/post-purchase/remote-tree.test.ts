// @vitest-environment jsdom
import { createRemoteRoot } from '@remote-ui/core';
import * as published from '@shopify/post-purchase-ui-extensions';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { describeProblems, knownComponents } from './known-props.ts';
import { layoutFor } from './layout-parts.ts';
import { partNames } from './parts.ts';
import { hostTree } from './remote-tree.ts';

vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
  },
);

const open = () => {
  const tree = hostTree(document.body, () => {});
  const root = createRemoteRoot((type, ...given) => tree.receive(type, given));
  const create = root.createComponent as (...given: unknown[]) => unknown;
  const make = (type: string, props: object | null = null, ...children: unknown[]) =>
    create(type, props, children) as {
      appendChild(child: unknown): void;
      removeChild(child: unknown): void;
      insertChildBefore(child: unknown, before: unknown): void;
      updateProps(props: object): void;
    };
  return { root, make };
};

beforeEach(() => document.body.replaceChildren());

test('the page has every published component, and no other', () => {
  const names = Object.values(published).filter((one) => typeof one === 'string');
  expect([...partNames].sort()).toEqual([...names].sort());
  expect([...knownComponents].sort()).toEqual([...names].sort());
});

test('the package that extensions are written with calls the page’s shopify.extend', async () => {
  const extend = vi.fn();
  vi.stubGlobal('shopify', { extend });
  published.extend('Checkout::PostPurchase::Render', () => {});
  expect(extend).toHaveBeenCalledWith('Checkout::PostPurchase::Render', expect.any(Function));
});

describe('the tree', () => {
  test('is built on mount, and grows, shrinks and moves afterwards', async () => {
    const { root, make } = open();
    const [a, b, c] = ['a', 'b', 'c'].map((word) => make('TextBlock', null, word));
    const stack = make('BlockStack', { spacing: 'tight' }, a, b);
    root.appendChild(stack as never);
    expect(document.body.textContent).toBe('');
    await root.mount();
    const words = () => [...document.querySelectorAll('p')].map(({ textContent }) => textContent).join('');
    expect(words()).toBe('ab');
    stack.appendChild(c);
    stack.insertChildBefore(c, a);
    expect(words()).toBe('cab');
    stack.removeChild(a);
    expect(words()).toBe('cb');
    const other = make('View');
    root.appendChild(other as never);
    other.appendChild(b);
    expect(document.querySelector('.block-stack')?.textContent).toBe('c');
    expect(document.querySelector('.view')?.textContent).toBe('b');
    root.removeChild(stack as never);
    expect(document.body.children).toHaveLength(1);
  });

  test('texts and props change in place, and handlers are the newest', async () => {
    const { root, make } = open();
    const pressed: string[] = [];
    const text = root.createText('Pay 1');
    const button = make('Button', { onPress: () => pressed.push('old') }, text);
    root.appendChild(button as never);
    await root.mount();
    const real = document.querySelector('button') as HTMLButtonElement;
    text.updateText('Pay 2');
    button.updateProps({ onPress: () => pressed.push('new') });
    real.click();
    expect(real.textContent).toContain('Pay 2');
    expect(pressed).toEqual(['new']);
    button.updateProps({ loading: true, loadingLabel: 'Adding' });
    real.click();
    expect(pressed).toHaveLength(1);
    expect(real.getAttribute('aria-busy')).toBe('true');
    expect(real.disabled, 'the keyboard stays where it is').toBe(false);
  });

  test('fields are what the extension says they are', async () => {
    const { root, make } = open();
    const wanted: unknown[] = [];
    const box = make('Checkbox', { checked: false, onChange: (on: boolean) => wanted.push(on) }, 'Agree');
    root.appendChild(box as never);
    await root.mount();
    const real = document.querySelector('input') as HTMLInputElement;
    real.click();
    expect([wanted, real.checked]).toEqual([[true], false]);
    box.updateProps({ checked: true, error: 'Not yet' });
    expect(real.checked).toBe(true);
    expect(document.getElementById(real.getAttribute('aria-describedby') ?? '')?.textContent).toBe('Not yet');
  });

  test('headings take their level from the groups around them', async () => {
    const { root, make } = open();
    root.appendChild(make('Heading', { level: 3 }, 'One') as never);
    root.appendChild(make('HeadingGroup', null, make('Heading', null, 'Two')) as never);
    await root.mount();
    expect([...document.querySelectorAll('h2,h3')].map(({ tagName }) => tagName)).toEqual(['H2', 'H3']);
  });
});

test('a layout takes the widest size that fits', () => {
  const props = {
    sizes: [1],
    maxInlineSize: 0.9,
    media: [
      { viewportSize: 'large', sizes: [400, 30, 0.33] },
      { viewportSize: 'medium', sizes: [300, 'fill'], maxInlineSize: 1 },
    ],
  };
  expect(layoutFor(props, 390)).toEqual({ sizes: [1], maxInlineSize: 0.9 });
  expect(layoutFor(props, 800)).toEqual({ sizes: [300, 'fill'], maxInlineSize: 1 });
  expect(layoutFor(props, 1400)).toEqual({ sizes: [400, 30, 0.33], maxInlineSize: 1 });
});

test('what the published components do not take is said', () => {
  expect(describeProblems('Text', { role: 'deletion', size: 'large', appearance: undefined })).toEqual([]);
  expect(describeProblems('Text', { role: { type: 'deletion' } })).toEqual([
    'Text has no role {"type":"deletion"}',
  ]);
  expect(describeProblems('Button', { kind: 'secondary' })).toEqual(['Button has no kind']);
  expect(describeProblems('BlockStack', { spacing: 'base' })).toEqual(['BlockStack: spacing is not base']);
  expect(describeProblems('Grid', {})).toHaveLength(1);
});
