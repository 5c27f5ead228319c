import { define, isOn, make, put, read, tell } from './base.ts';

/** Does what `command` says to the element that `commandFor` names: show or hide a modal, copy a clipboard item. */
function runCommand(element: HTMLElement): void {
  const target = document.getElementById(read(element, 'commandFor'));
  if (!target) return;
  const command = read(element, 'command').replace(/^--/, '') || 'auto';
  if (target.localName === 's-clipboard-item') void copy(target);
  else if (command === 'hide' || (command !== 'show' && isOn(target, 'data-open'))) close(target);
  else open(target);
}

async function copy(item: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(read(item, 'text'));
    tell(item, 'copy');
  } catch {
    tell(item, 'copyError');
  }
}

function open(element: HTMLElement): void {
  put(element, 'data-open', true);
  element.shadowRoot?.querySelector('dialog')?.showModal();
  tell(element, 'show');
  tell(element, 'afterShow');
}

function close(element: HTMLElement): void {
  put(element, 'data-open', null);
  element.shadowRoot?.querySelector('dialog')?.close();
  tell(element, 'hide');
  tell(element, 'afterHide');
}

/**
 * What is pressed. In the preview no address is followed: the merchant would leave the editor for a code that does not exist.
 */
function pressable(tag: string, styles: string): void {
  define(tag, {
    styles,
    build(element, root) {
      const button = make('button', { type: 'button' }, make('slot'));
      root.append(button);
      element.addEventListener(
        'click',
        (event) => {
          if (isOn(element, 'disabled') || isOn(element, 'loading')) {
            event.stopImmediatePropagation();
            return;
          }
          if (read(element, 'commandFor')) runCommand(element);
          const form = element.closest<HTMLElement>('s-form');
          if (form && read(element, 'type') === 'submit') tell(form, 'submit');
        },
        { capture: true },
      );
    },
    update(element, root) {
      const button = root.querySelector('button');
      if (!button) return;
      button.disabled = isOn(element, 'disabled') || isOn(element, 'loading');
      put(button, 'aria-busy', isOn(element, 'loading') ? 'true' : null);
      put(button, 'aria-label', read(element, 'accessibilityLabel'));
      put(button, 'role', read(element, 'href') ? 'link' : null);
      put(
        button,
        'aria-pressed',
        element.localName === 's-press-button' ? String(isOn(element, 'pressed')) : null,
      );
    },
  });
}

const buttonStyles = `:host{display:inline-block;max-inline-size:100%}:host([inlinesize=fill]){display:block}:host([inlinesize=fill]) button{inline-size:100%}
button{min-block-size:42px;padding:9px 18px;border:1px solid var(--line);border-radius:5px;background:var(--paper);color:var(--ink);font:inherit;font-weight:600;line-height:1.3;text-align:center;cursor:pointer}
:host([variant=primary]) button{background:var(--accent);border-color:var(--accent);color:#fff}
:host([variant=tertiary]) button{border-color:transparent;background:none;color:var(--accent)}
:host([tone=critical]) button{color:#b3261e}:host([pressed]) button{background:#e3eff8;border-color:var(--accent)}
button[disabled]{background:#e6e6e6;border-color:#e6e6e6;color:#5c5c5c;cursor:default}button[aria-busy]{opacity:.6}`;

/** Registers buttons, links and what they open. */
export function defineActions(): void {
  pressable('s-button', buttonStyles);
  pressable('s-press-button', buttonStyles);
  pressable(
    's-link',
    ':host{display:inline}button{all:unset;color:var(--accent);text-decoration:underline;text-underline-offset:2px;cursor:pointer}',
  );
  pressable(
    's-clickable',
    ':host{display:block}button{all:unset;box-sizing:border-box;display:block;inline-size:100%;cursor:pointer}:host([border]){border:1px solid var(--line);border-radius:8px}:host([padding]) button{padding:12px}',
  );
  pressable(
    's-clickable-chip',
    ':host{display:inline-flex}button{padding:4px 11px;border:1px solid var(--line);border-radius:99px;background:var(--paper);font:inherit;font-size:13px;cursor:pointer}',
  );
  define('s-clipboard-item', { styles: ':host{display:none}' });
  define('s-form', { styles: ':host{display:block}' });
  for (const tag of ['s-modal', 's-sheet', 's-popover']) {
    define(tag, {
      styles: `:host{display:contents}dialog{inline-size:min(92vw,32rem);border:0;border-radius:12px;padding:20px;color:inherit;font:inherit}dialog::backdrop{background:rgb(0 0 0/45%)}header{display:flex;justify-content:space-between;gap:12px;margin-block-end:14px;font-weight:600;font-size:16px}header button{all:unset;cursor:pointer;padding:0 6px}`,
      build(element, root) {
        const away = make('button', { type: 'button', 'aria-label': '×' }, '×');
        away.addEventListener('click', () => close(element));
        root.append(
          make(
            'dialog',
            {},
            make('header', {}, make('span'), away),
            make('slot'),
            make('slot', { name: 'primary-action' }),
            make('slot', { name: 'secondary-actions' }),
          ),
        );
        Object.assign(element, { showOverlay: () => open(element), hideOverlay: () => close(element) });
      },
      update(element, root) {
        const title = root.querySelector('header span');
        if (title) title.textContent = read(element, 'heading');
      },
    });
  }
}
