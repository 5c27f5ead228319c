/** Says that time is moving while the server carries out what falls due. */
const status = document.querySelector('[data-status]');
const progress = document.querySelector<HTMLElement>('[data-progress]');
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-busy]'))
  form.addEventListener('submit', () => {
    if (progress) progress.hidden = false;
    const begin = Date.now();
    const tell = (): void => {
      const seconds = Math.round((Date.now() - begin) / 1000);
      if (status)
        status.textContent = `Time is moving, and what falls due is carried out… ${seconds ? `${seconds} s` : ''}`;
    };
    tell();
    setInterval(tell, 1000);
  });

export {};
