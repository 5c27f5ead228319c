import { LookAlike, make, register, setAttribute } from './base.ts';

const checkProperties = {
  label: 'string',
  name: 'string',
  details: 'string',
  error: 'string',
  required: 'boolean',
  disabled: 'boolean',
  defaultChecked: 'boolean',
  indeterminate: 'boolean',
  accessibilityLabel: 'string',
  value: 'string',
  policy: 'string',
  command: 'string',
  commandFor: 'string',
} as const;

const tick = `input{appearance:none;flex:none;inline-size:18px;block-size:18px;margin:1px 0 0;border:1px solid var(--s-line-field);border-radius:4px;background:var(--s-paper);cursor:pointer;display:grid;place-content:center}
input::after{content:"";inline-size:9px;block-size:5px;margin-top:-2px;border:solid #fff;border-width:0 0 2px 2px;transform:rotate(-45deg) scale(0);transition:transform .12s}
input:checked{background:var(--s-accent);border-color:var(--s-accent)}input:checked::after{transform:rotate(-45deg) scale(1)}
input[type=radio]{border-radius:50%}input[type=radio]::after{border:0;border-radius:50%;background:#fff;inline-size:8px;block-size:8px;margin:0}
input[disabled]{background:#eee;cursor:default}`;

class Checkbox extends LookAlike {
  static override properties: Record<string, 'string' | 'boolean' | 'number'> = checkProperties;
  static override styles =
    `:host{display:block}label{display:flex;gap:10px;align-items:flex-start;cursor:pointer;line-height:1.4}${tick}
p{margin:4px 0 0 28px;font-size:12.5px;color:var(--s-quiet)}p:empty{display:none}.error{color:var(--s-critical)}`;
  protected input = make('input', { type: 'checkbox', id: 'control' });
  #label = make('span');
  #note = make('p', { id: 'note' });
  #error = make('p', { class: 'error', id: 'error', role: 'alert' });
  #isChecked: boolean | undefined;
  #ownError = '';

  get checked(): boolean {
    return this.#isChecked ?? (this.has('checked') || this.has('defaultChecked'));
  }

  set checked(next: boolean) {
    this.#isChecked = Boolean(next);
    this.input.checked = this.#isChecked;
  }

  protected override build(): void {
    this.root.append(make('label', {}, this.input, this.#label), this.#error, this.#note);
    this.input.addEventListener('input', () => {
      this.#isChecked = this.input.checked;
    });
    this.input.addEventListener('change', () => {
      if (this.#ownError) this.check();
      this.emit('change');
    });
  }

  /** Says when a required box is not ticked; returns whether the form may be sent. */
  check(): boolean {
    this.#ownError = this.input.validationMessage;
    this.update();
    return this.#ownError === '';
  }

  protected override update(): void {
    this.input.checked = this.checked;
    this.input.indeterminate = this.has('indeterminate');
    this.input.disabled = this.has('disabled');
    this.input.required = this.has('required');
    this.#label.textContent = this.read('label');
    this.#note.textContent = this.read('details');
    this.#error.textContent = this.read('error') || this.#ownError;
    setAttribute(
      this.input,
      'aria-label',
      this.read('label') ? null : this.read('accessibilityLabel') || null,
    );
    setAttribute(this.input, 'aria-describedby', this.read('details') ? 'note' : null);
  }
}

class Switch extends Checkbox {
  static override styles =
    `${Checkbox.styles}input,input:checked{inline-size:38px;block-size:22px;border-radius:99px;background:#8a8a8a;border:0;display:block;position:relative;margin:-1px 0 0}
input::after,input:checked::after{position:absolute;top:3px;left:3px;inline-size:16px;block-size:16px;margin:0;border:0;border-radius:50%;background:#fff;transform:none;transition:transform .15s}input:checked{background:var(--s-accent)}input:checked::after{transform:translateX(16px)}`;

  protected override build(): void {
    super.build();
    this.input.setAttribute('role', 'switch');
  }
}

class Choice extends LookAlike {
  static override properties = {
    value: 'string',
    disabled: 'boolean',
    accessibilityLabel: 'string',
    defaultSelected: 'boolean',
    error: 'boolean',
  } as const;
  static override styles =
    `:host{display:block}label{display:flex;gap:10px;align-items:flex-start;cursor:pointer;line-height:1.4;border-radius:5px}${tick}
:host([data-variant=block]) label{border:1px solid var(--s-line-field);padding:12px 14px}:host([data-variant=block]) label:has(:checked){border-color:var(--s-accent);background:#f0f6fb;box-shadow:0 0 0 1px var(--s-accent)}
.words{display:flex;flex-direction:column;gap:2px;flex:1}small{font-size:12.5px;color:var(--s-quiet);display:block}label:not(:has(:checked)) .chosen{display:none}`;
  readonly input = make('input', { type: 'radio', id: 'control' });

  get selected(): boolean {
    return this.input.checked;
  }

  set selected(next: boolean) {
    this.input.checked = Boolean(next);
  }

  protected override build(): void {
    const words = make(
      'span',
      { class: 'words' },
      make('slot'),
      make('small', {}, make('slot', { name: 'details' })),
    );
    words.append(make('span', { class: 'chosen' }, make('slot', { name: 'selected-content' })));
    this.root.append(make('label', {}, this.input, words, make('slot', { name: 'secondary-content' })));
    if (this.has('selected') || this.has('defaultSelected')) this.input.checked = true;
  }

  protected override update(): void {
    this.input.value = this.read('value');
    this.input.disabled =
      this.has('disabled') || this.closest('s-choice-list')?.hasAttribute('disabled') === true;
    setAttribute(this.input, 'aria-label', this.read('accessibilityLabel') || null);
  }
}

/** Choices live in shadow roots of their own, so the list does what a browser does for radios of one group. */
class ChoiceList extends LookAlike {
  static override properties = {
    label: 'string',
    labelAccessibilityVisibility: 'string',
    name: 'string',
    multiple: 'boolean',
    disabled: 'boolean',
    variant: 'string',
    error: 'string',
    details: 'string',
    required: 'boolean',
  } as const;
  static override styles =
    `:host{display:block}fieldset{border:0;margin:0;padding:0;min-inline-size:0}legend{padding:0;margin:0 0 10px;font-weight:500}.hide legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.list{display:flex;flex-direction:column;gap:10px}:host([variant=inline]) .list{flex-direction:row;flex-wrap:wrap;gap:10px 20px}:host([variant=grid]) .list{display:grid;grid-template-columns:repeat(auto-fit,minmax(130px,1fr))}
p{margin:6px 0 0;font-size:12.5px;color:var(--s-quiet)}p:empty{display:none}.error{color:var(--s-critical)}`;
  #fieldset = make('fieldset');
  #legend = make('legend');
  #note = make('p');
  #error = make('p', { class: 'error', role: 'alert' });
  #values: string[] | undefined;

  get values(): string[] {
    return this.#choices()
      .filter((choice) => choice.selected)
      .map((choice) => choice.value);
  }

  set values(next: string[]) {
    this.#values = Array.isArray(next) ? next : [];
    this.#apply();
  }

  get value(): string {
    return this.values[0] ?? '';
  }

  set value(next: string) {
    this.values = next ? [next] : [];
  }

  #choices(): (Choice & { value: string })[] {
    return [...this.querySelectorAll<Choice & { value: string }>('s-choice')];
  }

  #apply(): void {
    if (!this.#values) return;
    for (const choice of this.#choices())
      choice.selected = this.#values.includes(choice.getAttribute('value') ?? '');
  }

  protected override build(): void {
    const slot = make('slot');
    this.#fieldset.append(this.#legend, make('div', { class: 'list' }, slot), this.#error, this.#note);
    this.root.append(this.#fieldset);
    slot.addEventListener('slotchange', () => {
      this.#apply();
      this.update();
    });
    this.addEventListener(
      'input',
      (event) => {
        const chosen = event.target;
        if (!(chosen instanceof Choice)) return;
        event.stopPropagation();
        this.#select(chosen);
      },
      true,
    );
    this.addEventListener('keydown', (event) => this.#move(event));
  }

  #select(chosen: Choice): void {
    if (!this.has('multiple')) for (const choice of this.#choices()) choice.selected = choice === chosen;
    this.#values = this.values;
    this.update();
    this.emit('input');
    this.emit('change');
  }

  #move(event: KeyboardEvent): void {
    if (this.has('multiple')) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    const usable = this.#choices().filter((choice) => !choice.input.disabled);
    const at = usable.indexOf(event.target as (typeof usable)[number]);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = usable[(at + step + usable.length) % usable.length];
    if (!next) return;
    next.selected = true;
    this.#select(next);
    next.input.focus();
  }

  protected override update(): void {
    this.#legend.textContent = this.read('label');
    this.#legend.hidden = !this.read('label');
    this.#fieldset.className = this.read('labelAccessibilityVisibility') === 'exclusive' ? 'hide' : '';
    this.#error.textContent = this.read('error');
    this.#note.textContent = this.read('details');
    const isMany = this.has('multiple');
    setAttribute(this.#fieldset, 'role', isMany ? 'group' : 'radiogroup');
    const choices = this.#choices();
    const current = choices.find((choice) => choice.selected) ?? choices[0];
    for (const choice of choices) {
      const variant = this.read('variant');
      setAttribute(choice, 'data-variant', variant === 'block' || variant === 'grid' ? 'block' : null);
      choice.input.type = isMany ? 'checkbox' : 'radio';
      choice.input.tabIndex = isMany || choice === current ? 0 : -1;
      choice.input.disabled = choice.hasAttribute('disabled') || this.has('disabled');
    }
  }
}

/** Registers what is ticked, switched or chosen. */
export function registerChoices(): void {
  register('s-checkbox', Checkbox);
  register('s-consent-checkbox', class extends Checkbox {});
  register('s-switch', Switch);
  register('s-choice', Choice);
  register('s-choice-list', ChoiceList);
}
