import { define, describe, make, put, read } from './base.ts';
import { layoutCss } from './layout.ts';

const tones = `:host([tone=success]){color:#0d6b3e}:host([tone=critical]){color:#b3261e}:host([tone=warning]){color:#7a5200}:host([color=subdued]){color:var(--quiet)}`;
const exclusive = (element: HTMLElement) => {
  const isHidden = read(element, 'accessibilityVisibility') === 'exclusive';
  element.style.cssText = isHidden
    ? 'position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)'
    : '';
  put(element, 'aria-hidden', read(element, 'accessibilityVisibility') === 'hidden' ? 'true' : null);
};

const icons: Record<string, string> = {
  check: 'M3 8.5l3.2 3.2L13 4.8',
  'check-circle': 'M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM5 8.2l2.2 2.2L11.2 6',
  star: 'M8 1.8l1.9 4 4.3.5-3.2 3 .9 4.3L8 11.4l-3.9 2.2.9-4.3-3.2-3 4.3-.5z',
  delivery:
    'M1.5 4h8v7h-8zM9.500 6.500h3l2 2.500v2h-5M4.500 13a1.300 1.300 0 100-2.600 1.300 1.300 0 000 2.600zM11.500 13a1.300 1.300 0 100-2.600 1.300 1.300 0 000 2.600z',
  gift: 'M2 6h12v3H2zM3 9h10v5H3zM8 6v8M8 6C5 6 4 2 6 2s2 4 2 4zm0 0c3 0 4-4 2-4s-2 4-2 4z',
  info: 'M8 1.5a6.5 6.5 0 100 13 6.5 6.5 0 000-13zM8 7v4.500M8 4.500v.6',
  x: 'M4 4l8 8M12 4l-8 8',
};

function drawIcon(name: string): string {
  const path = icons[name] ?? icons[name.replace(/-(filled|icon)$/, '')] ?? icons.info;
  return `<svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`;
}

/** Registers words, pictures and what only tells something. */
export function defineCopy(): void {
  define('s-text', {
    styles: `:host{display:inline}:host([type=strong]){font-weight:600}:host([type=emphasis]){font-style:italic}:host([type=small]){font-size:12px;line-height:1.4}:host([type=redundant]){text-decoration:line-through}:host([type=mark]){background:#fff3b0}${tones}`,
    update: exclusive,
  });
  define('s-paragraph', {
    styles: `:host{display:block;text-wrap:pretty;white-space:pre-line}:host([type=small]){font-size:12px}${tones}`,
    update: (element) => {
      exclusive(element);
      put(element, 'role', 'paragraph');
    },
  });
  define('s-heading', {
    styles: ':host{display:block;font-size:18px;line-height:1.3;font-weight:600;text-wrap:balance}',
    update: (element) => {
      put(element, 'role', 'heading');
      put(element, 'aria-level', '3');
    },
  });
  define('s-badge', {
    styles:
      ':host{display:inline-flex;align-self:start;padding:2px 9px;border-radius:99px;background:#ececec;color:#303030;font-size:12px;font-weight:500;line-height:18px}:host([tone=critical]){background:#fde4e1;color:#8e1f0b}:host([tone=success]){background:#d7f2e3;color:#0b4a2b}',
  });
  define('s-chip', {
    styles:
      ':host{display:inline-flex;padding:3px 10px;border:1px solid var(--line);border-radius:99px;font-size:13px}',
  });
  define('s-time', { styles: ':host{display:inline}' });
  define('s-abbreviation', { styles: ':host{display:inline}' });
  define('s-address', { styles: ':host{display:block}' });
  for (const [tag, style] of [
    ['s-unordered-list', 'disc'],
    ['s-ordered-list', 'decimal'],
  ] as const) {
    define(tag, {
      styles: `:host{display:block;padding-inline-start:20px;list-style:${style}}`,
      update: (element) => put(element, 'role', 'list'),
    });
  }
  define('s-list-item', {
    styles: ':host{display:list-item}',
    update: (element) => put(element, 'role', 'listitem'),
  });
  define('s-icon', {
    styles: `:host{display:inline-flex;vertical-align:-2px}${tones}`,
    build: (_element, root) => root.append(make('span')),
    update(element, root) {
      const span = root.querySelector('span');
      if (span) span.innerHTML = drawIcon(read(element, 'type'));
    },
  });
  define('s-image', {
    styles: ':host{display:block;overflow:hidden}img{display:block;inline-size:100%;block-size:100%}',
    build: (_element, root) => root.append(make('style'), make('img')),
    update(element, root) {
      const picture = root.querySelector('img');
      const style = root.querySelector('style');
      if (!picture || !style) return;
      if (picture.getAttribute('src') !== read(element, 'src')) picture.src = read(element, 'src');
      picture.alt = read(element, 'alt');
      picture.style.objectFit = read(element, 'objectFit') || 'contain';
      picture.style.aspectRatio = read(element, 'aspectRatio');
      style.textContent = layoutCss(element);
    },
  });
  define('s-product-thumbnail', {
    styles:
      ':host{display:block;inline-size:64px;block-size:64px;border:1px solid var(--line-soft);border-radius:8px;overflow:hidden;background:var(--paper)}:host([size=small]){inline-size:48px;block-size:48px}img{inline-size:100%;block-size:100%;object-fit:cover}',
    build: (_element, root) => root.append(make('img')),
    update(element, root) {
      const picture = root.querySelector('img');
      if (!picture) return;
      picture.src = read(element, 'src');
      picture.alt = read(element, 'alt');
    },
  });
  define('s-spinner', {
    styles:
      ':host{display:inline-block;inline-size:20px;block-size:20px;border:2px solid var(--line);border-top-color:var(--accent);border-radius:50%}',
    update: (element) => describe(element, 'status'),
  });
  define('s-skeleton-paragraph', {
    styles:
      ':host{display:block;color:transparent;background:var(--wash-strong);border-radius:4px;inline-size:fit-content}',
    build: (_element, root) => root.append(make('span')),
    update(element, root) {
      const span = root.querySelector('span');
      if (span) span.textContent = read(element, 'content') || ' ';
      put(element, 'aria-hidden', 'true');
    },
  });
  define('s-progress', {
    styles:
      ':host{display:block;block-size:6px;border-radius:9px;background:var(--wash-strong);overflow:hidden}span{display:block;block-size:100%;background:var(--accent)}',
    build: (_element, root) => root.append(make('span')),
    update(element, root) {
      const span = root.querySelector('span');
      const part = Number(read(element, 'value')) / (Number(read(element, 'max')) || 1);
      if (span) span.style.inlineSize = `${Math.round(100 * Math.min(1, Math.max(0, part)))}%`;
      describe(element, 'progressbar');
    },
  });
  define('s-banner', {
    styles: `:host{display:block;padding:12px 16px;border:1px solid #9cc3e2;border-radius:8px;background:#eef6fc}:host([tone=success]){border-color:#9ad3b2;background:#eef9f2}:host([tone=warning]){border-color:#e6c675;background:#fff8e6}:host([tone=critical]){border-color:#e7a49c;background:#fdf0ee}strong:empty{display:none}strong{display:block}`,
    build: (_element, root) => root.append(make('strong'), make('slot')),
    update(element, root) {
      const title = root.querySelector('strong');
      if (title) title.textContent = read(element, 'heading');
      describe(element, 'status');
    },
  });
}
