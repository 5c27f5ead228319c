import { headingLevel, LookAlike, make, register, setAttribute } from './base.ts';
import { iconSvg } from './icons.ts';

const tones = `:host([color=subdued]){color:var(--s-quiet)}:host([tone=critical]){color:var(--s-critical)}
:host([tone=success]){color:var(--s-success)}:host([tone=warning]),:host([tone=caution]){color:var(--s-warning)}
:host([tone=info]){color:var(--s-info)}:host([tone=accent]){color:var(--s-accent)}:host([tone=neutral]){color:var(--s-quiet)}
:host([fontvariantnumeric=tabular-nums]){font-variant-numeric:tabular-nums}
:host([accessibilityvisibility=exclusive]){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}`;

const copyProperties = {
  color: 'string',
  tone: 'string',
  type: 'string',
  fontVariantNumeric: 'string',
  lineClamp: 'number',
  accessibilityVisibility: 'string',
  dir: 'string',
  display: 'string',
  interestFor: 'string',
} as const;

class Heading extends LookAlike {
  static override properties = {
    accessibilityRole: 'string',
    accessibilityVisibility: 'string',
    lineClamp: 'number',
  } as const;
  static override styles =
    `:host{display:block}h2,h3,h4,h5,h6,div{margin:0;font-size:18px;line-height:1.3;font-weight:600;text-wrap:balance}
h3,h4,h5,h6{font-size:16px}:host([accessibilityvisibility=exclusive]){position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}`;

  protected override update(): void {
    const role = this.read('accessibilityRole');
    const tag = role === 'presentation' || role === 'none' ? 'div' : (`h${headingLevel(this)}` as 'h2');
    if (this.root.firstElementChild?.localName === tag) return;
    this.root.replaceChildren(make(tag, {}, make('slot')));
  }

  protected override build(): void {}
}

class Paragraph extends LookAlike {
  static override properties = copyProperties;
  static override styles =
    `:host{display:block;line-height:1.5;text-wrap:pretty}p{margin:0}:host([type=small]){font-size:12px}${tones}`;

  protected override build(): void {
    this.root.append(make('p', {}, make('slot')));
  }

  protected override update(): void {
    setAttribute(this, 'aria-hidden', this.read('accessibilityVisibility') === 'hidden' ? 'true' : null);
    const paragraph = this.root.querySelector('p');
    const clamp = this.read('lineClamp');
    if (paragraph)
      paragraph.style.cssText = clamp
        ? `display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:${Number(clamp)};overflow:hidden`
        : '';
  }
}

const textTags: Record<string, 'strong' | 'em' | 'small' | 'mark' | 's' | 'address'> = {
  strong: 'strong',
  emphasis: 'em',
  small: 'small',
  mark: 'mark',
  redundant: 's',
  address: 'address',
};

class Text extends LookAlike {
  static override properties = copyProperties;
  static override styles =
    `strong{font-weight:600}small{font-size:12px}s{color:var(--s-quiet)}address{font-style:normal}mark{background:#fff1a8;color:inherit;padding:0 .2em;border-radius:2px}
:host([type=offset]){color:var(--s-quiet)}:host([display=none]){display:none}${tones}`;

  protected override build(): void {}

  protected override update(): void {
    const tag = textTags[this.read('type')] ?? 'span';
    if (this.root.firstElementChild?.localName !== tag)
      this.root.replaceChildren(make(tag, {}, make('slot')));
    setAttribute(this, 'aria-hidden', this.read('accessibilityVisibility') === 'hidden' ? 'true' : null);
  }
}

class List extends LookAlike {
  static override styles =
    ':host{display:flex;flex-direction:column;gap:6px;padding-inline-start:20px;counter-reset:s-item}';

  protected override update(): void {
    setAttribute(this, 'role', 'list');
  }
}

class ListItem extends LookAlike {
  static override styles =
    `:host{display:list-item;list-style:disc;line-height:1.45}:host-context(s-ordered-list){list-style:decimal}`;

  protected override update(): void {
    setAttribute(this, 'role', 'listitem');
    this.style.listStyleType = this.parentElement?.localName === 's-ordered-list' ? 'decimal' : 'disc';
  }
}

class Time extends LookAlike {
  static override properties = { dateTime: 'string' } as const;

  protected override build(): void {
    this.root.append(make('time', {}, make('slot')));
  }

  protected override update(): void {
    const time = this.root.querySelector('time');
    if (time) setAttribute(time, 'datetime', this.read('dateTime') || null);
  }
}

class Abbreviation extends LookAlike {
  static override styles = 'abbr{text-decoration-color:var(--s-line)}';

  protected override build(): void {
    this.root.append(make('abbr', { title: this.getAttribute('title') }, make('slot')));
  }
}

class Icon extends LookAlike {
  static override properties = {
    type: 'string',
    tone: 'string',
    color: 'string',
    size: 'string',
    interestFor: 'string',
  } as const;
  static override styles =
    `:host{display:inline-flex;width:18px;height:18px;flex:none;vertical-align:-4px}svg{width:100%;height:100%}
:host([size^=small]){width:14px;height:14px;vertical-align:-2px}:host([size^=large]){width:24px;height:24px}${tones}`;

  protected override build(): void {}

  protected override update(): void {
    this.root.innerHTML = iconSvg(this.read('type'));
    setAttribute(this, 'aria-hidden', 'true');
  }
}

class Badge extends LookAlike {
  static override properties = {
    tone: 'string',
    color: 'string',
    icon: 'string',
    iconPosition: 'string',
    size: 'string',
  } as const;
  static override styles =
    `:host{display:inline-flex;align-items:center;gap:5px;border-radius:99px;padding:2px 9px;font-size:12px;line-height:18px;font-weight:500;background:#ececec;color:#303030;white-space:nowrap;align-self:start}
:host([size^=small]){font-size:11px;padding:0 7px}:host([tone=critical]){background:#fde3e1;color:#8e0b21}:host([color=subdued]){background:transparent;box-shadow:inset 0 0 0 1px var(--s-line)}
span{width:13px;height:13px;display:inline-flex}:host([iconposition=end]) span{order:2}svg{width:100%;height:100%}`;

  protected override update(): void {
    this.root.querySelector('span')?.remove();
    const icon = this.read('icon');
    if (!icon) return;
    const holder = make('span', { 'aria-hidden': 'true' });
    holder.innerHTML = iconSvg(icon);
    this.root.prepend(holder);
  }
}

class Chip extends LookAlike {
  static override properties = { accessibilityLabel: 'string', color: 'string' } as const;
  static override styles =
    ':host{display:inline-flex;gap:6px;align-items:center;border:1px solid var(--s-line);border-radius:99px;padding:3px 10px;font-size:13px;align-self:start}';

  protected override build(): void {
    this.root.append(make('slot', { name: 'graphic' }), make('slot'));
  }
}

/** Registers what is read: headings, text, lists, badges, icons. */
export function registerCopy(): void {
  register('s-heading', Heading);
  register('s-paragraph', Paragraph);
  register('s-text', Text);
  register('s-unordered-list', List);
  register('s-ordered-list', class extends List {});
  register('s-list-item', ListItem);
  register('s-time', Time);
  register('s-abbreviation', Abbreviation);
  register('s-icon', Icon);
  register('s-badge', Badge);
  register('s-chip', Chip);
}
