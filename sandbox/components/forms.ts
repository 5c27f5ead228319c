import { LookAlike, register } from './base.ts';

type Checked = HTMLElement & { check(): boolean };
const isChecked = (element: Element): element is Checked =>
  'check' in element && typeof element.check === 'function';

/** A form has no native form inside: fields keep their inputs to themselves, so it asks each whether it is filled well. */
class Form extends LookAlike {
  static override properties = { disabled: 'boolean' } as const;
  static override styles = ':host{display:block}';

  protected override build(): void {
    super.build();
    this.setAttribute('role', 'form');
    this.addEventListener('s-request-submit', () => this.submit());
  }

  /** Sends the form when every field is filled well; otherwise moves to the first that is not. */
  submit(): void {
    if (this.has('disabled')) return;
    const fields = [...this.querySelectorAll('*')].filter(isChecked);
    const wrong = fields.filter((field) => !field.check());
    if (wrong[0]) wrong[0].focus();
    else this.emit('submit', { cancelable: true });
  }
}

/** Registers the form. */
export function registerForms(): void {
  register('s-form', Form);
}
