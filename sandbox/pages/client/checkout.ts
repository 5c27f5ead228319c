/** Sends the checkout on as it is filled in, as Shopify does, so that leaving it half-way is an abandoned checkout. */
const form = document.querySelector<HTMLFormElement>('[data-checkout]');
const codeField = document.querySelector<HTMLInputElement>('[data-code]');
const summary = document.querySelector<HTMLElement>('[data-summary]');
const saved = document.querySelector<HTMLElement>('[data-saved]');

if (form && summary) {
  let last = '';
  let queue: Promise<void> = Promise.resolve();
  const collect = (): string => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value);
    fields.set('code', codeField?.value ?? '');
    return fields.toString();
  };
  const send = async (): Promise<void> => {
    const body = collect();
    if (body === last) return;
    last = body;
    const response = await fetch(form.dataset.checkout ?? '', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body,
    });
    const answer = (await response.json()) as { summary?: string; isSaved?: boolean; problem?: string };
    if (answer.summary !== undefined) summary.innerHTML = answer.summary;
    if (saved) saved.textContent = answer.isSaved ? (saved.dataset.word ?? '') : '';
  };
  const save = (): void => {
    queue = queue.then(send).catch(() => {
      last = '';
    });
  };
  form.addEventListener('change', save);
  document.querySelector('[data-apply]')?.addEventListener('click', save);
  codeField?.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    save();
  });
  let isPaying = false;
  form.addEventListener('submit', (event) => {
    if (isPaying) return;
    event.preventDefault();
    isPaying = true;
    const hidden = document.createElement('input');
    Object.assign(hidden, { type: 'hidden', name: 'code', value: codeField?.value ?? '' });
    form.append(hidden);
    // A save on its way must not arrive after the payment.
    void queue.then(() => form.submit());
  });
}

export {};
