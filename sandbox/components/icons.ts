/** Line icons of our own for the icon names that extensions use most; any other name is a small dot. */

const paths: Record<string, string> = {
  check: 'M4 10.5l4 4 8-9',
  'check-circle': 'M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM6.5 10.2l2.4 2.5 4.6-5',
  x: 'M5 5l10 10M15 5L5 15',
  'x-circle': 'M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM7.2 7.2l5.6 5.6M12.8 7.2l-5.6 5.6',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  info: 'M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM10 9v5M10 6.2v.2',
  'alert-triangle': 'M10 3L2.5 16.5h15zM10 8v4M10 14.2v.2',
  'alert-circle': 'M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM10 6v5M10 13.6v.2',
  clipboard: 'M7 4H5v13h10V4h-2M7 2.8h6v3H7z',
  duplicate: 'M7 7h9v9H7zM4 13V4h9',
  cart: 'M2.5 3.5h2l2 9h8.5l1.7-6.5H5.4M8 16.5v.2M14 16.5v.2',
  gift: 'M3 7.5h14v3H3zM4.5 10.5v6.5h11v-6.5M10 7.5v9.5M10 7.5C6 7.5 6 3 8 3s2 4.5 2 4.5 0-4.5 2-4.5 2 4.5-2 4.5z',
  'gift-card': 'M2.5 5h15v10h-15zM2.5 9h15M7 5v10',
  star: 'M10 2.8l2.2 4.7 5.1.6-3.8 3.5 1 5.1L10 14.2l-4.5 2.5 1-5.1L2.7 8.1l5.1-.6z',
  heart: 'M10 16.5S2.8 12.4 2.8 7.6A3.7 3.7 0 0110 6a3.7 3.7 0 017.2 1.6c0 4.8-7.2 8.9-7.2 8.9z',
  clock: 'M10 2.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15zM10 6v4.3l2.8 1.7',
  delivery: 'M1.8 5h10v9h-10zM11.8 8h3.6l2.8 3v3h-6.4M5 14.2a1.6 1.6 0 103.2 0M12.8 14.2a1.6 1.6 0 103.2 0',
  truck: 'M1.8 5h10v9h-10zM11.8 8h3.6l2.8 3v3h-6.4M5 14.2a1.6 1.6 0 103.2 0M12.8 14.2a1.6 1.6 0 103.2 0',
  package: 'M3 6.5l7-3.5 7 3.5v7L10 17l-7-3.5zM3 6.5l7 3.5 7-3.5M10 10v7',
  discount: 'M3 10l7-7h6.5v6.5l-7 7zM13 6.9v.2',
  'discount-code': 'M3 10l7-7h6.5v6.5l-7 7zM13 6.9v.2',
  email: 'M2.5 5h15v10.5h-15zM2.5 5.5L10 11l7.5-5.5',
  mobile: 'M6 2.5h8v15H6zM9.5 15h1',
  phone: 'M6 2.5h8v15H6zM9.5 15h1',
  person: 'M10 10a3.3 3.3 0 100-6.6 3.3 3.3 0 000 6.6zM3.5 17c.6-3.4 3.2-5 6.5-5s5.9 1.6 6.5 5',
  external: 'M8 4H4v12h12v-4M11.5 3.5h5v5M16 4l-7 7',
  link: 'M8.5 11.5l3-3M7 9l-2.5 2.5a2.8 2.8 0 004 4L11 13M9 7l2.5-2.5a2.8 2.8 0 014 4L13 11',
  share: 'M10 12V3M6.5 6L10 2.5 13.5 6M4 10v7h12v-7',
  search: 'M9 3.5a5.5 5.5 0 100 11 5.5 5.5 0 000-11zM13 13l4 4',
  'arrow-right': 'M4 10h12M11 5l5 5-5 5',
  'arrow-left': 'M16 10H4M9 5l-5 5 5 5',
  'chevron-down': 'M5 7.5l5 5 5-5',
  'chevron-up': 'M5 12.5l5-5 5 5',
  'chevron-right': 'M7.5 5l5 5-5 5',
  'chevron-left': 'M12.5 5l-5 5 5 5',
  store:
    'M3 8l1.3-4.5h11.4L17 8a2.3 2.3 0 01-4.7 0A2.3 2.3 0 0110 10a2.3 2.3 0 01-2.3-2A2.3 2.3 0 013 8zM4.5 10.5v6h11v-6',
  location:
    'M10 17.5s5.5-5 5.5-9.3a5.5 5.5 0 00-11 0c0 4.3 5.5 9.3 5.5 9.3zM10 10a1.9 1.9 0 100-3.8 1.9 1.9 0 000 3.8z',
  calendar: 'M3 4.5h14v12.5H3zM3 8.5h14M7 2.5v4M13 2.5v4',
  camera: 'M2.5 6h4l1.2-2h4.6L13.5 6h4v10h-15zM10 13.5a2.8 2.8 0 100-5.6 2.8 2.8 0 000 5.6z',
  chat: 'M3 4h14v10H9l-4 3v-3H3z',
  confetti: 'M3 17l3.5-9L12 13.5zM12 3v2.5M15.5 5l-1.8 1.8M17 9h-2.5',
  reset: 'M4 10a6 6 0 116 6M4 10V5.5M4 10h4.5',
  settings:
    'M10 12.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5zM10 2.5v2.4M10 15.1v2.4M2.5 10h2.4M15.1 10h2.4M4.7 4.7l1.7 1.7M13.6 13.6l1.7 1.7M15.3 4.7l-1.7 1.7M6.4 13.6l-1.7 1.7',
};

/** SVG source of an icon in the current text colour; `-filled` names are drawn filled. */
export function iconSvg(name: string): string {
  const isFilled = name.endsWith('-filled');
  const path = paths[name] ?? paths[name.replace(/-filled$/, '')];
  const drawn = path
    ? `<path d="${path}" fill="${isFilled ? 'currentColor' : 'none'}" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/>`
    : '<circle cx="10" cy="10" r="3" fill="currentColor"/>';
  return `<svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">${drawn}</svg>`;
}
