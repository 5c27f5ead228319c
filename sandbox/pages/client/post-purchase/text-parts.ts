import { attribute, el, type Make, type Props, plain, text } from './part.ts';

const roleOf = (props: Props): { type: string; [name: string]: unknown } | null => {
  const { role } = props;
  if (typeof role === 'string') return { type: role };
  const { type } = (role ?? {}) as { type?: unknown };
  // Only these three come as an object; the rest are plain strings in the published types.
  return typeof type === 'string' && ['abbreviation', 'datetime', 'directional-override'].includes(type)
    ? (role as { type: string })
    : null;
};
const TAGS: Record<string, string> = {
  address: 'address',
  deletion: 's',
  abbreviation: 'abbr',
  datetime: 'time',
  'directional-override': 'bdo',
};

const TEXT_PROPS = ['size', 'emphasized', 'subdued', 'appearance'];

const makeText: Make = (initial) => {
  const role = roleOf(initial);
  const element = el(TAGS[role?.type ?? ''] ?? 'span', 'text');
  return {
    element,
    slot: element,
    update: (props) => {
      for (const name of TEXT_PROPS) attribute(element, `data-${name}`, props[name]);
      attribute(element, 'id', props.id);
      const now = roleOf(props);
      attribute(element, 'title', now?.for);
      attribute(element, 'dir', now?.direction);
      attribute(element, 'datetime', now?.machineReadable);
    },
  };
};

const makeTextBlock: Make = () => {
  const element = el('p', 'text');
  return {
    element,
    slot: element,
    update: (props) => {
      for (const name of TEXT_PROPS) attribute(element, `data-${name}`, props[name]);
      attribute(element, 'id', props.id);
    },
  };
};

/** The level in the outline comes from the groups around it; `level` is only the look. The page has the first. */
const makeHeading: Make = (_props, depth) => {
  const element = el(`h${Math.min(depth + 1, 6)}`, 'heading');
  return {
    element,
    slot: element,
    update: (props) => {
      attribute(element, 'id', props.id);
      attribute(element, 'role', props.role === 'presentation' ? 'presentation' : undefined);
      attribute(element, 'data-level', props.level ?? Math.min(depth, 3));
    },
  };
};

const STATUS_WORDS: Record<string, string> = { success: '✓', warning: '!', critical: '!', info: 'i' };

const makeBanner: Make = () => {
  const element = el('div', 'banner');
  const icon = el('span', 'banner-icon');
  icon.setAttribute('aria-hidden', 'true');
  const title = el('strong', 'banner-title');
  const slot = el('div', 'banner-content');
  const open = el('details');
  const summary = el('summary');
  element.append(icon, title, slot);
  return {
    element,
    slot,
    update: (props) => {
      const status = text(props.status) || 'info';
      element.dataset.status = status;
      element.setAttribute('role', status === 'critical' ? 'alert' : 'status');
      icon.textContent = STATUS_WORDS[status] ?? 'i';
      icon.hidden = props.iconHidden === true;
      title.textContent = text(props.title);
      title.hidden = title.textContent === '';
      if (props.collapsible !== true || open.isConnected) return;
      summary.append(title);
      open.append(summary, slot);
      element.append(open);
    },
    settle: () => {
      slot.hidden = slot.childNodes.length === 0;
    },
  };
};

const makeCallout: Make = (_props, depth) => {
  const element = el('section', 'callout');
  const title = el(`h${Math.min(depth + 1, 6)}`, 'callout-title');
  const slot = el('div', 'callout-content');
  element.append(title, slot);
  return {
    element,
    slot,
    update: (props) => {
      for (const name of ['border', 'background', 'alignment', 'spacing'])
        attribute(element, `data-${name}`, props[name]);
      title.textContent = text(props.title);
      title.hidden = title.textContent === '';
    },
    settle: () => {
      slot.hidden = slot.childNodes.length === 0;
    },
  };
};

export const textParts: Record<string, Make> = {
  Text: makeText,
  TextBlock: makeTextBlock,
  TextContainer: plain('div', 'text-container', ['alignment', 'spacing']),
  Heading: makeHeading,
  HeadingGroup: plain('div', 'heading-group'),
  Banner: makeBanner,
  CalloutBanner: makeCallout,
  VisuallyHidden: plain('span', 'visually-hidden'),
  HiddenForAccessibility: () => {
    const element = el('span');
    element.setAttribute('aria-hidden', 'true');
    return { element, slot: element, update() {} };
  },
};
