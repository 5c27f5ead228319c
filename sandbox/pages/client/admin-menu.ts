/** The admin's navigation on a phone, on pages without the app. */
const menuButton = document.querySelector('#menu-button');
menuButton?.addEventListener('click', () => {
  menuButton.setAttribute('aria-expanded', String(document.body.classList.toggle('menu-open')));
});

export {};
