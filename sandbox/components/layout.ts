import { headingLevel, LookAlike, make, register, setAttribute } from './base.ts';
import { declare, layoutCss, layoutProperties } from './scale.ts';

const roles: Record<string, string> = {
  'ordered-list': 'list',
  'unordered-list': 'list',
  'list-item': 'listitem',
  'list-item-separator': 'separator',
  separator: 'separator',
  section: 'region',
  aside: 'complementary',
  navigation: 'navigation',
  status: 'status',
  alert: 'alert',
  presentation: 'presentation',
  none: 'none',
};

/** A box whose attributes become CSS on itself. Stack, grid and the rest differ only by their ground rule. */
class Box extends LookAlike {
  static override properties = layoutProperties;
  static override styles = ':host{display:block}';
  #style: HTMLStyleElement | undefined;

  protected override build(): void {
    this.#style = make('style');
    this.root.append(this.#style, document.createElement('slot'));
  }

  protected override update(): void {
    if (this.#style) this.#style.textContent = this.css();
    const label = this.read('accessibilityLabel');
    const role = roles[this.read('accessibilityRole')];
    setAttribute(this, 'role', role ?? (label ? 'group' : null));
    setAttribute(this, 'aria-label', label || null);
    const visibility = this.read('accessibilityVisibility');
    setAttribute(this, 'aria-hidden', visibility === 'hidden' ? 'true' : null);
  }

  protected css(): string {
    const exclusive =
      this.read('accessibilityVisibility') === 'exclusive'
        ? ':host{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}'
        : '';
    return layoutCss(this) + exclusive;
  }
}

class Stack extends Box {
  static override styles = ':host{display:flex;min-inline-size:0}';

  protected override css(): string {
    const read = (value: string): string => (value.trim() === 'inline' ? 'row' : 'column');
    const wrap = (value: string): string => (value.trim() === 'inline' ? 'wrap' : 'nowrap');
    const align = (value: string): string => (value.trim() === 'inline' ? 'center' : 'normal');
    const direction = this.read('direction') || 'block';
    const own = [
      declare('flex-direction', direction, read),
      declare('flex-wrap', direction, wrap),
      this.read('alignItems') ? '' : declare('align-items', direction, align),
    ];
    return own.join('') + super.css();
  }
}

class Grid extends Box {
  static override styles = ':host{display:grid;min-inline-size:0}';
}

class GridItem extends Box {
  static override styles = ':host{display:block;min-inline-size:0}';
}

class ScrollBox extends Box {
  static override styles = ':host{display:block;overflow:auto}';

  protected override update(): void {
    super.update();
    setAttribute(this, 'tabindex', '0');
    if (!this.hasAttribute('role')) setAttribute(this, 'role', 'group');
  }
}

class QueryContainer extends LookAlike {
  static override properties = { containerName: 'string' } as const;
  static override styles = ':host{display:block;container-type:inline-size}';

  protected override update(): void {
    this.style.containerName = this.read('containerName') || '';
  }
}

class Divider extends LookAlike {
  static override properties = { direction: 'string', color: 'string' } as const;
  static override styles =
    `:host{display:block;block-size:1px;align-self:stretch;background:var(--s-line-soft)}
:host([direction=block]){block-size:auto;inline-size:1px}:host([color=strong]){background:var(--s-ink)}`;

  protected override update(): void {
    setAttribute(this, 'role', 'separator');
    setAttribute(this, 'aria-orientation', this.read('direction') === 'block' ? 'vertical' : null);
  }
}

class Section extends LookAlike {
  static override properties = {
    heading: 'string',
    padding: 'string',
    accessibilityLabel: 'string',
  } as const;
  static override styles = `:host{display:block}
section{display:flex;flex-direction:column;gap:14px}
section.card{background:var(--s-paper);border:1px solid var(--s-line-soft);border-radius:8px;padding:20px}
section.card.bare{padding:0;overflow:hidden}section.bare h2,section.bare h3{padding:20px 20px 0}
h2,h3,h4,h5,h6{margin:0;font-size:16px;line-height:1.35;font-weight:600;text-wrap:balance}h3,h4,h5,h6{font-size:14px}
.foot{display:flex;flex-wrap:wrap;gap:10px}.foot:not(.used){display:none}
@media (max-width:420px){section.card:not(.bare){padding:16px}}`;

  protected override build(): void {
    const section = make('section', { part: 'section' });
    const foot = make('div', { class: 'foot' });
    for (const name of ['primary-action', 'secondary-actions']) {
      const slot = make('slot', { name });
      slot.addEventListener('slotchange', () => foot.classList.add('used'));
      foot.append(slot);
    }
    section.append(make('slot'), foot);
    this.root.append(section);
  }

  protected override update(): void {
    const section = this.root.querySelector('section');
    if (!section) return;
    const isNested = this.parentElement?.closest('s-section') != null;
    section.className = `${isNested ? '' : 'card'}${this.read('padding') === 'none' ? ' bare' : ''}`;
    const level = `h${headingLevel(this)}` as 'h2';
    const heading = this.read('heading');
    let title = section.querySelector('h2,h3,h4,h5,h6');
    if (title && (!heading || title.localName !== level)) {
      title.remove();
      title = null;
    }
    if (heading) {
      if (!title) {
        title = make(level, { id: 'title' });
        section.prepend(title);
      }
      title.textContent = heading;
    }
    const label = this.read('accessibilityLabel');
    setAttribute(section, 'aria-label', label || null);
    setAttribute(section, 'aria-labelledby', !label && heading ? 'title' : null);
  }
}

/** Registers the layout components. */
export function registerLayout(): void {
  register('s-box', Box);
  register('s-stack', Stack);
  register('s-grid', Grid);
  register('s-grid-item', GridItem);
  register('s-scroll-box', ScrollBox);
  register('s-query-container', QueryContainer);
  register('s-divider', Divider);
  register('s-section', Section);
}
