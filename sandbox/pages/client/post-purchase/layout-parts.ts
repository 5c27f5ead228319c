import { attribute, el, type Make, type Props, plain, text } from './part.ts';

/** From how wide a window on a size holds. */
const VIEWPORTS = [
  ['small', 0],
  ['medium', 750],
  ['large', 1000],
] as const;
type Sizes = readonly unknown[];
type Media = { viewportSize?: unknown; sizes?: Sizes; maxInlineSize?: unknown };

const length = (value: number): string => (value <= 1 ? `${value * 100}%` : `${value}px`);
function flexOf(size: unknown): string {
  if (size === 'fill') return '1 1 0';
  if (size === 'auto') return '0 1 auto';
  return typeof size === 'number' ? `0 0 ${length(size)}` : '0 0 100%';
}

/** Sizes and widest width of a layout in a window of this width: the widest size that fits, over the defaults. */
export function layoutFor(props: Props, width: number): { sizes: Sizes; maxInlineSize: unknown } {
  const media = Array.isArray(props.media) ? (props.media as Media[]) : [];
  let sizes = Array.isArray(props.sizes) ? (props.sizes as Sizes) : [];
  let { maxInlineSize } = props;
  for (const [name, from] of VIEWPORTS) {
    const found = width >= from ? media.find(({ viewportSize }) => viewportSize === name) : undefined;
    if (found?.sizes) sizes = found.sizes;
    if (found?.maxInlineSize !== undefined) maxInlineSize = found.maxInlineSize;
  }
  return { sizes, maxInlineSize };
}

const makeLayout: Make = () => {
  const element = el('div', 'layout');
  const slot = el('div', 'layout-sections');
  element.append(slot);
  let now: Props = {};
  const lay = (): void => {
    const { sizes, maxInlineSize } = layoutFor(now, window.innerWidth);
    slot.style.maxWidth = typeof maxInlineSize === 'number' ? length(maxInlineSize) : '';
    [...slot.children].forEach((child, index) => {
      (child as HTMLElement).style.flex = flexOf(sizes[index % Math.max(sizes.length, 1)]);
    });
  };
  window.addEventListener('resize', lay);
  return {
    element,
    slot,
    update: (props) => {
      now = props;
      attribute(element, 'data-inline', props.inlineAlignment);
      attribute(element, 'data-block', props.blockAlignment);
      lay();
    },
    settle: lay,
  };
};

const makeTiles: Make = () => {
  const element = el('div', 'tiles');
  let now: Props = {};
  const lay = (): void => {
    const most = typeof now.maxPerLine === 'number' ? now.maxPerLine : Number.POSITIVE_INFINITY;
    const isStacked = typeof now.breakAt === 'number' && element.clientWidth < now.breakAt;
    const columns = isStacked ? 1 : Math.max(1, Math.min(most, element.children.length));
    element.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
  };
  new ResizeObserver(lay).observe(element);
  return {
    element,
    slot: element,
    update: (props) => {
      now = props;
      for (const name of ['alignment', 'spacing']) attribute(element, `data-${name}`, props[name]);
      lay();
    },
    settle: lay,
  };
};

type Source = { source?: unknown; viewportSize?: unknown; resolution?: unknown };

const makeImage: Make = () => {
  const element = el('picture', 'image');
  const image = document.createElement('img');
  element.append(image);
  const sourceOf = ({ source, viewportSize, resolution }: Source): Element => {
    const one = document.createElement('source');
    one.srcset = typeof resolution === 'number' ? `${text(source)} ${resolution}x` : text(source);
    const from = VIEWPORTS.find(([name]) => name === viewportSize)?.[1];
    if (from) one.media = `(min-width: ${from}px)`;
    return one;
  };
  return {
    element,
    slot: el('div'),
    update: (props) => {
      const sources = Array.isArray(props.sources) ? (props.sources as Source[]) : [];
      element.replaceChildren(...sources.map(sourceOf), image);
      image.loading = props.loading === 'lazy' ? 'lazy' : 'eager';
      image.alt = props.decorative === true ? '' : text(props.description);
      if (image.getAttribute('src') !== text(props.source)) image.src = text(props.source);
      image.style.aspectRatio = typeof props.aspectRatio === 'number' ? String(props.aspectRatio) : '';
      image.style.objectFit = text(props.fit);
      attribute(element, 'data-bordered', props.bordered === true);
    },
  };
};

const makeSeparator: Make = () => {
  const element = el('hr', 'separator');
  return {
    element,
    slot: element,
    update: (props) => {
      attribute(element, 'data-width', props.width);
      attribute(element, 'data-direction', props.direction);
    },
  };
};

export const layoutParts: Record<string, Make> = {
  BlockStack: plain('div', 'block-stack', ['alignment', 'spacing']),
  InlineStack: plain('div', 'inline-stack', ['alignment', 'spacing']),
  Bookend: plain('div', 'bookend', ['alignment', 'spacing', 'leading', 'trailing']),
  View: plain('div', 'view', ['inlinePadding', 'blockPadding']),
  Layout: makeLayout,
  Tiles: makeTiles,
  Image: makeImage,
  Separator: makeSeparator,
};
