/**
 * Ground of the look-alike components: custom elements that answer to the names, properties, events and commands of
 * Shopify's `s-*` components (API 2026-07), drawn by us. Written against the published types; no code of Shopify's.
 */

/** What a property holds. Strings and booleans live in attributes; `state` lives in the element only. */
type PropertyKind = 'string' | 'boolean' | 'number';
export type Properties = Record<string, PropertyKind>;

const isOn = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== false && value !== '';

/**
 * Defines a reactive property that mirrors an attribute of the same name in lower case. Preact writes properties when
 * the element has them and writes '' to clear one, so '' switches a boolean off when it comes by property.
 */
function mirror(prototype: object, name: string, kind: PropertyKind): void {
  const attribute = name.toLowerCase();
  Object.defineProperty(prototype, name, {
    configurable: true,
    enumerable: true,
    get(this: HTMLElement): unknown {
      if (kind === 'boolean') return this.hasAttribute(attribute) && this.getAttribute(attribute) !== 'false';
      const raw = this.getAttribute(attribute);
      if (kind === 'number') return raw === null || raw === '' ? undefined : Number(raw);
      return raw ?? '';
    },
    set(this: HTMLElement, value: unknown) {
      if (kind === 'boolean') this.toggleAttribute(attribute, isOn(value) && value !== 'false');
      else if (value === null || value === undefined || value === '') this.removeAttribute(attribute);
      else this.setAttribute(attribute, String(value));
    },
  });
}

/** Events whose handler property must exist, or Preact would listen for 'Dismiss' instead of 'dismiss'. */
const eventNames = [
  'dismiss',
  'show',
  'hide',
  'aftershow',
  'afterhide',
  'toggle',
  'aftertoggle',
  'copyerror',
  'remove',
  'droprejected',
  'viewchange',
];

const sharedSheet = new CSSStyleSheet();
sharedSheet.replaceSync(`
:host{box-sizing:border-box}:host([hidden]){display:none!important}
*,*::before,*::after{box-sizing:border-box}
.hush{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus{outline:none}:focus-visible{outline:2px solid var(--s-accent);outline-offset:2px}
@media (prefers-reduced-motion:reduce){*{animation-duration:.01ms!important;transition:none!important}}
`);

/** Base of every look-alike. A subclass names its properties and styles, builds its shadow once and then updates it. */
export abstract class LookAlike extends HTMLElement {
  static properties: Properties = {};
  static styles = '';
  protected readonly root: ShadowRoot;
  #isBuilt = false;
  #isQueued = false;

  static get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: the subclass's own list is meant.
    return [...Object.keys(this.properties).map((name) => name.toLowerCase()), 'id', 'lang'];
  }

  constructor() {
    super();
    this.root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    const own = new CSSStyleSheet();
    own.replaceSync((this.constructor as typeof LookAlike).styles);
    this.root.adoptedStyleSheets = [sharedSheet, own];
  }

  connectedCallback(): void {
    if (!this.#isBuilt) {
      this.#isBuilt = true;
      this.build();
    }
    this.update();
  }

  attributeChangedCallback(): void {
    if (this.#isBuilt) this.queueUpdate();
  }

  /** One update for many changed properties, in a microtask, so that a reader of the page never sees half of it. */
  protected queueUpdate(): void {
    if (this.#isQueued || !this.#isBuilt) return;
    this.#isQueued = true;
    queueMicrotask(() => {
      this.#isQueued = false;
      this.update();
    });
  }

  /** Fills the shadow root; called once, when the element first enters a page. */
  protected build(): void {
    this.root.append(document.createElement('slot'));
  }

  /** Brings the shadow root in line with the properties. */
  protected update(): void {}

  /** Fires an event of the component's own; it bubbles as Shopify's do within the extension. */
  protected emit(name: string, init: EventInit = {}): boolean {
    return this.dispatchEvent(new Event(name, { bubbles: true, ...init }));
  }

  /** Attribute as text, '' when absent. */
  protected read(name: string): string {
    return this.getAttribute(name.toLowerCase()) ?? '';
  }

  protected has(name: string): boolean {
    const raw = this.getAttribute(name.toLowerCase());
    return raw !== null && raw !== 'false';
  }
}

/** Registers a component under its tag and gives its prototype the properties that it names. */
export function register(tag: string, element: typeof LookAlike & (new () => LookAlike)): void {
  for (const [name, kind] of Object.entries(element.properties)) mirror(element.prototype, name, kind);
  for (const name of eventNames) {
    if (`on${name}` in element.prototype) continue;
    const handlers = new WeakMap<object, EventListener>();
    Object.defineProperty(element.prototype, `on${name}`, {
      configurable: true,
      get(this: LookAlike) {
        return handlers.get(this) ?? null;
      },
      set(this: LookAlike, handler: EventListener | null) {
        const before = handlers.get(this);
        if (before) this.removeEventListener(name, before);
        handlers.delete(this);
        if (typeof handler !== 'function') return;
        handlers.set(this, handler);
        this.addEventListener(name, handler);
      },
    });
  }
  if (!customElements.get(tag)) customElements.define(tag, element);
}

/** Makes an element with attributes and children; false, null and undefined attributes are left out. */
export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string | boolean | null | undefined> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children);
  return element;
}

/** Sets, or with false, null or undefined removes, one attribute. */
export function setAttribute(
  element: Element,
  name: string,
  value: string | boolean | null | undefined,
): void {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : value);
}

/** Level of a heading at this place: 2 at the top of an extension, one deeper within each section that has a heading. */
export function headingLevel(element: Element): number {
  let level = 2;
  for (let at = element.parentElement; at; at = at.parentElement) {
    if (at.localName === 's-section' && at.getAttribute('heading')) level += 1;
    if (at.localName === 's-modal' || at.localName === 's-sheet') break;
  }
  return Math.min(level, 6);
}
