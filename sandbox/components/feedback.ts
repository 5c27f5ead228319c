import { headingLevel, LookAlike, make, register, setAttribute } from './base.ts';
import { iconSvg } from './icons.ts';

const bannerIcons: Record<string, string> = {
  info: 'info',
  success: 'check-circle',
  warning: 'alert-triangle',
  critical: 'alert-circle',
  auto: 'info',
};

class Banner extends LookAlike {
  static override properties = {
    heading: 'string',
    tone: 'string',
    dismissible: 'boolean',
    collapsible: 'boolean',
  } as const;
  static override styles =
    `:host{display:block}.banner{display:grid;grid-template-columns:20px 1fr auto;gap:4px 10px;align-items:start;border-radius:5px;padding:13px 14px;border:1px solid #cfdfec;background:#eff6fb;line-height:1.45}
.icon{inline-size:20px;block-size:20px;color:var(--s-info)}.icon svg{inline-size:20px}.title{font-weight:600;margin:0;font-size:inherit}.body{min-inline-size:0}
:host([tone=success]) .banner{background:#eef8f1;border-color:#cbe6d4}:host([tone=success]) .icon{color:var(--s-success)}
:host([tone=warning]) .banner{background:#fff7e6;border-color:#f1dca8}:host([tone=warning]) .icon{color:var(--s-warning)}
:host([tone=critical]) .banner{background:#fdf0ef;border-color:#f2cbc7}:host([tone=critical]) .icon{color:var(--s-critical)}
.corner{all:unset;inline-size:28px;block-size:28px;margin:-4px -6px 0 0;display:grid;place-content:center;border-radius:5px;cursor:pointer;color:var(--s-quiet)}.corner:hover{background:#0000000d}.corner:focus-visible{outline:2px solid var(--s-accent)}.corner svg{inline-size:15px}`;
  #banner = make('div', { class: 'banner' });
  #icon = make('span', { class: 'icon' });
  #title = make('p', { class: 'title' });
  #body = make('div', { class: 'body' });
  #content = make('div', { id: 'content' });
  #isOpen = false;

  protected override build(): void {
    this.#content.append(make('slot'));
    for (const name of ['primary-action', 'secondary-actions']) this.#content.append(make('slot', { name }));
    this.#body.append(this.#title, this.#content);
    this.#banner.append(this.#icon, this.#body);
    this.root.append(this.#banner);
  }

  /** Takes the banner away and tells who listens, as the cross does. */
  dismiss(): void {
    this.emit('dismiss');
    this.hidden = true;
    this.emit('afterhide');
  }

  protected override update(): void {
    const tone = this.read('tone') || 'auto';
    this.#icon.innerHTML = iconSvg(bannerIcons[tone] ?? 'info');
    const isUrgent = tone === 'critical' || tone === 'warning';
    setAttribute(this.#banner, 'role', isUrgent ? 'alert' : 'status');
    const heading = this.read('heading');
    this.#title.textContent = heading;
    this.#title.hidden = !heading;
    if (heading) {
      this.#title.setAttribute('role', 'heading');
      this.#title.setAttribute('aria-level', String(headingLevel(this)));
    } else {
      this.#title.removeAttribute('role');
      this.#title.removeAttribute('aria-level');
    }
    this.#content.hidden = this.has('collapsible') && !this.#isOpen;
    this.root.querySelector('.corner')?.remove();
    const isGerman = (this.closest('[lang]')?.getAttribute('lang') ?? '').startsWith('de');
    if (this.has('collapsible')) {
      const corner = make('button', {
        class: 'corner',
        type: 'button',
        'aria-expanded': String(this.#isOpen),
        'aria-controls': 'content',
        'aria-label': heading || 'Details',
      });
      corner.innerHTML = iconSvg(this.#isOpen ? 'chevron-up' : 'chevron-down');
      corner.addEventListener('click', () => {
        this.#isOpen = !this.#isOpen;
        this.update();
        this.root.querySelector<HTMLElement>('.corner')?.focus();
      });
      this.#banner.append(corner);
    } else if (this.has('dismissible')) {
      const corner = make('button', {
        class: 'corner',
        type: 'button',
        'aria-label': isGerman ? 'Schließen' : 'Dismiss',
      });
      corner.innerHTML = iconSvg('x');
      corner.addEventListener('click', (event) => {
        event.stopPropagation();
        this.dismiss();
      });
      this.#banner.append(corner);
    }
  }
}

class Progress extends LookAlike {
  static override properties = {
    value: 'number',
    max: 'number',
    tone: 'string',
    accessibilityLabel: 'string',
  } as const;
  static override styles =
    ':host{display:block}.track{block-size:8px;border-radius:99px;background:#e2e2e2;overflow:hidden}.bar{block-size:100%;background:var(--s-accent);border-radius:99px;transition:inline-size .3s}:host([tone=critical]) .bar{background:var(--s-critical)}';
  #track = make('div', { class: 'track', role: 'progressbar' }, make('div', { class: 'bar' }));

  protected override build(): void {
    this.root.append(this.#track);
  }

  protected override update(): void {
    const max = Number(this.read('max') || 1);
    const value = Number(this.read('value') || 0);
    (this.#track.firstElementChild as HTMLElement).style.inlineSize =
      `${Math.max(0, Math.min(1, value / max)) * 100}%`;
    setAttribute(this.#track, 'aria-valuenow', String(value));
    setAttribute(this.#track, 'aria-valuemax', String(max));
    setAttribute(this.#track, 'aria-label', this.read('accessibilityLabel') || 'Progress');
  }
}

class Spinner extends LookAlike {
  static override properties = { size: 'string', accessibilityLabel: 'string' } as const;
  static override styles =
    ':host{display:inline-block}div{inline-size:22px;block-size:22px;border-radius:50%;border:2.5px solid var(--s-line);border-top-color:var(--s-accent);animation:turn .8s linear infinite}:host([size^=small]) div{inline-size:14px;block-size:14px}:host([size^=large]) div{inline-size:34px;block-size:34px}@keyframes turn{to{transform:rotate(1turn)}}';

  protected override build(): void {
    this.root.append(make('div', { role: 'status' }));
  }

  protected override update(): void {
    const ring = this.root.querySelector('div');
    if (ring) setAttribute(ring, 'aria-label', this.read('accessibilityLabel') || 'Loading');
  }
}

class SkeletonParagraph extends LookAlike {
  static override properties = { content: 'string' } as const;
  static override styles =
    ':host{display:block}.line{display:inline-block;min-inline-size:42%;max-inline-size:100%;border-radius:5px;color:transparent;background:linear-gradient(90deg,#e9e9e9 25%,#f4f4f4 45%,#e9e9e9 65%);background-size:300% 100%;animation:glow 1.6s linear infinite;user-select:none}@keyframes glow{from{background-position:100% 0}to{background-position:-50% 0}}';

  protected override build(): void {
    this.root.append(make('span', { class: 'line', 'aria-hidden': 'true' }));
  }

  protected override update(): void {
    const line = this.root.querySelector('span');
    if (line) line.textContent = this.read('content') || '\u00a0'.repeat(40);
  }
}

class Announcement extends LookAlike {
  static override styles =
    ':host{display:flex;gap:12px;align-items:center;justify-content:center;background:var(--s-accent);color:#fff;padding:10px 16px}';

  /** Takes the announcement away. */
  dismiss(): void {
    this.emit('dismiss');
    this.hidden = true;
  }
}

/** Registers what tells how things are. */
export function registerFeedback(): void {
  register('s-banner', Banner);
  register('s-progress', Progress);
  register('s-spinner', Spinner);
  register('s-skeleton-paragraph', SkeletonParagraph);
  register('s-announcement', Announcement);
}
