import { attribute, call, el, type Make, type Props, plain, text } from './part.ts';

const makeButton: Make = (initial) => {
  const isLink = text(initial.to) !== '';
  const element = el(isLink ? 'a' : 'button', 'button');
  if (!isLink) element.setAttribute('type', 'button');
  const slot = el('span', 'button-label');
  const wait = el('span', 'spinner');
  const waitWords = el('span', 'visually-hidden');
  element.append(slot, wait, waitWords);
  let now: Props = {};
  element.addEventListener('click', (event) => {
    if (now.loading === true || now.disabled === true) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    call(now.onPress);
  });
  return {
    element,
    slot,
    update: (props) => {
      now = props;
      const isWaiting = props.loading === true;
      for (const name of ['subdued', 'plain', 'submit', 'loading'])
        attribute(element, `data-${name}`, props[name]);
      if (isLink) attribute(element, 'href', props.to);
      // Not `disabled` while it waits: the keyboard's place would be lost.
      else attribute(element, 'disabled', props.disabled === true);
      attribute(element, 'aria-disabled', isWaiting || props.disabled === true ? 'true' : undefined);
      attribute(element, 'aria-busy', isWaiting ? 'true' : undefined);
      slot.hidden = isWaiting;
      wait.hidden = !isWaiting;
      waitWords.textContent = isWaiting ? text(props.loadingLabel) || (slot.textContent ?? '') : '';
    },
  };
};

const makeLink: Make = (initial) => {
  const isLink = text(initial.to) !== '';
  const element = el(isLink ? 'a' : 'button', 'link');
  if (!isLink) element.setAttribute('type', 'button');
  let now: Props = {};
  element.addEventListener('click', () => call(now.onPress));
  return {
    element,
    slot: element,
    update: (props) => {
      now = props;
      attribute(element, 'id', props.id);
      if (!isLink) return;
      attribute(element, 'href', props.to);
      attribute(element, 'target', props.external === true ? '_blank' : undefined);
      attribute(element, 'rel', props.external === true ? 'noopener noreferrer' : undefined);
    },
  };
};

const makeSpinner: Make = () => {
  const element = el('span', 'spinner-box');
  element.setAttribute('role', 'status');
  const wheel = el('span', 'spinner');
  const slot = el('span', 'visually-hidden');
  element.append(wheel, slot);
  return {
    element,
    slot,
    update: (props) => {
      attribute(element, 'data-size', props.size);
      attribute(element, 'data-color', props.color);
    },
  };
};

/** Sandboxed frames submit no forms, so pressing Enter and submit buttons are listened to here. */
const makeForm: Make = () => {
  const element = el('form', 'form');
  const slot = el('div');
  const implicit = el('button', 'visually-hidden');
  implicit.setAttribute('type', 'button');
  element.append(slot, implicit);
  let now: Props = {};
  const submit = (): void => {
    if (now.disabled !== true) call(now.onSubmit);
  };
  implicit.addEventListener('click', submit);
  slot.addEventListener('click', (event) => {
    const button = (event.target as Element).closest('[data-submit]');
    if (button && button.getAttribute('aria-disabled') !== 'true') submit();
  });
  slot.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || now.implicitSubmit === false || !(event.target instanceof HTMLInputElement))
      return;
    event.preventDefault();
    event.target.blur();
    submit();
  });
  element.addEventListener('submit', (event) => event.preventDefault());
  return {
    element,
    slot,
    update: (props) => {
      now = props;
      implicit.textContent = text(props.implicitSubmit);
      implicit.hidden = implicit.textContent === '';
    },
  };
};

export const actionParts: Record<string, Make> = {
  Button: makeButton,
  ButtonGroup: plain('div', 'button-group'),
  Link: makeLink,
  Spinner: makeSpinner,
  Form: makeForm,
  FormLayout: plain('div', 'form-layout'),
  FormLayoutGroup: plain('div', 'form-layout-group'),
};
