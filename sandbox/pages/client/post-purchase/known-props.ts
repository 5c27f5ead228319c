/** What the published components take (@shopify/post-purchase-ui-extensions 0.13.5). Others are ignored by Shopify's page. */

type Allowed = '' | readonly (string | number)[];
const ANY = '' as const;
const spacing = ['xtight', 'tight', 'loose', 'xloose'];
const side = ['leading', 'center', 'trailing'];
const line = [...side, 'baseline'];
const size = ['small', 'medium', 'large', 'xlarge'];
const tone = ['critical', 'warning', 'success'];
const padding = ['extraTight', 'tight', 'base', 'loose', 'extraLoose'];
const any = (...names: string[]): Record<string, Allowed> =>
  Object.fromEntries(names.map((name) => [name, ANY]));

const known: Record<string, Record<string, Allowed>> = {
  Banner: { ...any('title', 'collapsible', 'iconHidden'), status: ['info', ...tone] },
  BlockStack: { alignment: side, spacing },
  Bookend: { ...any('leading', 'trailing'), alignment: line, spacing },
  Button: any('submit', 'to', 'subdued', 'plain', 'loading', 'loadingLabel', 'disabled', 'onPress'),
  ButtonGroup: {},
  BuyerConsent: { ...any('checked', 'error', 'onChange'), policy: ['subscriptions'] },
  CalloutBanner: {
    title: ANY,
    border: ['none', 'block'],
    background: ['secondary', 'transparent'],
    alignment: side,
    spacing: ['none', 'tight', 'loose'],
  },
  Checkbox: any('id', 'name', 'value', 'checked', 'disabled', 'error', 'accessibilityLabel', 'onChange'),
  Form: any('disabled', 'implicitSubmit', 'onSubmit'),
  FormLayout: {},
  FormLayoutGroup: {},
  Heading: { id: ANY, level: [1, 2, 3], role: ['presentation'] },
  HeadingGroup: {},
  HiddenForAccessibility: {},
  Image: {
    ...any('source', 'sources', 'description', 'bordered', 'aspectRatio', 'decorative'),
    loading: ['eager', 'lazy'],
    fit: ['cover', 'contain'],
  },
  InlineStack: { alignment: line, spacing },
  Layout: {
    ...any('maxInlineSize', 'sizes', 'media'),
    inlineAlignment: ['leading', 'trailing'],
    blockAlignment: ['center', 'trailing'],
  },
  Link: any('to', 'external', 'id', 'onPress'),
  Radio: any('id', 'name', 'value', 'checked', 'disabled', 'accessibilityLabel', 'onChange'),
  Select: any(
    ...['id', 'label', 'name', 'value', 'options', 'required', 'disabled', 'error', 'autocomplete'],
    ...['placeholder', 'onChange'],
  ),
  Separator: { width: ['thin', 'medium', 'thick', 'xthick'], direction: ['horizontal', 'vertical'] },
  Spinner: { size: ['small', 'large'], color: ['inherit'] },
  Text: { ...any('emphasized', 'subdued', 'role', 'id'), size, appearance: tone },
  TextBlock: { ...any('emphasized', 'subdued', 'id'), size, appearance: tone },
  TextContainer: { alignment: side, spacing: ['none', 'tight', 'loose'] },
  TextField: {
    ...any('id', 'name', 'label', 'value', 'required', 'error', 'multiline', 'autocomplete', 'tooltip'),
    ...any('onFocus', 'onBlur', 'onChange', 'onInput'),
    type: ['text', 'email', 'number', 'telephone'],
  },
  Tiles: { ...any('maxPerLine', 'breakAt'), alignment: line, spacing: ['none', ...spacing] },
  View: { inlinePadding: padding, blockPadding: padding },
  VisuallyHidden: {},
};

const ROLES: Record<string, readonly string[]> = {
  string: ['address', 'deletion'],
  object: ['abbreviation', 'directional-override', 'datetime'],
};

export const knownComponents: readonly string[] = Object.keys(known);

/** What of a component's props Shopify's page would not understand. */
export function describeProblems(type: string, props: Record<string, unknown>): string[] {
  const allowed = Object.hasOwn(known, type) ? known[type] : undefined;
  if (!allowed) return [`${type} is no component of the post-purchase page`];
  return Object.entries(props).flatMap(([name, value]) => {
    const values = Object.hasOwn(allowed, name) ? allowed[name] : undefined;
    if (values === undefined) return [`${type} has no ${name}`];
    if (value === undefined || value === null) return [];
    if (type === 'Text' && name === 'role') {
      const role = typeof value === 'object' ? (value as { type?: unknown }).type : value;
      const isKnown = ROLES[typeof value]?.includes(String(role)) === true;
      return isKnown ? [] : [`Text has no role ${JSON.stringify(value)}`];
    }
    if (values !== ANY && !values.includes(value as string))
      return [`${type}: ${name} is not ${String(value)}`];
    return [];
  });
}
