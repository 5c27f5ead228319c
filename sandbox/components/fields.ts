import { LookAlike, make, register, setAttribute } from './base.ts';
import { iconSvg } from './icons.ts';

/** Properties that each labelled field has. `value` is not mirrored: it is what the person typed. */
export const fieldProperties = {
  label: 'string',
  labelAccessibilityVisibility: 'string',
  name: 'string',
  error: 'string',
  details: 'string',
  required: 'boolean',
  disabled: 'boolean',
  readOnly: 'boolean',
  placeholder: 'string',
  defaultValue: 'string',
  autocomplete: 'string',
  maxLength: 'number',
  minLength: 'number',
  min: 'number',
  max: 'number',
  step: 'number',
  rows: 'number',
  prefix: 'string',
  suffix: 'string',
  icon: 'string',
  inputMode: 'string',
  controls: 'string',
  type: 'string',
  view: 'string',
} as const;

export const fieldStyles = `:host{display:block}
.field{position:relative;display:flex;align-items:stretch;background:var(--s-paper);border:1px solid var(--s-line-field);border-radius:5px;transition:border-color .15s,box-shadow .15s}
.field:focus-within{border-color:var(--s-accent);box-shadow:0 0 0 1px var(--s-accent)}.wrong .field{border-color:var(--s-critical);box-shadow:0 0 0 1px var(--s-critical)}
label{position:absolute;inset-block-start:7px;inset-inline-start:12px;font-size:12px;line-height:1.2;color:var(--s-quiet);pointer-events:none;max-inline-size:calc(100% - 24px);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.slim label{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
input,textarea,select{flex:1;min-inline-size:0;inline-size:100%;border:0;background:none;color:var(--s-ink);font:inherit;padding:23px 12px 7px;border-radius:5px;line-height:1.35}
.slim :is(input,textarea,select){padding-block:12px}input:focus,textarea:focus,select:focus{outline:none}
::placeholder{color:#6f6f6f}textarea{resize:vertical;min-block-size:84px}input[disabled],textarea[disabled],select[disabled]{color:#707070;background:#f4f4f4}
.aside{display:flex;align-items:center;color:var(--s-quiet);padding-inline:10px}.aside:empty{display:none}.aside svg{width:18px;height:18px}
.note{margin:6px 2px 0;font-size:12.5px;color:var(--s-quiet)}.note:empty{display:none}.error{margin:6px 2px 0;font-size:12.5px;color:var(--s-critical)}.error:empty{display:none}`;

/** A field with one native control inside. It can say what is wrong with itself. */
export abstract class Field extends LookAlike {
  static override properties: Record<string, 'string' | 'boolean' | 'number'> = fieldProperties;
  static override styles = fieldStyles;
  protected control!: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
  protected caption = make('label', { for: 'control' });
  protected wrap = make('div', { class: 'wrap' });
  protected ahead = make('span', { class: 'aside', 'aria-hidden': 'true' });
  protected behind = make('span', { class: 'aside', 'aria-hidden': 'true' });
  #note = make('p', { class: 'note', id: 'note' });
  #error = make('p', { class: 'error', id: 'error', role: 'alert' });
  #value: string | undefined;
  #ownError = '';

  protected abstract makeControl(): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

  get value(): string {
    return this.control?.value ?? this.#value ?? this.read('value');
  }

  set value(next: string) {
    this.#value = next ?? '';
    if (this.control && this.control.value !== this.#value) this.control.value = this.#value;
  }

  protected override build(): void {
    this.control = this.makeControl();
    this.control.id = 'control';
    const accessory = make('slot', { name: 'accessory' });
    this.wrap.append(
      make('div', { class: 'field' }, this.ahead, this.control, this.caption, this.behind, accessory),
      this.#error,
      this.#note,
    );
    this.root.append(this.wrap);
    const initial = this.#value ?? (this.read('value') || this.read('defaultValue'));
    this.update();
    if (initial) this.control.value = initial;
    this.control.addEventListener('change', () => {
      this.#value = this.control.value;
      this.emit('change');
    });
    this.control.addEventListener('input', () => {
      this.#value = this.control.value;
      if (this.#ownError) this.check();
    });
    this.control.addEventListener('keydown', (event) => {
      const isEnter = event instanceof KeyboardEvent && event.key === 'Enter' && !event.isComposing;
      if (isEnter && this.control.localName === 'input')
        this.closest('s-form')?.dispatchEvent(new CustomEvent('s-request-submit'));
    });
  }

  /** Says what is wrong, if anything, beside the field; returns whether the field may be sent. */
  check(): boolean {
    this.#ownError = this.control.validationMessage;
    this.update();
    return this.#ownError === '';
  }

  protected override update(): void {
    if (!this.control) return;
    const label = this.read('label');
    this.caption.textContent = label;
    const isSlim = !label || this.read('labelAccessibilityVisibility') === 'exclusive';
    const error = this.read('error') || this.#ownError;
    this.wrap.className = `wrap${isSlim ? ' slim' : ''}${error ? ' wrong' : ''}`;
    this.#error.textContent = error;
    this.#note.textContent = this.read('details');
    this.ahead.textContent = this.read('prefix');
    const icon = this.read('icon');
    if (icon) this.ahead.innerHTML = iconSvg(icon);
    this.behind.textContent = this.read('suffix');
    const control = this.control;
    control.disabled = this.has('disabled');
    control.required = this.has('required');
    setAttribute(control, 'readonly', this.has('readOnly'));
    setAttribute(control, 'placeholder', this.read('placeholder') || null);
    setAttribute(control, 'autocomplete', this.read('autocomplete') || null);
    setAttribute(control, 'maxlength', this.getAttribute('maxlength'));
    setAttribute(control, 'minlength', this.getAttribute('minlength'));
    setAttribute(control, 'aria-invalid', error ? 'true' : null);
    const described = [error ? 'error' : '', this.read('details') ? 'note' : ''].filter(Boolean).join(' ');
    setAttribute(control, 'aria-describedby', described || null);
    if (!label) setAttribute(control, 'aria-label', this.read('placeholder') || this.read('name') || null);
    else control.removeAttribute('aria-label');
  }
}

const inputField = (type: string, extra: Record<string, string> = {}) =>
  class extends Field {
    protected override makeControl(): HTMLInputElement {
      return make('input', { type, ...extra });
    }

    protected override update(): void {
      super.update();
      if (!this.control) return;
      for (const name of ['min', 'max', 'step']) setAttribute(this.control, name, this.getAttribute(name));
      const mode = this.read('inputMode');
      if (mode) setAttribute(this.control, 'inputmode', mode);
    }
  };

class TextArea extends Field {
  protected override makeControl(): HTMLTextAreaElement {
    return make('textarea', { rows: this.read('rows') || '3' });
  }
}

class Select extends Field {
  static override styles =
    `${fieldStyles}select{appearance:none;padding-inline-end:36px;cursor:pointer}.field::after{content:"";position:absolute;inset-inline-end:16px;top:50%;width:8px;height:8px;margin-top:-6px;border:solid var(--s-quiet);border-width:0 1.6px 1.6px 0;transform:rotate(45deg);pointer-events:none}`;
  #watch = new MutationObserver(() => this.#copyOptions());

  protected override makeControl(): HTMLSelectElement {
    this.#watch.observe(this, { childList: true, subtree: true, characterData: true, attributes: true });
    return make('select');
  }

  protected override build(): void {
    super.build();
    this.#copyOptions();
    const first = this.read('value');
    if (first) this.value = first;
  }

  override get value(): string {
    return super.value;
  }

  override set value(next: string) {
    super.value = next;
    this.#wanted = next;
  }

  #wanted: string | undefined;

  #copyOptions(): void {
    const select = this.control as HTMLSelectElement;
    const before = this.#wanted ?? select.value;
    const options = [...this.querySelectorAll('s-option')].map((option) => {
      const label = option.textContent?.trim() ?? '';
      const made = make('option', { value: option.getAttribute('value') ?? label }, label);
      made.disabled = option.hasAttribute('disabled');
      made.selected = option.hasAttribute('selected') || option.hasAttribute('defaultselected');
      return made;
    });
    const placeholder = this.read('placeholder');
    if (placeholder)
      options.unshift(make('option', { value: '', disabled: true, selected: true }, placeholder));
    select.replaceChildren(...options);
    if (before) select.value = before;
  }
}

class Option extends LookAlike {
  static override properties = {
    value: 'string',
    selected: 'boolean',
    defaultSelected: 'boolean',
    disabled: 'boolean',
  } as const;
  static override styles = ':host{display:none}';
}

class DropZone extends LookAlike {
  static override properties = {
    label: 'string',
    accept: 'string',
    multiple: 'boolean',
    name: 'string',
    required: 'boolean',
    disabled: 'boolean',
    error: 'string',
    accessibilityLabel: 'string',
  } as const;
  static override styles =
    `:host{display:block}label{display:flex;flex-direction:column;gap:4px;align-items:center;border:1.5px dashed var(--s-line-field);border-radius:8px;padding:22px;text-align:center;cursor:pointer;color:var(--s-quiet)}label:focus-within{border-color:var(--s-accent)}strong{color:var(--s-accent)}input{position:absolute;width:1px;height:1px;clip-path:inset(50%)}.error{color:var(--s-critical);font-size:12.5px;margin:6px 0 0}.error:empty{display:none}`;
  files: readonly File[] = [];
  #input = make('input', { type: 'file' });
  #label = make('strong');
  #names = make('span');
  #error = make('p', { class: 'error', role: 'alert' });

  protected override build(): void {
    const area = make('label', {}, this.#label, this.#names, this.#input);
    this.root.append(area, this.#error);
    const take = (files: FileList | null | undefined): void => {
      this.files = [...(files ?? [])];
      this.#names.textContent = this.files.map((file) => file.name).join(', ');
      this.emit('input');
      this.emit('change');
    };
    this.#input.addEventListener('change', () => take(this.#input.files));
    area.addEventListener('dragover', (event) => event.preventDefault());
    area.addEventListener('drop', (event) => {
      event.preventDefault();
      take(event.dataTransfer?.files);
    });
  }

  protected override update(): void {
    this.#label.textContent = this.read('label') || this.read('accessibilityLabel') || 'Add files';
    this.#error.textContent = this.read('error');
    this.#input.multiple = this.has('multiple');
    this.#input.disabled = this.has('disabled');
    setAttribute(this.#input, 'accept', this.getAttribute('accept'));
  }
}

/** Registers what is filled in by typing or picking one of a list. */
export function registerFields(): void {
  register('s-text-field', inputField('text'));
  register('s-email-field', inputField('email', { inputmode: 'email', autocomplete: 'email' }));
  register('s-phone-field', inputField('tel', { inputmode: 'tel', autocomplete: 'tel' }));
  register('s-consent-phone-field', inputField('tel', { inputmode: 'tel', autocomplete: 'tel' }));
  register('s-url-field', inputField('url', { inputmode: 'url' }));
  register('s-number-field', inputField('number'));
  register('s-money-field', inputField('number', { step: '0.01', inputmode: 'decimal' }));
  register('s-password-field', inputField('password'));
  register('s-date-field', inputField('date'));
  register('s-date-picker', inputField('date'));
  register('s-text-area', TextArea);
  register('s-select', Select);
  register('s-option', Option);
  register('s-drop-zone', DropZone);
}
