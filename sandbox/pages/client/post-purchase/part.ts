export type Props = Record<string, unknown>;

/** One component on the page. */
export type Part = {
  element: HTMLElement;
  /** Where its children stand. */
  slot: HTMLElement;
  /** Takes all props as they are now. */
  update(props: Props): void;
  /** Called when children came, went or moved. */
  settle?(): void;
};
/** `depth` is 1 + the number of heading groups around. */
export type Make = (props: Props, depth: number) => Part;

/** An element with a class. */
export function el(tag: string, name = ''): HTMLElement {
  const element = document.createElement(tag);
  if (name) element.className = name;
  return element;
}

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const call = (value: unknown, ...given: unknown[]): void => {
  if (typeof value === 'function') value(...given);
};

/** Sets an attribute, or takes it away when there is no value. */
export function attribute(element: Element, name: string, value: unknown): void {
  if (value === undefined || value === null || value === false || value === '') element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** An element whose named props become data attributes; the style sheet does the rest. */
export const plain =
  (tag: string, name = '', kept: readonly string[] = []): Make =>
  () => {
    const element = el(tag, name);
    return {
      element,
      slot: element,
      update: (props) => {
        for (const prop of kept) attribute(element, `data-${prop.toLowerCase()}`, props[prop]);
      },
    };
  };
