import { LookAlike, make, register, setAttribute } from './base.ts';
import type { Command } from './commands.ts';
import { iconSvg } from './icons.ts';

/** Told to the page around the extension, which then gives a dialog the whole window. */
const announceOverlay = (isOpen: boolean): void => {
  window.dispatchEvent(new CustomEvent('s-overlay', { detail: { isOpen } }));
};

class Modal extends LookAlike {
  static override properties = {
    heading: 'string',
    size: 'string',
    padding: 'string',
    accessibilityLabel: 'string',
  } as const;
  static override styles =
    `:host{display:contents}dialog{border:0;padding:0;border-radius:10px;background:var(--s-paper);color:var(--s-ink);inline-size:min(560px,calc(100vw - 32px));max-block-size:calc(100dvh - 48px);box-shadow:0 20px 60px #0005;overflow:hidden;flex-direction:column}dialog[open]{display:flex}
dialog::backdrop{background:#00000073}:host([size^=small]) dialog{inline-size:min(400px,calc(100vw - 32px))}:host([size^=large]) dialog{inline-size:min(780px,calc(100vw - 32px))}:host([size=max]) dialog{inline-size:calc(100vw - 32px);block-size:calc(100dvh - 48px)}
header{display:flex;align-items:center;justify-content:space-between;gap:12px;padding:16px 20px;border-bottom:1px solid var(--s-line-soft)}h2{margin:0;font-size:17px;font-weight:600}
.close{all:unset;inline-size:32px;block-size:32px;display:grid;place-content:center;border-radius:5px;cursor:pointer}.close:hover{background:var(--s-wash)}.close:focus-visible{outline:2px solid var(--s-accent)}.close svg{inline-size:17px}
.body{padding:20px;overflow:auto;display:flex;flex-direction:column;gap:14px}:host([padding=none]) .body{padding:0}footer{display:flex;flex-direction:row-reverse;flex-wrap:wrap;gap:10px;padding:14px 20px;border-top:1px solid var(--s-line-soft)}footer:not(.used){display:none}`;
  protected dialog = make('dialog');
  #title = make('h2', { id: 'title' });
  #close = make('button', { class: 'close', type: 'button' });

  protected override build(): void {
    const foot = make('footer');
    for (const name of ['primary-action', 'secondary-actions']) {
      const slot = make('slot', { name });
      slot.addEventListener('slotchange', () =>
        foot.classList.toggle('used', foot.querySelectorAll('slot').length > 0),
      );
      foot.append(slot);
    }
    this.#close.innerHTML = iconSvg('x');
    this.dialog.append(
      make('header', {}, this.#title, this.#close),
      make('div', { class: 'body' }, make('slot')),
      foot,
    );
    this.root.append(this.dialog);
    this.#close.addEventListener('click', () => this.hideOverlay());
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.hideOverlay();
    });
    this.dialog.addEventListener('click', (event) => {
      if (event.target === this.dialog) this.hideOverlay();
    });
  }

  showOverlay(): void {
    if (this.dialog.open) return;
    announceOverlay(true);
    this.emit('show', { bubbles: false });
    this.dialog.showModal();
    this.emit('aftershow', { bubbles: false });
  }

  hideOverlay(): void {
    if (!this.dialog.open) return;
    this.dialog.close();
    announceOverlay(false);
    this.emit('hide', { bubbles: false });
    this.emit('afterhide', { bubbles: false });
  }

  toggleOverlay(): void {
    if (this.dialog.open) this.hideOverlay();
    else this.showOverlay();
  }

  receiveCommand(command: Command): void {
    if (command === '--hide') this.hideOverlay();
    else if (command === '--toggle') this.toggleOverlay();
    else this.showOverlay();
  }

  disconnectedCallback(): void {
    if (this.dialog.open) announceOverlay(false);
  }

  protected override update(): void {
    const heading = this.read('heading');
    this.#title.textContent = heading;
    const isGerman = (this.closest('[lang]')?.getAttribute('lang') ?? '').startsWith('de');
    this.#close.setAttribute('aria-label', isGerman ? 'Schließen' : 'Close');
    setAttribute(this.dialog, 'aria-label', this.read('accessibilityLabel') || null);
    setAttribute(
      this.dialog,
      'aria-labelledby',
      heading && !this.read('accessibilityLabel') ? 'title' : null,
    );
  }
}

class Sheet extends Modal {
  static override styles =
    `${Modal.styles}dialog{margin:0 0 0 auto;block-size:100dvh;max-block-size:100dvh;border-radius:0;inline-size:min(440px,100vw)}.body{flex:1}`;
}

class Popover extends LookAlike {
  static override properties = { inlineSize: 'string', blockSize: 'string' } as const;
  static override styles =
    ':host{display:block;position:absolute;z-index:30;min-inline-size:180px;background:var(--s-paper);border:1px solid var(--s-line);border-radius:8px;box-shadow:0 8px 28px #0003;padding:10px}:host(:not([data-open])){display:none}';

  receiveCommand(command: Command, source: HTMLElement): void {
    const isOpen = this.hasAttribute('data-open');
    const opens = command === '--show' || (command !== '--hide' && !isOpen);
    if (opens === isOpen) return;
    this.emit(opens ? 'show' : 'hide', { bubbles: false });
    this.toggleAttribute('data-open', opens);
    if (!opens) return;
    const place = source.getBoundingClientRect();
    this.style.insetInlineStart = `${place.left + window.scrollX}px`;
    this.style.insetBlockStart = `${place.bottom + window.scrollY + 6}px`;
    const leave = (event: Event): void => {
      const isEscape = event instanceof KeyboardEvent && event.key === 'Escape';
      const isOutside =
        event.type === 'click' &&
        !event.composedPath().includes(this) &&
        !event.composedPath().includes(source);
      if (!isEscape && !isOutside) return;
      document.removeEventListener('keydown', leave);
      document.removeEventListener('click', leave);
      this.receiveCommand('--hide', source);
    };
    document.addEventListener('keydown', leave);
    document.addEventListener('click', leave);
  }
}

class Tooltip extends LookAlike {
  static override styles =
    ':host{display:none;position:absolute;z-index:40;background:#262626;color:#fff;border-radius:5px;padding:6px 10px;font-size:12.5px;max-inline-size:240px}:host([data-open]){display:block}';

  protected override update(): void {
    setAttribute(this, 'role', 'tooltip');
  }

  /** Shows the words beside the element of interest, or takes them away. */
  point(at: HTMLElement | null): void {
    this.toggleAttribute('data-open', at !== null);
    if (!at) return;
    const place = at.getBoundingClientRect();
    this.style.insetInlineStart = `${place.left + window.scrollX}px`;
    this.style.insetBlockStart = `${place.bottom + window.scrollY + 6}px`;
  }
}

class Details extends LookAlike {
  static override properties = {
    open: 'boolean',
    defaultOpen: 'boolean',
    name: 'string',
    toggleTransition: 'string',
  } as const;
  static override styles =
    ':host{display:block}.content[hidden]{display:none}.content{padding-block-start:10px}';
  #content = make('div', { class: 'content', id: 'content' }, make('slot'));

  protected override build(): void {
    this.root.append(make('slot', { name: 'summary' }), this.#content);
    for (const child of this.children) if (child.localName === 's-summary') child.slot = 'summary';
    new MutationObserver(() => {
      for (const child of this.children) if (child.localName === 's-summary') child.slot = 'summary';
    }).observe(this, { childList: true });
    if (this.has('defaultOpen')) this.toggleAttribute('open', true);
    this.addEventListener('s-summary-press', () => {
      this.toggleAttribute('open', !this.has('open'));
      this.emit('toggle', { bubbles: false });
      this.emit('aftertoggle', { bubbles: false });
    });
  }

  protected override update(): void {
    this.#content.hidden = !this.has('open');
    for (const child of this.children)
      if (child instanceof Summary) child.toggleAttribute('data-open', this.has('open'));
  }
}

class Summary extends LookAlike {
  static override properties = {} as const;
  static override styles =
    ':host{display:block}button{all:unset;box-sizing:border-box;inline-size:100%;display:flex;justify-content:space-between;gap:12px;align-items:center;cursor:pointer;font-weight:500;padding-block:4px;border-radius:3px}button:focus-visible{outline:2px solid var(--s-accent);outline-offset:2px}i{inline-size:16px;color:var(--s-quiet);transition:rotate .15s;display:flex}:host([data-open]) i{rotate:180deg}';
  #button = make('button', { type: 'button' }, make('slot'));
  static override get observedAttributes(): string[] {
    return ['data-open'];
  }

  protected override build(): void {
    const chevron = make('i');
    chevron.innerHTML = iconSvg('chevron-down');
    this.#button.append(chevron);
    this.root.append(this.#button);
    this.#button.addEventListener('click', () => this.emit('s-summary-press'));
  }

  protected override update(): void {
    this.#button.setAttribute('aria-expanded', String(this.hasAttribute('data-open')));
  }
}

class ClipboardItem extends LookAlike {
  // `oncopy` is the browser's own handler property, so Preact already finds it.
  static override properties = { text: 'string' } as const;
  static override styles = ':host{display:none}';

  receiveCommand(): void {
    copyText(this.read('text')).then(
      () => this.emit('copy', { bubbles: false }),
      () => this.emit('copyerror', { bubbles: false }),
    );
  }
}

async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make('textarea', {
      'aria-hidden': 'true',
      tabindex: '-1',
      style: 'position:fixed;opacity:0',
    });
    area.value = text;
    document.documentElement.append(area);
    const focused = document.activeElement;
    area.select();
    const isCopied = document.execCommand('copy');
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
    if (!isCopied) throw new Error('the browser refused to copy');
  }
}

/** Registers what opens and closes. */
export function registerOverlays(): void {
  register('s-modal', Modal);
  register('s-sheet', Sheet);
  register('s-popover', Popover);
  register('s-tooltip', Tooltip);
  register('s-summary', Summary);
  register('s-details', Details);
  register('s-clipboard-item', ClipboardItem);
  const interest = (event: Event): HTMLElement | undefined =>
    event
      .composedPath()
      .find((node): node is HTMLElement => node instanceof HTMLElement && node.hasAttribute('interestfor'));
  for (const name of ['pointerover', 'focusin', 'pointerout', 'focusout'])
    document.addEventListener(name, (event) => {
      const at = interest(event);
      const tip = at ? document.getElementById(at.getAttribute('interestfor') ?? '') : null;
      if (tip instanceof Tooltip)
        tip.point(name === 'pointerover' || name === 'focusin' ? (at ?? null) : null);
    });
}
