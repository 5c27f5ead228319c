/** Stands beside an extension's frame: gives it room, session tokens and storage, and keeps a log of what it said. */

type Entry = { level: string; text: string; at: Date };

const slots = document.querySelectorAll<HTMLElement>('[data-extension]');
const log: Entry[] = [];

function showLog(): void {
  const list = document.querySelector('[data-extension-log]');
  if (!list) return;
  list.replaceChildren(
    ...log.slice(-40).map(({ level, text, at }) => {
      const item = document.createElement('li');
      item.className = `log-${level}`;
      item.textContent = `${at.toLocaleTimeString()} ${text}`;
      return item;
    }),
  );
  const errors = log.filter(({ level }) => level === 'error').length;
  const badge = document.querySelector<HTMLElement>('[data-extension-errors]');
  if (!badge) return;
  badge.hidden = errors === 0;
  badge.textContent = String(errors);
  badge.setAttribute('aria-label', `${errors} errors`);
}
function note(level: string, text: string): void {
  log.push({ level, text, at: new Date() });
  showLog();
}

function toast(text: string): void {
  const area = document.createElement('div');
  area.className = 'page-toast';
  area.setAttribute('role', 'status');
  area.textContent = text;
  document.body.append(area);
  setTimeout(() => area.remove(), 5000);
}

for (const slot of slots) {
  const { src = '', token = '', store = '', title = '' } = slot.dataset;
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts allow-popups allow-popups-to-escape-sandbox');
  frame.setAttribute('allow', 'clipboard-write *');
  frame.title = title;
  frame.src = src;
  const key = (name: string): string => `${store}/${name}`;
  const heightKey = `height/${src}`;
  const remembered = Number(sessionStorage.getItem(heightKey));
  if (remembered > 0) slot.style.minHeight = `${remembered}px`;
  slot.append(frame);

  const post = async (path: string, detail: unknown): Promise<unknown> => {
    const response = await fetch(token.replace('/token', `/${path}`), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(detail),
    });
    return response.json();
  };
  const answers: Record<string, (detail: { key: string; value?: unknown; name?: string }) => unknown> = {
    token: async () => {
      const response = await fetch(token);
      const body = (await response.json()) as { token?: string; error?: string };
      if (!body.token) throw new Error(body.error ?? 'no session token');
      return body.token;
    },
    query: (detail) => post('query', detail),
    calculate: (detail) => post('calculate', detail),
    apply: (detail) => post('apply', detail),
    done: async (detail) => {
      const { next } = (await post('done', detail)) as { next?: string };
      location.replace(next ?? '/');
    },
    'storage-read': (detail) => JSON.parse(localStorage.getItem(key(detail.key)) ?? 'null'),
    'storage-write': (detail) => localStorage.setItem(key(detail.key), JSON.stringify(detail.value)),
    'storage-delete': (detail) => localStorage.removeItem(key(detail.key)),
    publish: (detail) => note('info', `analytics.publish ${detail.name}`),
    visitor: () => note('info', 'analytics.visitor'),
    login: () => note('info', 'requireLogin: open this page with ?auth=full to be signed in'),
    toast: (text) => toast(String(text)),
  };

  let isRun = false;
  const settle = (): void => {
    slot.dataset.state = 'ready';
    slot.style.minHeight = '';
  };
  window.addEventListener('message', async (event) => {
    if (event.source !== frame.contentWindow) return;
    const { reprise, detail, id, what } = event.data ?? {};
    if (reprise === 'height') {
      const height = Math.max(0, Math.min(20_000, Number(detail) || 0));
      frame.style.height = `${height}px`;
      // Once it has run, what it shows is what it shows: nothing needs no place.
      if (height > 0 || isRun) settle();
      if (height > 0) {
        sessionStorage.setItem(heightKey, String(height));
      }
    }
    if (reprise === 'ready') {
      isRun = true;
      note('info', `${slot.dataset.extension} rendered`);
    }
    if (reprise === 'failed') settle();
    if (reprise === 'log') note(detail.level, detail.text);
    if (reprise === 'navigate') location.href = new URL(String(detail), location.href).href;
    if (reprise === 'reload') location.reload();
    if (reprise === 'overlay') {
      const isOpen = detail?.isOpen === true;
      const { top, left, width, height } = slot.getBoundingClientRect();
      if (isOpen) slot.style.height = `${height}px`;
      frame.classList.toggle('covering', isOpen);
      document.documentElement.classList.toggle('no-scroll', isOpen);
      if (!isOpen) slot.style.height = '';
      frame.contentWindow?.postMessage(
        { reprise: 'place', place: isOpen ? { top, left, width } : null },
        '*',
      );
    }
    if (reprise === 'ask') {
      const answer = answers[what];
      try {
        if (!answer) throw new Error(`the page does not know ${what}`);
        const value = await answer(detail ?? {});
        frame.contentWindow?.postMessage({ reprise: 'answer', id, value }, '*');
      } catch (error) {
        frame.contentWindow?.postMessage({ reprise: 'answer', id, error: String(error) }, '*');
      }
    }
  });
  // Between payment and thank-you nobody is kept waiting for a bundle that does not start.
  if (slot.dataset.extension === 'post-purchase')
    setTimeout(() => {
      if (!isRun) void answers.done?.({ key: '', reason: 'the extension did not start' } as never);
    }, 8000);
  // An extension that shows nothing leaves no hole, and one that is slow does not hold the place for ever.
  setTimeout(settle, 6000);
}
showLog();
