/** The sandbox corner: stays open across pages and says that it works while the clock is moved. */
const corner = document.querySelector<HTMLDetailsElement>('[data-toolbar]');
if (corner) {
  corner.open = sessionStorage.getItem('sandbox-bar') === 'open';
  corner.addEventListener('toggle', () =>
    sessionStorage.setItem('sandbox-bar', corner.open ? 'open' : 'shut'),
  );
  corner.addEventListener('submit', () => {
    const status = corner.querySelector('[data-bar-status]');
    if (status) status.textContent = 'Working: everything that is due is being carried out…';
    for (const button of corner.querySelectorAll('button')) setTimeout(() => (button.disabled = true));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && corner.contains(document.activeElement)) corner.open = false;
  });
}

export {};
