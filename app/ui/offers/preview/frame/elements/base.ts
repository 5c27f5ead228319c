/**
 * Ground of the look-alike elements that the preview draws the extension with: they answer to the names, attributes and events
 * of Shopify's `s-*` components, whose own code runs on Shopify's pages only. Used inside the preview's frame and nowhere else.
 */

export interface Look {
  /** CSS of the shadow root; `:host` is the element */
  styles?: string;
  /** what stands in the shadow root, once */
  build?(element: HTMLElement, root: ShadowRoot): void;
  /** brings the shadow root in line with the attributes, now and after each change of one */
  update?(element: HTMLElement, root: ShadowRoot): void;
  /** properties that are more than attributes (`value` of a field); defined on the element's class */
  properties?: Record<
    string,
    { get(element: HTMLElement): unknown; set(element: HTMLElement, value: unknown): void }
  >;
}

const ground = new CSSStyleSheet();
ground.replaceSync(`
:host{box-sizing:border-box}:host([hidden]){display:none!important}
*,*::before,*::after{box-sizing:border-box}
:focus{outline:none}:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
`);

/** Attributes that `update` itself writes: a change of these is no change of the extension's. */
const own = /^(role|aria-|style|tabindex|class)/;

/** Registers one element. */
export function define(tag: string, look: Look): void {
  class Element extends HTMLElement {
    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(look.styles ?? ':host{display:block}');
      root.adoptedStyleSheets = [ground, sheet];
      if (look.build) look.build(this, root);
      else root.append(document.createElement('slot'));
    }

    connectedCallback(): void {
      look.update?.(this, rootOf(this));
      if (look.update) watch(this, look.update);
    }
  }
  for (const [name, { get, set }] of Object.entries(look.properties ?? {})) {
    Object.defineProperty(Element.prototype, name, {
      get(this: HTMLElement) {
        return get(this);
      },
      set(this: HTMLElement, value: unknown) {
        set(this, value);
      },
    });
  }
  customElements.define(tag, Element);
}

const watched = new WeakSet<HTMLElement>();

function watch(element: HTMLElement, update: NonNullable<Look['update']>): void {
  if (watched.has(element)) return;
  watched.add(element);
  new MutationObserver((changes) => {
    if (changes.some(({ attributeName }) => attributeName && !own.test(attributeName))) {
      update(element, rootOf(element));
    }
  }).observe(element, { attributes: true });
}

/** The shadow root that `define` has opened. */
export function rootOf(element: HTMLElement): ShadowRoot {
  const root = element.shadowRoot;
  if (!root) throw new Error(`${element.localName} has no shadow root`);
  return root;
}

/** An attribute by the name that the extension uses (`accessibilityLabel`); '' when absent. */
export function read(element: Element, name: string): string {
  return element.getAttribute(name.toLowerCase()) ?? '';
}

/** Whether an attribute that is on or off is on. */
export function isOn(element: Element, name: string): boolean {
  const raw = element.getAttribute(name.toLowerCase());
  return raw !== null && raw !== 'false';
}

/** Sets an attribute, or takes it away with null, false or ''. */
export function put(element: Element, name: string, value: string | boolean | null): void {
  if (value === null || value === false || value === '') element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : value);
}

/** Makes an element with attributes and children. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/**
 * Fires an event of the component's own. Preact listens for "CopyError" where a page has no property `oncopyerror`, so both
 * spellings are fired.
 */
export function tell(element: HTMLElement, name: string): void {
  const camel = name.charAt(0).toUpperCase() + name.slice(1);
  element.dispatchEvent(new Event(name.toLowerCase(), { bubbles: true }));
  if (!(`on${name.toLowerCase()}` in element)) element.dispatchEvent(new Event(camel, { bubbles: true }));
}

/** Name and visibility for those who hear the page, as every component has them. */
export function describe(element: HTMLElement, defaultRole: string | null = null): void {
  const label = read(element, 'accessibilityLabel');
  const role = roles[read(element, 'accessibilityRole')] ?? defaultRole ?? (label ? 'group' : null);
  put(element, 'role', role);
  put(element, 'aria-label', label);
  put(element, 'aria-hidden', read(element, 'accessibilityVisibility') === 'hidden' ? 'true' : null);
}

const roles: Record<string, string> = {
  section: 'region',
  aside: 'complementary',
  navigation: 'navigation',
  status: 'status',
  alert: 'alert',
  presentation: 'presentation',
  none: 'none',
  separator: 'separator',
  'ordered-list': 'list',
  'unordered-list': 'list',
  'list-item': 'listitem',
};
