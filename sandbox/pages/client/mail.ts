/** Looks for new messages every few seconds, without taking the focus away from the one being read. */
const list = document.querySelector<HTMLElement>('[data-mail-list]');
if (list) {
  let last = list.innerHTML;
  setInterval(async () => {
    if (document.hidden || list.contains(document.activeElement)) return;
    const response = await fetch(list.dataset.mailList ?? '').catch(() => undefined);
    if (!response?.ok) return;
    const now = await response.text();
    if (now === last) return;
    last = now;
    list.innerHTML = now;
  }, 3000);
}
const frame = document.querySelector<HTMLIFrameElement>('.mail-frame');
if (frame)
  frame.style.height = `${Math.max(420, window.innerHeight - frame.getBoundingClientRect().top - 40)}px`;

export {};
