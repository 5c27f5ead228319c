import { define, describe, isOn, make, put, read } from './base.ts';

const spaces: Record<string, string> = {
  none: '0',
  'small-500': '2px',
  'small-400': '4px',
  'small-300': '6px',
  'small-200': '8px',
  'small-100': '10px',
  small: '12px',
  base: '16px',
  large: '20px',
  'large-100': '24px',
  'large-200': '28px',
  'large-300': '32px',
  'large-400': '40px',
  'large-500': '48px',
};
const corners: Record<string, string> = {
  none: '0',
  'small-100': '2px',
  small: '3px',
  base: '5px',
  large: '8px',
  'large-100': '12px',
  max: '9999px',
};
const grounds: Record<string, string> = {
  transparent: 'transparent',
  base: 'var(--paper)',
  subdued: 'var(--wash)',
  strong: 'var(--wash-strong)',
};
const lines: Record<string, string> = {
  subdued: 'var(--line-soft)',
  base: 'var(--line)',
  strong: 'var(--ink)',
};

type Reader = (value: string) => string;
const words =
  (table: Record<string, string>): Reader =>
  (value) =>
    value
      .trim()
      .split(/\s+/)
      .map((word) => table[word] ?? word)
      .join(' ');
const asIs: Reader = (value) => value;
const border: Reader = (value) => {
  const [width = 'base', colour = 'base', style = 'solid'] = value.trim().split(/\s+/);
  if (width === 'none') return '0';
  return `${width.startsWith('large') ? '2px' : '1px'} ${style === 'auto' ? 'solid' : style} ${lines[colour] ?? lines.base}`;
};

/** Attribute → CSS property and how its keywords are read. */
const rules: Record<string, [property: string, reader: Reader]> = {
  padding: ['padding', words(spaces)],
  paddingblock: ['padding-block', words(spaces)],
  paddingblockstart: ['padding-block-start', words(spaces)],
  paddingblockend: ['padding-block-end', words(spaces)],
  paddinginline: ['padding-inline', words(spaces)],
  paddinginlinestart: ['padding-inline-start', words(spaces)],
  paddinginlineend: ['padding-inline-end', words(spaces)],
  gap: ['gap', words(spaces)],
  rowgap: ['row-gap', words(spaces)],
  columngap: ['column-gap', words(spaces)],
  border: ['border', border],
  borderradius: ['border-radius', words(corners)],
  background: ['background', words(grounds)],
  blocksize: ['block-size', asIs],
  minblocksize: ['min-block-size', asIs],
  maxblocksize: ['max-block-size', asIs],
  inlinesize: ['inline-size', (value) => (value === 'fill' ? '100%' : value)],
  mininlinesize: ['min-inline-size', asIs],
  maxinlinesize: ['max-inline-size', asIs],
  overflow: ['overflow', asIs],
  justifycontent: ['justify-content', asIs],
  aligncontent: ['align-content', asIs],
  alignitems: ['align-items', asIs],
  justifyitems: ['justify-items', asIs],
  placeitems: ['place-items', asIs],
  placecontent: ['place-content', asIs],
  gridtemplatecolumns: ['grid-template-columns', asIs],
  gridtemplaterows: ['grid-template-rows', asIs],
  gridcolumn: ['grid-column', asIs],
  gridrow: ['grid-row', asIs],
  display: ['display', (value) => (value === 'auto' ? 'revert-layer' : value)],
};

/** `@container (inline-size > 500px) large, base`: large in a wide container, base elsewhere. */
function declare(property: string, value: string, reader: Reader): string {
  const found = /^@container\s*([\w-]*)\s*(\([^,]*\))\s*(.+?),\s*([^,]+)$/s.exec(value);
  if (!found) return `:host{${property}:${reader(value)}}`;
  const [, name = '', condition = '', wide = '', narrow = ''] = found;
  return `:host{${property}:${reader(narrow.trim())}}@container ${name} ${condition}{:host{${property}:${reader(wide.trim())}}}`;
}

/** The CSS that a component's layout attributes come to. */
export function layoutCss(element: Element): string {
  let css = '';
  for (const [attribute, [property, reader]] of Object.entries(rules)) {
    const value = element.getAttribute(attribute);
    if (value) css += declare(property, value, reader);
  }
  if (read(element, 'accessibilityVisibility') === 'exclusive') {
    css += ':host{position:absolute;inline-size:1px;block-size:1px;overflow:hidden;clip-path:inset(50%)}';
  }
  return css;
}

function stackCss(element: Element): string {
  const direction = read(element, 'direction') || 'block';
  const row = (value: string) => (value.trim() === 'inline' ? 'row' : 'column');
  const wrap = (value: string) => (value.trim() === 'inline' ? 'wrap' : 'nowrap');
  const align = (value: string) => (value.trim() === 'inline' ? 'center' : 'normal');
  return (
    declare('flex-direction', direction, row) +
    declare('flex-wrap', direction, wrap) +
    declare('align-items', direction, align)
  );
}

function box(tag: string, styles: string, more: (element: Element) => string = () => ''): void {
  define(tag, {
    styles,
    build: (_element, root) => root.append(make('style'), make('slot')),
    update(element, root) {
      const style = root.querySelector('style');
      if (style) style.textContent = more(element) + layoutCss(element);
      describe(element);
    },
  });
}

/** Registers boxes, stacks, grids and sections. */
export function defineLayout(): void {
  box('s-box', ':host{display:block;min-inline-size:0}');
  box('s-stack', ':host{display:flex;min-inline-size:0}', stackCss);
  box('s-grid', ':host{display:grid;min-inline-size:0}');
  box('s-grid-item', ':host{display:block;min-inline-size:0}');
  box('s-scroll-box', ':host{display:block;overflow:auto}');
  box('s-clickable-box', ':host{display:block}');
  define('s-query-container', {
    styles: ':host{display:block;container-type:inline-size}',
    update: (element) => {
      element.style.containerName = read(element, 'containerName');
    },
  });
  define('s-divider', {
    styles:
      ':host{display:block;block-size:1px;background:var(--line-soft)}:host([direction=block]){block-size:auto;inline-size:1px;align-self:stretch}',
    update: (element) => put(element, 'role', 'separator'),
  });
  define('s-section', {
    styles: `:host{display:block}section{display:grid;gap:14px;background:var(--paper);border:1px solid var(--line-soft);border-radius:8px;padding:20px}
section.bare{padding:0;border:0}h2{margin:0;font-size:16px;line-height:1.35;font-weight:600}h2:empty{display:none}`,
    build: (_element, root) => root.append(make('section', {}, make('h2'), make('slot'))),
    update(element, root) {
      const section = root.querySelector('section');
      const title = root.querySelector('h2');
      if (!section || !title) return;
      section.className = read(element, 'padding') === 'none' ? 'bare' : '';
      title.textContent = read(element, 'heading');
      put(section, 'aria-label', read(element, 'accessibilityLabel') || read(element, 'heading'));
    },
  });
  define('s-details', {
    styles:
      ':host{display:block}details{border:1px solid var(--line-soft);border-radius:8px;padding:12px 16px}::slotted(s-summary){cursor:pointer}',
    build(element, root) {
      const details = make(
        'details',
        {},
        make('summary', {}, make('slot', { name: 'summary' })),
        make('slot'),
      );
      root.append(details);
      for (const child of element.querySelectorAll('s-summary')) child.slot = 'summary';
    },
    update(element, root) {
      for (const child of element.querySelectorAll(':scope > s-summary')) child.slot = 'summary';
      const details = root.querySelector('details');
      if (details) details.open = isOn(element, 'open') || isOn(element, 'defaultOpen');
    },
  });
  box('s-summary', ':host{display:inline;font-weight:600}');
}
