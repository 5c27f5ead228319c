import { attribute, call, el, type Make, type Props, text } from './part.ts';

let nextField = 1;

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Label, control and error text, tied together for assistive technologies. */
function field(control: Control, name: string) {
  const element = el('div', name);
  const own = `field-${nextField++}`;
  const label = document.createElement('label');
  const hint = el('p', 'field-hint');
  const error = el('p', 'field-error');
  hint.id = `${own}-hint`;
  error.id = `${own}-error`;
  const show = (props: Props, hintText = ''): void => {
    control.id = text(props.id) || own;
    label.htmlFor = control.id;
    attribute(control, 'name', props.name);
    control.disabled = props.disabled === true;
    attribute(control, 'aria-required', props.required === true ? 'true' : undefined);
    attribute(control, 'aria-label', props.accessibilityLabel);
    error.textContent = text(props.error);
    error.hidden = error.textContent === '';
    hint.textContent = hintText;
    hint.hidden = hintText === '';
    attribute(control, 'aria-invalid', error.hidden ? undefined : 'true');
    const about = [hint, error].filter((one) => !one.hidden).map((one) => one.id);
    attribute(control, 'aria-describedby', about.join(' '));
  };
  return { element, label, hint, error, show };
}

/** The browser's word for what Shopify's autocomplete says. */
function autocompleteOf(value: unknown): string | undefined {
  if (value === true) return 'on';
  if (value === false) return 'off';
  const { group, field: name } = (value ?? {}) as { group?: unknown; field?: unknown };
  return typeof name === 'string' ? [text(group), name].filter(Boolean).join(' ') : undefined;
}

const TYPES: Record<string, string> = { email: 'email', number: 'number', telephone: 'tel' };

const makeTextField: Make = (initial) => {
  const control = document.createElement(initial.multiline === true ? 'textarea' : 'input');
  const { element, label, hint, error, show } = field(control, 'field');
  element.append(label, control, hint, error);
  let now: Props = {};
  control.addEventListener('input', () => call(now.onInput, control.value));
  control.addEventListener('change', () => {
    if (control.value !== text(now.value)) call(now.onChange, control.value);
  });
  control.addEventListener('focus', () => call(now.onFocus));
  control.addEventListener('blur', () => call(now.onBlur));
  return {
    element,
    slot: el('div'),
    update: (props) => {
      const isNew = props.value !== undefined && text(props.value) !== control.value;
      now = { ...props };
      show(props, text((props.tooltip as Props | undefined)?.content));
      label.textContent = text(props.label);
      if (control instanceof HTMLInputElement) control.type = TYPES[text(props.type)] ?? 'text';
      attribute(control, 'autocomplete', autocompleteOf(props.autocomplete));
      if (isNew) control.value = text(props.value);
    },
  };
};

type Option = { value?: unknown; label?: unknown; disabled?: unknown };

const makeSelect: Make = () => {
  const control = document.createElement('select');
  const { element, label, error, show } = field(control, 'field');
  element.append(label, control, error);
  let now: Props = {};
  control.addEventListener('change', () => call(now.onChange, control.value));
  const optionOf = ({ value, label: words, disabled }: Option): HTMLOptionElement => {
    const one = document.createElement('option');
    one.value = text(value);
    one.textContent = text(words);
    one.disabled = disabled === true;
    return one;
  };
  return {
    element,
    slot: el('div'),
    update: (props) => {
      now = props;
      show(props);
      label.textContent = text(props.label);
      const options = Array.isArray(props.options) ? (props.options as Option[]) : [];
      const empty =
        props.placeholder === undefined ? [] : [{ value: '', label: props.placeholder, disabled: true }];
      control.replaceChildren(...[...empty, ...options].map(optionOf));
      control.value = text(props.value);
      attribute(control, 'autocomplete', autocompleteOf(props.autocomplete));
    },
  };
};

const makeTick =
  (type: 'checkbox' | 'radio'): Make =>
  () => {
    const control = document.createElement('input');
    control.type = type;
    const { element, label, error, show } = field(control, 'tick');
    element.append(control, label, error);
    let now: Props = {};
    const isOn = (): boolean => (now.checked ?? now.value) === true;
    control.addEventListener('change', () => {
      const wanted = control.checked;
      // What is shown is what the extension says; it answers with new props.
      control.checked = isOn();
      call(now.onChange, wanted);
    });
    return {
      element,
      slot: label,
      update: (props) => {
        now = props;
        show(props);
        control.checked = isOn();
      },
    };
  };

const POLICIES: Record<string, string> = {
  subscriptions: 'I agree to the terms of the subscription and to being charged again until I cancel.',
};

const makeConsent: Make = (props, depth) => {
  const tick = makeTick('checkbox')(props, depth);
  return {
    ...tick,
    slot: el('div'),
    update: (now) => {
      tick.slot.textContent = POLICIES[text(now.policy)] ?? '';
      tick.update(now);
    },
  };
};

export const fieldParts: Record<string, Make> = {
  TextField: makeTextField,
  Select: makeSelect,
  Checkbox: makeTick('checkbox'),
  Radio: makeTick('radio'),
  BuyerConsent: makeConsent,
};
