import { tell, when } from './channel.ts';

/** Loads a page of the app anew, with what a first load carries: shop, host, locale and a session token. */
type Load = (path: string) => void;
let load: Load = (path) => location.assign(path);
/** Says how a page is loaded anew. */
export const loadWith = (way: Load): void => {
  load = way;
};

type MenuItem = { href: string; label: string; isHome: boolean };

let navigateListeners = 0;
const addListener = window.addEventListener.bind(window);
window.addEventListener = ((type: string, ...rest: [EventListener]) => {
  if (type === 'shopify:navigate') navigateListeners += 1;
  addListener(type, ...rest);
}) as typeof window.addEventListener;

/** Goes to a path of the app: through the app's own router when it listens, otherwise by loading the page. */
export function navigateTo(path: string): void {
  const link = [...document.querySelectorAll('ui-nav-menu [href], s-app-nav [href]')].find(
    (one) => one.getAttribute('href') === path,
  );
  if (navigateListeners === 0) {
    load(path);
    return;
  }
  const source = link ?? Object.assign(document.createElement('a'), { href: path });
  if (!link) {
    source.setAttribute('href', path);
    document.documentElement.append(source);
  }
  source.dispatchEvent(new Event('shopify:navigate', { bubbles: true, cancelable: true }));
  if (!link) source.remove();
}
when('navigate', (path) => navigateTo(String(path)));

/** An element whose content is shown by the frame: tells the frame whenever it changes. */
abstract class Mirrored extends HTMLElement {
  #watch = new MutationObserver(() => this.report());

  connectedCallback(): void {
    this.#watch.observe(this, { childList: true, subtree: true, attributes: true, characterData: true });
    // The parser has not added the children yet when the element is upgraded while it loads.
    queueMicrotask(() => this.report());
  }

  disconnectedCallback(): void {
    this.#watch.disconnect();
    this.clear();
  }

  protected abstract report(): void;
  protected clear(): void {}
}

class NavMenu extends Mirrored {
  protected override report(): void {
    const items = [...this.querySelectorAll('a[href], s-link[href]')].map(
      (link): MenuItem => ({
        href: link.getAttribute('href') ?? '/',
        label: link.textContent?.trim() ?? '',
        isHome: link.getAttribute('rel') === 'home',
      }),
    );
    tell('nav-menu', items);
  }
}

class TitleBar extends Mirrored {
  protected override report(): void {
    if (this.closest('ui-modal')) return;
    const buttons = [...this.querySelectorAll<HTMLElement>('button, a')];
    const actions = buttons.map((button, at) => ({
      at,
      label: button.textContent?.trim() ?? '',
      variant: button.getAttribute('variant') ?? '',
      tone: button.getAttribute('tone') ?? '',
      isDisabled: button.hasAttribute('disabled'),
    }));
    tell('title-bar', { title: this.getAttribute('title') ?? '', actions });
    when('title-action', (at) => buttons[Number(at)]?.click());
  }

  protected override clear(): void {
    tell('title-bar', null);
  }
}

/** `<ui-modal>`: a dialog over the app; React puts its content into `.content`. */
export class ModalElement extends HTMLElement {
  readonly content = document.createElement('div');
  #dialog: HTMLDialogElement | undefined;

  get variant(): string {
    return this.getAttribute('variant') ?? 'base';
  }

  set variant(next: string) {
    this.setAttribute('variant', next);
  }

  get src(): string {
    return this.getAttribute('src') ?? '';
  }

  set src(next: string) {
    this.setAttribute('src', next);
  }

  get contentWindow(): Window | null {
    return this.content.querySelector('iframe')?.contentWindow ?? null;
  }

  async show(): Promise<void> {
    if (this.#dialog) return;
    const bar = this.querySelector('ui-title-bar');
    const dialog = document.createElement('dialog');
    const widths: Record<string, string> = { small: '380px', base: '620px', large: '980px', max: '96vw' };
    dialog.setAttribute(
      'style',
      `border:0;border-radius:16px;padding:0;width:min(${widths[this.variant] ?? '620px'},94vw);max-height:90vh;box-shadow:0 20px 60px #0005;font:14px/1.45 Inter,-apple-system,"Segoe UI",sans-serif`,
    );
    const title = document.createElement('h2');
    title.textContent = bar?.getAttribute('title') ?? this.getAttribute('title') ?? '';
    title.setAttribute('style', 'margin:0;font-size:16px');
    const close = document.createElement('button');
    close.textContent = '✕';
    close.setAttribute('aria-label', document.documentElement.lang.startsWith('de') ? 'Schließen' : 'Close');
    close.setAttribute(
      'style',
      'border:0;background:none;font-size:16px;cursor:pointer;padding:6px 9px;border-radius:8px',
    );
    close.addEventListener('click', () => void this.hide());
    const head = document.createElement('div');
    head.setAttribute(
      'style',
      'display:flex;justify-content:space-between;align-items:center;background:#f3f3f3;padding:10px 16px',
    );
    head.append(title, close);
    if (this.src) {
      const frame = document.createElement('iframe');
      frame.src = this.src;
      frame.title = title.textContent || 'Modal';
      frame.setAttribute('style', 'width:100%;height:60vh;border:0');
      this.content.replaceChildren(frame);
    } else if (!this.content.hasChildNodes()) {
      this.content.append(...[...this.childNodes].filter((node) => node !== bar));
    }
    const foot = document.createElement('div');
    foot.setAttribute(
      'style',
      'display:flex;flex-direction:row-reverse;gap:8px;padding:12px 16px;border-top:1px solid #e3e3e3',
    );
    for (const source of bar?.querySelectorAll<HTMLButtonElement>('button') ?? []) {
      const button = document.createElement('button');
      const isPrimary = source.getAttribute('variant') === 'primary';
      const isCritical = source.getAttribute('tone') === 'critical';
      button.textContent = source.textContent;
      button.disabled = source.disabled;
      const colour = isPrimary ? (isCritical ? '#c70a24' : '#303030') : '#fff';
      button.setAttribute(
        'style',
        `border:1px solid ${isPrimary ? colour : '#c9c9c9'};background:${colour};color:${isPrimary ? '#fff' : '#303030'};border-radius:8px;padding:6px 12px;font:inherit;font-weight:550;cursor:pointer`,
      );
      button.addEventListener('click', () => source.click());
      foot.append(button);
    }
    dialog.append(head, this.content);
    if (foot.childElementCount > 0) dialog.append(foot);
    dialog.setAttribute('aria-label', title.textContent || 'Modal');
    dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      void this.hide();
    });
    document.body.append(dialog);
    dialog.showModal();
    this.#dialog = dialog;
    this.dispatchEvent(new Event('show'));
  }

  async hide(): Promise<void> {
    if (!this.#dialog) return;
    this.#dialog.close();
    this.#dialog.remove();
    this.#dialog = undefined;
    this.dispatchEvent(new Event('hide'));
  }

  async toggle(): Promise<void> {
    await (this.#dialog ? this.hide() : this.show());
  }

  disconnectedCallback(): void {
    void this.hide();
  }
}

/** Defines App Bridge's elements and keeps them out of sight; the frame shows them. */
export function defineElements(saveBarElement: CustomElementConstructor): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('ui-nav-menu,s-app-nav,ui-title-bar,ui-save-bar,ui-modal{display:none!important}');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const define = (name: string, element: CustomElementConstructor): void => {
    if (!customElements.get(name)) customElements.define(name, element);
  };
  define('ui-nav-menu', NavMenu);
  define('s-app-nav', class extends NavMenu {});
  define('ui-title-bar', TitleBar);
  define('ui-save-bar', saveBarElement);
  define('ui-modal', ModalElement);
}
