/** Shopify's size keywords as lengths, and the few CSS rules that a layout component is made of. */

const spacing: Record<string, string> = {
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
const radius: Record<string, string> = {
  none: '0',
  'small-100': '2px',
  small: '3px',
  base: '5px',
  large: '8px',
  'large-100': '12px',
  max: '9999px',
};
const borderWidth: Record<string, string> = {
  none: '0',
  small: '1px',
  'small-100': '1px',
  base: '1px',
  large: '2px',
  'large-100': '3px',
};
const borderColour: Record<string, string> = {
  subdued: 'var(--s-line-soft)',
  base: 'var(--s-line)',
  strong: 'var(--s-ink)',
};
const backgroundColour: Record<string, string> = {
  transparent: 'transparent',
  subdued: 'var(--s-wash)',
  base: 'var(--s-paper)',
  strong: 'var(--s-wash-strong)',
};

type Read = (value: string) => string;
const eachWord =
  (table: Record<string, string>): Read =>
  (value) =>
    value
      .trim()
      .split(/\s+/)
      .map((word) => table[word] ?? word)
      .join(' ');

const border: Read = (value) => {
  const [width = 'base', colour = 'base', style = 'solid'] = value.trim().split(/\s+/);
  if (width === 'none') return '0';
  return `${borderWidth[width] ?? '1px'} ${style === 'auto' ? 'solid' : style} ${borderColour[colour] ?? borderColour.base}`;
};

const same: Read = (value) => value;

/** Property of a component, CSS property that it becomes, and how its keywords are read. */
const rules: [string, string, Read][] = [
  ['padding', 'padding', eachWord(spacing)],
  ['paddingblock', 'padding-block', eachWord(spacing)],
  ['paddingblockstart', 'padding-block-start', eachWord(spacing)],
  ['paddingblockend', 'padding-block-end', eachWord(spacing)],
  ['paddinginline', 'padding-inline', eachWord(spacing)],
  ['paddinginlinestart', 'padding-inline-start', eachWord(spacing)],
  ['paddinginlineend', 'padding-inline-end', eachWord(spacing)],
  ['gap', 'gap', eachWord(spacing)],
  ['rowgap', 'row-gap', eachWord(spacing)],
  ['columngap', 'column-gap', eachWord(spacing)],
  ['border', 'border', border],
  ['borderwidth', 'border-width', eachWord(borderWidth)],
  ['borderstyle', 'border-style', eachWord({ auto: 'solid' })],
  ['bordercolor', 'border-color', eachWord(borderColour)],
  ['borderradius', 'border-radius', eachWord(radius)],
  ['background', 'background', eachWord(backgroundColour)],
  ['blocksize', 'block-size', same],
  ['minblocksize', 'min-block-size', same],
  ['maxblocksize', 'max-block-size', same],
  ['inlinesize', 'inline-size', same],
  ['mininlinesize', 'min-inline-size', same],
  ['maxinlinesize', 'max-inline-size', same],
  ['overflow', 'overflow', same],
  ['justifycontent', 'justify-content', same],
  ['alignitems', 'align-items', same],
  ['aligncontent', 'align-content', same],
  ['justifyitems', 'justify-items', same],
  ['placeitems', 'place-items', same],
  ['placecontent', 'place-content', same],
  ['gridtemplatecolumns', 'grid-template-columns', same],
  ['gridtemplaterows', 'grid-template-rows', same],
  ['gridcolumn', 'grid-column', same],
  ['gridrow', 'grid-row', same],
];

/** Names of the properties above as components spell them, all of them plain text. */
export const layoutProperties = Object.fromEntries(
  [
    'padding paddingBlock paddingBlockStart paddingBlockEnd paddingInline paddingInlineStart paddingInlineEnd gap',
    'rowGap columnGap border borderWidth borderStyle borderColor borderRadius background blockSize minBlockSize',
    'maxBlockSize inlineSize minInlineSize maxInlineSize overflow justifyContent alignItems alignContent',
    'justifyItems placeItems placeContent gridTemplateColumns gridTemplateRows gridColumn gridRow display direction',
    'accessibilityLabel accessibilityRole accessibilityVisibility',
  ]
    .join(' ')
    .split(' ')
    .map((name) => [name, 'string' as const]),
);

/**
 * A declaration for a value that may depend on a container: `@container (inline-size > 500px) large, base` holds
 * `large` in a wide container and `base` elsewhere. Returns CSS rules for `:host`.
 */
export function declare(property: string, value: string, read: Read = same): string {
  const match = /^@container\s*([\w-]*)\s*(\(.*\))\s*([^,()]+(?:\([^)]*\)[^,()]*)*),\s*(.+)$/s.exec(value);
  if (!match) return `:host{${property}:${read(value)}}`;
  const [, name = '', condition = '', then = '', otherwise = ''] = match;
  return `:host{${property}:${read(otherwise.trim())}}@container ${name} ${condition}{:host{${property}:${read(then.trim())}}}`;
}

/** CSS of a layout component from its attributes. */
export function layoutCss(element: Element): string {
  const css: string[] = [];
  for (const [attribute, property, read] of rules) {
    const value = element.getAttribute(attribute);
    if (value) css.push(declare(property, value, read));
  }
  if (element.getAttribute('borderwidth') && !element.getAttribute('border'))
    css.unshift(':host{border:0 solid var(--s-line)}');
  const display = element.getAttribute('display');
  if (display && display !== 'auto') css.push(declare('display', display.replaceAll('auto', 'revert-layer')));
  return css.join('');
}
