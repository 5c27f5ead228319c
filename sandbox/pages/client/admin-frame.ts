/** The admin around the app: menu, save bar, toasts, picker, address; answers what App Bridge asks. */
import { openPicker } from './picker.ts';

type Message = { bridge?: string; id?: number; what?: string; detail?: unknown };
type Bar = {
  isShown: boolean;
  save: string;
  discard: string;
  isSaveDisabled: boolean;
  isSaving: boolean;
  isDiscardDisabled: boolean;
  asksBeforeDiscard: boolean;
};

const root = document.body;
const { base = '', appOrigin = '', token = '', catalog = '', lang = 'en' } = root.dataset;
const one = <E extends HTMLElement>(selector: string): E => {
  const element = document.querySelector<E>(selector);
  if (!element) throw new Error(`the admin page has no ${selector}`);
  return element;
};
const frame = one<HTMLIFrameElement>('#app-frame');
const reply = (message: Record<string, unknown>): void =>
  frame.contentWindow?.postMessage(message, appOrigin);
const order = (bridge: string, detail?: unknown): void =>
  frame.contentWindow?.postMessage({ bridge, detail }, appOrigin);
const words =
  lang === 'de'
    ? {
        save: 'Speichern',
        discard: 'Verwerfen',
        unsaved: 'Nicht gespeicherte Änderungen',
        leave: 'Seite mit nicht gespeicherten Änderungen verlassen?',
        leaveText: 'Beim Verlassen der Seite gehen alle nicht gespeicherten Änderungen verloren.',
        leaveYes: 'Seite verlassen',
        stay: 'Bleiben',
        drop: 'Alle nicht gespeicherten Änderungen verwerfen?',
        dropYes: 'Änderungen verwerfen',
        goOn: 'Weiter bearbeiten',
        close: 'Schließen',
      }
    : {
        save: 'Save',
        discard: 'Discard',
        unsaved: 'Unsaved changes',
        leave: 'Leave page with unsaved changes?',
        leaveText: 'Leaving this page will delete all unsaved changes.',
        leaveYes: 'Leave page',
        stay: 'Stay',
        drop: 'Discard all unsaved changes?',
        dropYes: 'Discard changes',
        goOn: 'Continue editing',
        close: 'Close',
      };

let bar: Bar = {
  isShown: false,
  save: '',
  discard: '',
  isSaveDisabled: false,
  isSaving: false,
  isDiscardDisabled: false,
  asksBeforeDiscard: false,
};

function confirmBox(title: string, text: string, yes: string, no: string): Promise<boolean> {
  const dialog = document.createElement('dialog');
  dialog.className = 'confirm';
  dialog.setAttribute('aria-label', title);
  const heading = Object.assign(document.createElement('h2'), { textContent: title });
  const body = Object.assign(document.createElement('p'), { textContent: text });
  const row = Object.assign(document.createElement('div'), { className: 'row' });
  const button = (label: string, kind: string, value: boolean): HTMLButtonElement => {
    const made = Object.assign(document.createElement('button'), {
      textContent: label,
      className: `btn ${kind}`,
    });
    made.addEventListener('click', () => dialog.close(value ? 'yes' : 'no'));
    return made;
  };
  row.append(button(no, '', false), button(yes, 'critical', true));
  dialog.append(heading, body, row);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
  });
}

/** Whether the person may leave what is in the frame now. */
async function mayLeave(): Promise<boolean> {
  if (!bar.isShown) return true;
  const isYes = await confirmBox(words.leave, words.leaveText, words.leaveYes, words.stay);
  if (isYes) {
    order('save-bar-discard-all');
    showBar({ ...bar, isShown: false });
  }
  return isYes;
}

const saveBar = one('#save-bar');
const saveButton = one<HTMLButtonElement>('#save-bar-save');
const discardButton = one<HTMLButtonElement>('#save-bar-discard');
function showBar(next: Bar): void {
  bar = { ...bar, ...next };
  saveBar.hidden = !bar.isShown;
  root.classList.toggle('has-save-bar', bar.isShown);
  if (!bar.isShown) return;
  one('#save-bar-text').textContent = words.unsaved;
  saveButton.textContent = bar.save || words.save;
  discardButton.textContent = bar.discard || words.discard;
  saveButton.disabled = bar.isSaveDisabled || bar.isSaving;
  saveButton.classList.toggle('busy', bar.isSaving);
  discardButton.disabled = bar.isDiscardDisabled;
}
saveButton.addEventListener('click', () => order('save-bar-save'));
discardButton.addEventListener('click', async () => {
  if (bar.asksBeforeDiscard && !(await confirmBox(words.drop, words.leaveText, words.dropYes, words.goOn)))
    return;
  order('save-bar-discard');
});

type MenuItem = { href: string; label: string; isHome: boolean };
const pathOf = (href: string): string => new URL(href, appOrigin).pathname;
let menu: MenuItem[] = [];
let current = '';
function showMenu(): void {
  const list = one('#app-menu');
  list.replaceChildren(
    ...menu
      .filter(({ isHome }) => !isHome)
      .map(({ href, label }) => {
        const item = document.createElement('li');
        const link = Object.assign(document.createElement('a'), { href: frameUrl(href), textContent: label });
        const inside = pathOf(href);
        if (current === inside || current.startsWith(`${inside}/`)) link.setAttribute('aria-current', 'page');
        link.addEventListener('click', (event) => {
          if (event.metaKey || event.ctrlKey) return;
          event.preventDefault();
          void go(href);
        });
        item.append(link);
        return item;
      }),
  );
}
async function go(href: string): Promise<void> {
  root.classList.remove('menu-open');
  if (await mayLeave()) order('navigate', href);
}
/** Address in the admin for a path of the app. */
const frameUrl = (path: string): string => {
  const inner = path.replace(/^\/app(?=[/?#]|$)/, '');
  return `${base}/apps/reprise${inner === '' ? '' : inner}`;
};
one('#app-home').addEventListener('click', (event) => {
  if (!menu.length) return;
  event.preventDefault();
  void go(menu.find(({ isHome }) => isHome)?.href ?? '/app');
});

function showTitle(
  detail: {
    title: string;
    actions: { at: number; label: string; variant: string; tone: string; isDisabled: boolean }[];
  } | null,
): void {
  one('#title-text').textContent = detail?.title ?? '';
  const actions = one('#title-actions');
  actions.replaceChildren(
    ...(detail?.actions ?? []).map(({ at, label, variant, tone, isDisabled }) => {
      const button = Object.assign(document.createElement('button'), {
        textContent: label,
        className: `btn ${variant} ${tone}`,
        disabled: isDisabled,
      });
      button.addEventListener('click', () => order('title-action', at));
      return button;
    }),
  );
}

function showToast({
  id,
  message,
  duration,
  isError,
  action,
}: {
  id: string;
  message: string;
  duration?: number;
  isError?: boolean;
  action?: string;
}): void {
  const toast = document.createElement('div');
  toast.className = `toast${isError ? ' error' : ''}`;
  toast.dataset.toast = id;
  toast.append(Object.assign(document.createElement('span'), { textContent: message }));
  const away = (): void => {
    if (!toast.isConnected) return;
    toast.remove();
    order('toast-gone', id);
  };
  if (action) {
    const button = Object.assign(document.createElement('button'), { textContent: action });
    button.addEventListener('click', () => order('toast-action', id));
    toast.append(button);
  }
  const close = Object.assign(document.createElement('button'), { textContent: '✕' });
  close.setAttribute('aria-label', words.close);
  close.addEventListener('click', away);
  toast.append(close);
  one('#toasts').append(toast);
  setTimeout(away, duration ?? 5000);
}

function open({ url, target }: { url: string; target: string }): void {
  const inside =
    /^shopify:\/*admin\/(.*)$/i.exec(url)?.[1] ??
    /^https:\/\/admin\.shopify\.com\/store\/[^/]+\/(.*)$/.exec(url)?.[1];
  const href = inside === undefined ? new URL(url, appOrigin).href : `${base}/${inside}`;
  if (target === '_blank') window.open(href, '_blank', 'noopener');
  else void mayLeave().then((isYes) => isYes && location.assign(href));
}

const answers: Record<string, (detail: unknown) => unknown> = {
  'id-token': async () => {
    const response = await fetch(token);
    const body = (await response.json()) as { token?: string };
    if (!body.token) throw new Error('the sandbox gave no session token');
    return body.token;
  },
  leave: () =>
    confirmBox(words.leave, words.leaveText, words.leaveYes, words.stay).then((isYes) => {
      if (isYes) showBar({ ...bar, isShown: false });
      return isYes;
    }),
  picker: (detail) => openPicker(catalog, detail, lang),
  scopes: async () => (await fetch(`${base}/scopes`)).json(),
};

const notes: Record<string, (detail: never) => void> = {
  'nav-menu': (items: MenuItem[]) => {
    menu = items;
    showMenu();
  },
  'save-bar': showBar,
  'title-bar': showTitle,
  toast: showToast,
  'toast-hide': (id: string) => document.querySelector(`[data-toast="${CSS.escape(id)}"]`)?.remove(),
  loading: (isLoading: boolean) => root.classList.toggle('is-loading', isLoading),
  open,
  path: ({ path, title }: { path: string; title: string }) => {
    current = path.split('?')[0] ?? path;
    const locale = new URLSearchParams(location.search).get('locale');
    const url = new URL(frameUrl(path), location.href);
    if (locale) url.searchParams.set('locale', locale);
    if (`${url.pathname}${url.search}` !== `${location.pathname}${location.search}`)
      history.replaceState(null, '', url);
    if (title) document.title = `${title} · ${root.dataset.shop ?? ''}`;
    root.classList.remove('is-loading');
    showMenu();
  },
};

window.addEventListener('message', async (event: MessageEvent<Message>) => {
  if (event.source !== frame.contentWindow || event.origin !== appOrigin) return;
  const { bridge = '', id, what = '', detail } = event.data ?? {};
  if (bridge !== 'ask') {
    notes[bridge]?.(detail as never);
    return;
  }
  try {
    const answer = answers[what];
    if (!answer) throw new Error(`${what} is not played by the sandbox`);
    reply({ bridge: 'answer', id, value: await answer(detail) });
  } catch (error) {
    reply({ bridge: 'answer', id, error: String(error) });
  }
});

one('#menu-button').addEventListener('click', (event) => {
  const isOpen = root.classList.toggle('menu-open');
  (event.currentTarget as HTMLElement).setAttribute('aria-expanded', String(isOpen));
});
window.addEventListener('beforeunload', (event) => {
  if (bar.isShown) event.preventDefault();
});
frame.src = frame.dataset.src ?? '';
