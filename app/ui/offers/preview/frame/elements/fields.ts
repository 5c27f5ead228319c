import { define, isOn, make, put, read, rootOf, tell } from './base.ts';

const fieldStyles = `:host{display:block;min-inline-size:0}label{display:grid;gap:4px}.name{font-size:13px;color:var(--quiet)}
input,textarea,select{inline-size:100%;min-block-size:44px;padding:9px 11px;border:1px solid var(--line);border-radius:5px;background:var(--paper);color:inherit;font:inherit}
.details{font-size:12px;color:var(--quiet)}.error{font-size:12px;color:#b3261e}.details:empty,.error:empty,.name:empty{display:none}:host([error]:not([error=""])) :is(input,textarea,select){border-color:#b3261e}`;

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const controlOf = (element: HTMLElement) => rootOf(element).querySelector<Control>('input,textarea,select');

const valueProperty = {
  value: {
    get: (element: HTMLElement) => controlOf(element)?.value ?? '',
    set(element: HTMLElement, value: unknown) {
      const control = controlOf(element);
      if (control && control.value !== String(value ?? '')) control.value = String(value ?? '');
    },
  },
};

function field(tag: string, control: () => Control): void {
  define(tag, {
    styles: fieldStyles,
    properties: valueProperty,
    build(element, root) {
      const made = control();
      // `input` leaves the shadow root by itself, `change` does not.
      made.addEventListener('change', () => tell(element, 'change'));
      root.append(
        make('label', {}, make('span', { class: 'name' }), made),
        make('span', { class: 'details' }),
        make('span', { class: 'error', role: 'alert' }),
      );
    },
    update(element, root) {
      const made = controlOf(element);
      const say = (what: string, text: string) => {
        const span = root.querySelector(`.${what}`);
        if (span) span.textContent = text;
      };
      const isSpoken = read(element, 'labelAccessibilityVisibility') === 'exclusive';
      say('name', isSpoken ? '' : read(element, 'label'));
      if (made) put(made, 'aria-label', isSpoken ? read(element, 'label') : null);
      say('details', read(element, 'details'));
      say('error', read(element, 'error'));
      if (!made) return;
      made.disabled = isOn(element, 'disabled');
      put(made, 'maxlength', read(element, 'maxLength'));
      put(made, 'placeholder', read(element, 'placeholder'));
      put(made, 'autocomplete', read(element, 'autocomplete'));
      if (made instanceof HTMLSelectElement) fillSelect(element, made);
      if (made instanceof HTMLTextAreaElement) made.rows = Number(read(element, 'rows')) || 3;
      const given = read(element, 'value') || read(element, 'defaultValue');
      if (given && made.value === '') made.value = given;
    },
  });
}

function fillSelect(element: HTMLElement, select: HTMLSelectElement): void {
  const options = [...element.querySelectorAll('s-option')].map((option) =>
    make('option', { value: read(option, 'value') }, option.textContent ?? ''),
  );
  const before = select.value;
  const placeholder = read(element, 'placeholder');
  select.replaceChildren(...(placeholder ? [make('option', { value: '' }, placeholder)] : []), ...options);
  select.value = before || read(element, 'value');
}

const choiceStyles = `:host{display:block}label{display:flex;gap:10px;align-items:start;padding:8px 0;cursor:pointer}input{flex:none;inline-size:18px;block-size:18px;margin:2px 0 0;accent-color:var(--accent)}.error{color:#b3261e;font-size:12px}.error:empty{display:none}`;

function tick(tag: string, type: 'checkbox'): void {
  define(tag, {
    styles: choiceStyles,
    properties: {
      checked: {
        get: (element) => rootOf(element).querySelector('input')?.checked === true,
        set(element, value) {
          const input = rootOf(element).querySelector('input');
          if (input) input.checked = value === true;
        },
      },
    },
    build(element, root) {
      const input = make('input', { type });
      input.addEventListener('change', () => tell(element, 'change'));
      root.append(
        make('label', {}, input, make('span', {}, make('span', { class: 'name' }), make('slot'))),
        make('span', { class: 'error', role: 'alert' }),
      );
    },
    update(element, root) {
      const name = root.querySelector('.name');
      const error = root.querySelector('.error');
      const input = root.querySelector('input');
      if (name) name.textContent = read(element, 'label');
      if (error) error.textContent = read(element, 'error');
      if (input && isOn(element, 'defaultChecked')) input.checked = true;
    },
  });
}

const choicesOf = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>('s-choice')];
const isChosen = (choice: HTMLElement) => rootOf(choice).querySelector('input')?.checked === true;

/** Registers what a shopper types or ticks. */
export function defineFields(): void {
  field('s-text-field', () => make('input', { type: 'text' }));
  field('s-email-field', () => make('input', { type: 'email' }));
  field('s-phone-field', () => make('input', { type: 'tel' }));
  field('s-url-field', () => make('input', { type: 'url' }));
  field('s-number-field', () => make('input', { type: 'number' }));
  field('s-date-field', () => make('input', { type: 'date' }));
  field('s-text-area', () => make('textarea'));
  field('s-select', () => make('select'));
  define('s-option', { styles: ':host{display:none}' });
  tick('s-checkbox', 'checkbox');
  tick('s-consent-checkbox', 'checkbox');
  tick('s-switch', 'checkbox');
  define('s-choice-list', {
    styles:
      ':host{display:block}.name{font-weight:600;font-size:14px}.name:empty,.error:empty{display:none}.error{color:#b3261e;font-size:12px}',
    properties: {
      values: {
        get: (element) =>
          choicesOf(element)
            .filter(isChosen)
            .map((choice) => read(choice, 'value')),
        set(element, value) {
          const wanted = Array.isArray(value) ? value.map(String) : [];
          for (const choice of choicesOf(element)) {
            const input = rootOf(choice).querySelector('input');
            if (input) input.checked = wanted.includes(read(choice, 'value'));
          }
        },
      },
    },
    build: (_element, root) =>
      root.append(
        make('span', { class: 'name' }),
        make('slot'),
        make('span', { class: 'error', role: 'alert' }),
      ),
    update(element, root) {
      const name = root.querySelector('.name');
      const error = root.querySelector('.error');
      if (name)
        name.textContent =
          read(element, 'labelAccessibilityVisibility') === 'exclusive' ? '' : read(element, 'label');
      if (error) error.textContent = read(element, 'error');
      put(element, 'role', isOn(element, 'multiple') ? 'group' : 'radiogroup');
      put(element, 'aria-label', read(element, 'label'));
    },
  });
  define('s-choice', {
    styles: choiceStyles,
    build(element, root) {
      const input = make('input', { type: 'radio' });
      input.addEventListener('change', () => choose(element, input));
      root.append(make('label', {}, input, make('span', {}, make('slot'))));
    },
    update(element, root) {
      const list = element.closest('s-choice-list');
      const input = root.querySelector('input');
      if (!input) return;
      input.type = list && isOn(list, 'multiple') ? 'checkbox' : 'radio';
      if (isOn(element, 'selected') || isOn(element, 'defaultSelected')) input.checked = true;
      put(input, 'aria-label', read(element, 'accessibilityLabel'));
    },
  });
}

/** Radios in shadow roots of their own do not know of each other: the list lets go of the others. */
function choose(choice: HTMLElement, input: HTMLInputElement): void {
  const list = choice.closest<HTMLElement>('s-choice-list');
  if (!list) return;
  if (!isOn(list, 'multiple') && input.checked) {
    for (const other of choicesOf(list)) {
      const its = rootOf(other).querySelector('input');
      if (its && other !== choice) its.checked = false;
    }
  }
  tell(list, 'change');
  tell(list, 'input');
}
