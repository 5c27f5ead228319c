import { LookAlike, make, register, setAttribute } from './base.ts';
import { runCommand } from './commands.ts';
import { iconSvg } from './icons.ts';
import { layoutCss, layoutProperties } from './scale.ts';

const actionProperties = {
  href: 'string',
  target: 'string',
  download: 'string',
  type: 'string',
  disabled: 'boolean',
  loading: 'boolean',
  command: 'string',
  commandFor: 'string',
  interestFor: 'string',
  accessibilityLabel: 'string',
  tone: 'string',
  variant: 'string',
  inlineSize: 'string',
  icon: 'string',
} as const;

/**
 * Anything that is pressed: an anchor when it has an address, otherwise a button. The address `auto` opens outside the
 * extension, as Shopify does with links to other sites.
 */
abstract class Action extends LookAlike {
  static override properties: Record<string, 'string' | 'boolean' | 'number'> = actionProperties;
  protected control: HTMLAnchorElement | HTMLButtonElement | undefined;

  protected override build(): void {
    this.addEventListener('click', (event) => this.press(event));
  }

  /** Fills the control; called when it was made anew. */
  protected fill(control: HTMLElement): void {
    control.append(make('slot'));
  }

  protected override update(): void {
    const href = this.read('href');
    const isAnchor = href !== '' && !this.has('disabled');
    const tag = isAnchor ? 'a' : 'button';
    if (this.control?.localName !== tag) {
      this.control?.remove();
      this.control = isAnchor
        ? make('a', { part: 'control' })
        : make('button', { part: 'control', type: 'button' });
      this.fill(this.control);
      this.root.append(this.control);
    }
    if (this.control instanceof HTMLAnchorElement) {
      const target = this.read('target') || 'auto';
      const isOutside = /^(https?:)?\/\//.test(href);
      const opens = target === 'auto' ? (isOutside ? '_blank' : '_top') : target;
      this.control.href = href;
      this.control.target = opens;
      setAttribute(this.control, 'rel', opens === '_blank' ? 'noopener' : null);
      setAttribute(this.control, 'download', this.getAttribute('download'));
    } else if (this.control) {
      this.control.disabled = this.has('disabled') || this.has('loading');
    }
    if (!this.control) return;
    setAttribute(this.control, 'aria-busy', this.has('loading') ? 'true' : null);
    setAttribute(this.control, 'aria-label', this.read('accessibilityLabel') || null);
  }

  protected press(event: Event): void {
    if (this.has('disabled') || this.has('loading')) {
      event.stopImmediatePropagation();
      event.preventDefault();
      return;
    }
    if (runCommand(this)) return;
    const form = this.closest('s-form');
    if (form && this.read('type') === 'submit') form.dispatchEvent(new CustomEvent('s-request-submit'));
    if (form && this.read('type') === 'reset') form.dispatchEvent(new Event('reset', { bubbles: true }));
  }
}

class Button extends Action {
  static override styles =
    `:host{display:inline-block;max-inline-size:100%}:host([inlinesize=fill]){display:block}:host([inlinesize=fill]) *{inline-size:100%}
a,button{position:relative;display:inline-flex;align-items:center;justify-content:center;gap:8px;min-block-size:42px;padding:9px 18px;border:1px solid var(--s-accent);border-radius:5px;background:var(--s-paper);color:var(--s-accent);font:inherit;font-weight:600;line-height:1.3;text-align:center;text-decoration:none;cursor:pointer;transition:background .15s,border-color .15s,color .15s}
a:hover,button:hover{background:#f0f6fb}
:host([variant=primary]) :is(a,button){background:var(--s-accent);color:#fff}:host([variant=primary]) :is(a,button):hover{background:var(--s-accent-deep)}
:host([variant=secondary]) :is(a,button){border-color:var(--s-line);color:var(--s-ink)}:host([variant=secondary]) :is(a,button):hover{background:var(--s-wash)}
:host([variant=tertiary]) :is(a,button){border-color:transparent;background:none}
:host([tone=critical]) :is(a,button){border-color:var(--s-critical);color:var(--s-critical)}:host([tone=critical][variant=primary]) :is(a,button){background:var(--s-critical);color:#fff}
:host([tone=neutral]:not([variant=primary])) :is(a,button){border-color:var(--s-line);color:var(--s-ink)}
button[disabled]{cursor:default;background:#e6e6e6!important;border-color:#e6e6e6!important;color:#5c5c5c!important}
button[aria-busy]{color:transparent!important}button[aria-busy]::after{content:"";position:absolute;width:18px;height:18px;border-radius:50%;border:2px solid #6b6b6b;border-top-color:transparent;animation:turn .8s linear infinite}
@keyframes turn{to{transform:rotate(1turn)}}.icon{width:17px;height:17px;display:inline-flex}.icon:empty{display:none}.icon svg{width:100%;height:100%}`;
  #icon = make('span', { class: 'icon', 'aria-hidden': 'true' });

  protected override fill(control: HTMLElement): void {
    control.append(this.#icon, make('slot'));
  }

  protected override update(): void {
    super.update();
    const icon = this.read('icon');
    this.#icon.innerHTML = icon ? iconSvg(icon) : '';
  }
}

class PressButton extends Button {
  static override properties = {
    ...actionProperties,
    pressed: 'boolean',
    defaultPressed: 'boolean',
  } as const;
  static override styles =
    `${Button.styles}button[aria-pressed=true]{background:#e3eff8;border-color:var(--s-accent)}`;

  protected override update(): void {
    super.update();
    const isPressed = this.has('pressed') || (!this.hasAttribute('pressed') && this.has('defaultPressed'));
    if (this.control) setAttribute(this.control, 'aria-pressed', String(isPressed));
  }

  protected override press(event: Event): void {
    super.press(event);
    if (!event.defaultPrevented) setAttribute(this, 'pressed', this.has('pressed') ? 'false' : '');
  }
}

class Link extends Action {
  static override styles =
    `:host{display:inline}a,button{all:unset;box-sizing:border-box;color:var(--s-accent);text-decoration:underline;text-underline-offset:2px;cursor:pointer}
a:hover,button:hover{color:var(--s-accent-deep)}a:focus-visible,button:focus-visible{outline:2px solid var(--s-accent);outline-offset:2px;border-radius:2px}:host([tone=neutral]) :is(a,button){color:inherit}:host([tone=critical]) :is(a,button){color:var(--s-critical)}`;
}

class Clickable extends Action {
  static override properties = { ...layoutProperties, ...actionProperties };
  static override styles =
    `:host{display:block}a,button{all:unset;box-sizing:border-box;display:block;inline-size:100%;cursor:pointer;color:inherit;border-radius:inherit}
a:focus-visible,button:focus-visible{outline:2px solid var(--s-accent);outline-offset:2px}`;
  #style = make('style');

  protected override build(): void {
    super.build();
    this.root.append(this.#style);
  }

  protected override update(): void {
    super.update();
    this.#style.textContent = layoutCss(this);
  }
}

class ClickableChip extends Action {
  static override properties = { ...actionProperties, removable: 'boolean', color: 'string' } as const;
  static override styles =
    `:host{display:inline-flex;align-items:center;border:1px solid var(--s-line);border-radius:99px;font-size:13px;align-self:start}
a,button{all:unset;padding:4px 11px;cursor:pointer}a:focus-visible,button:focus-visible{outline:2px solid var(--s-accent);border-radius:99px}.away{padding-inline-start:0}.away svg{width:12px;height:12px}`;

  protected override fill(control: HTMLElement): void {
    control.append(make('slot', { name: 'graphic' }), make('slot'));
  }

  protected override update(): void {
    super.update();
    this.root.querySelector('.away')?.remove();
    if (!this.has('removable')) return;
    const away = make('button', {
      class: 'away',
      type: 'button',
      'aria-label': `× ${this.textContent ?? ''}`,
    });
    away.innerHTML = iconSvg('x');
    away.addEventListener('click', (event) => {
      event.stopPropagation();
      this.emit('remove');
      this.hidden = true;
      this.emit('afterhide');
    });
    this.root.append(away);
  }
}

/** Registers what is pressed. */
export function registerActions(): void {
  register('s-button', Button);
  register('s-press-button', PressButton);
  register('s-link', Link);
  register('s-clickable', Clickable);
  register('s-clickable-chip', ClickableChip);
}
