import { ask, tell, when } from './channel.ts';

/** One thing that may be unsaved: a `<ui-save-bar>` or a form with `data-save-bar`. */
type Unsaved = { id: string; labels: () => BarLabels; save(): void; discard(): void };
export type BarLabels = {
  save: string;
  discard: string;
  isSaveDisabled: boolean;
  isSaving: boolean;
  isDiscardDisabled: boolean;
  asksBeforeDiscard: boolean;
};

const shown = new Map<string, Unsaved>();

function refresh(): void {
  const last = [...shown.values()].at(-1);
  tell('save-bar', last ? { isShown: true, ...last.labels() } : { isShown: false });
}

function show(unsaved: Unsaved): boolean {
  if (shown.has(unsaved.id)) return false;
  shown.set(unsaved.id, unsaved);
  refresh();
  return true;
}

function hide(id: string): boolean {
  if (!shown.delete(id)) return false;
  refresh();
  return true;
}

when('save-bar-save', () => [...shown.values()].at(-1)?.save());
when('save-bar-discard', () => [...shown.values()].at(-1)?.discard());
/** The person chose to leave in the frame: everything unsaved is given up first. */
when('save-bar-discard-all', () => {
  for (const unsaved of [...shown.values()]) unsaved.discard();
});

let nextId = 1;
const isOn = (element: Element, name: string): boolean =>
  element.hasAttribute(name) && element.getAttribute(name) !== 'false';

/** `<ui-save-bar>`: its buttons are pressed in the frame's top bar. */
export class SaveBarElement extends HTMLElement {
  #key = '';
  #watch = new MutationObserver(() => this.showing && refresh());

  connectedCallback(): void {
    this.#key = this.#key || `bar-${nextId++}`;
    this.#watch.observe(this, { childList: true, subtree: true, attributes: true, characterData: true });
  }

  disconnectedCallback(): void {
    this.#watch.disconnect();
    void this.hide();
  }

  get showing(): boolean {
    return shown.has(this.#key);
  }

  #button(isPrimary: boolean): HTMLButtonElement | undefined {
    return [...this.querySelectorAll('button')].find(
      (one) => (one.getAttribute('variant') === 'primary') === isPrimary,
    );
  }

  async show(): Promise<void> {
    if (!this.#key) this.#key = `bar-${nextId++}`;
    const isNew = show({
      id: this.#key,
      save: () => this.#button(true)?.click(),
      discard: () => this.#button(false)?.click(),
      labels: () => {
        const save = this.#button(true);
        const discard = this.#button(false);
        return {
          save: save?.textContent?.trim() ?? '',
          discard: discard?.textContent?.trim() ?? '',
          isSaveDisabled: save?.disabled === true,
          isSaving: save ? isOn(save, 'loading') : false,
          isDiscardDisabled: discard?.disabled === true,
          asksBeforeDiscard: isOn(this, 'discardconfirmation'),
        };
      },
    });
    if (isNew) this.dispatchEvent(new Event('show'));
  }

  async hide(): Promise<void> {
    if (hide(this.#key)) this.dispatchEvent(new Event('hide'));
  }

  async toggle(): Promise<void> {
    await (this.showing ? this.hide() : this.show());
  }
}

const find = (id: string): SaveBarElement => {
  const element = document.getElementById(id);
  if (element instanceof SaveBarElement) return element;
  throw new Error(`App Bridge: there is no <ui-save-bar id="${id}">`);
};

/** `shopify.saveBar`. */
export const saveBar = {
  show: async (id: string) => find(id).show(),
  hide: async (id: string) => find(id).hide(),
  toggle: async (id: string) => find(id).toggle(),
  leaveConfirmation: async (): Promise<void> => {
    if (shown.size === 0) return;
    const mayLeave = await ask<boolean>('leave');
    if (!mayLeave) throw new Error('The person stayed on the page');
    for (const unsaved of [...shown.values()]) unsaved.discard();
    for (const id of [...shown.keys()]) hide(id);
  },
};

/** What the form held before the person touched it. */
const before = new WeakMap<HTMLFormElement, string>();
const keys = new WeakMap<HTMLFormElement, string>();
const formKey = (form: HTMLFormElement): string => {
  const key = keys.get(form) ?? `form-${nextId++}`;
  keys.set(form, key);
  return key;
};

function held(form: HTMLFormElement): string {
  const fields = [...new FormData(form)].map(([name, value]) => [
    name,
    typeof value === 'string' ? value : `${value.name}/${value.size}`,
  ]);
  return JSON.stringify(fields);
}

function formOf(target: EventTarget | null): HTMLFormElement | undefined {
  if (!(target instanceof Element)) return undefined;
  const owner =
    'form' in target && target.form instanceof HTMLFormElement ? target.form : target.closest('form');
  return owner?.hasAttribute('data-save-bar') ? owner : undefined;
}

function check(form: HTMLFormElement): void {
  const start = before.get(form);
  if (start === undefined) return;
  if (!form.isConnected || held(form) === start) {
    hide(formKey(form));
    return;
  }
  show({
    id: formKey(form),
    save: () => form.requestSubmit(),
    discard: () => form.reset(),
    labels: () => ({
      save: '',
      discard: '',
      isSaveDisabled: false,
      isSaving: false,
      isDiscardDisabled: false,
      asksBeforeDiscard: form.hasAttribute('data-discard-confirmation'),
    }),
  });
}

/** Watches forms with `data-save-bar`: the bar is there while a form differs from what it held at first. */
export function watchForms(): void {
  for (const name of ['focusin', 'pointerdown'])
    document.addEventListener(
      name,
      (event) => {
        const form = formOf(event.target);
        if (form && !before.has(form)) before.set(form, held(form));
      },
      true,
    );
  // Frameworks write hidden fields after the event, so a form is looked at one task later.
  for (const name of ['input', 'change', 'click'])
    document.addEventListener(name, (event) => {
      const form = formOf(event.target);
      if (form) setTimeout(() => check(form), 0);
    });
  document.addEventListener(
    'submit',
    (event) => {
      const form = formOf(event.target);
      if (!form) return;
      before.set(form, held(form));
      hide(formKey(form));
    },
    true,
  );
  document.addEventListener('reset', (event) => {
    const form = formOf(event.target);
    if (!form) return;
    setTimeout(() => {
      before.set(form, held(form));
      hide(formKey(form));
    }, 0);
  });
  new MutationObserver(() => {
    for (const id of [...shown.keys()]) {
      if (!id.startsWith('form-')) continue;
      const isThere = [...document.querySelectorAll<HTMLFormElement>('form[data-save-bar]')].some(
        (form) => keys.get(form) === id,
      );
      if (!isThere) hide(id);
    }
  }).observe(document, { childList: true, subtree: true });
}
