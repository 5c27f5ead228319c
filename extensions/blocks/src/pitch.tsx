import type { OfferCard, OfferProduct } from '@reprise/rules';
import type { ComponentChildren } from 'preact';
import { deadline, money } from './format.ts';
import type { Host } from './host.ts';

/** How a text is drawn: as it is, or as the grey place of it. */
export type Say = (text: string) => ComponentChildren;

/** Drawn as it is. */
export const plainly: Say = (text) => text;
/** Drawn as a grey place just as large. */
export const greyly: Say = (text) => <s-skeleton-paragraph content={text} />;

interface Props {
  readonly host: Host;
  readonly offer: OfferCard;
  readonly hasDeadline: boolean;
  readonly say?: Say;
  readonly children?: ComponentChildren;
}

/** What a card says: picture, badge, words, what is offered, until when. */
export function Pitch({ host, offer, hasDeadline, say = plainly, children }: Props) {
  const until = hasDeadline && offer.deadlineAt;
  const words = (
    <s-stack gap="small-200">
      {offer.discount.label && (
        <s-stack direction="inline">
          <s-badge>{say === plainly ? offer.discount.label : BLANK}</s-badge>
        </s-stack>
      )}
      <s-heading>{say(offer.title)}</s-heading>
      {offer.text && <s-paragraph>{say(offer.text)}</s-paragraph>}
      {children}
      {until && (
        <s-paragraph color="subdued">
          {say(host.i18n.translate('offer.validUntil', { date: deadline(host, until) }))}
        </s-paragraph>
      )}
    </s-stack>
  );
  const { picture, product, review } = offer;
  // A message is its picture; elsewhere the picture stands beside the words. Both have their shape before they are loaded.
  if (picture && offer.kind === 'message') {
    return (
      <s-stack gap="base">
        <Picture url={picture.url} alt={picture.alt} ratio="2" isGrey={say !== plainly} />
        {words}
      </s-stack>
    );
  }
  // Where there is a choice, each product has a picture of its own.
  const own = offer.moreProducts ? null : (product?.imageUrl ?? review?.imageUrl);
  const url = picture?.url ?? own;
  if (!url) return words;
  return (
    <s-grid gridTemplateColumns="88px 1fr" gap="base" alignItems="start">
      {/* A product's name stands beside its own picture: a screen reader need not hear it twice. */}
      <Picture url={url} alt={picture?.alt ?? ''} ratio="1" isGrey={say !== plainly} />
      {words}
    </s-grid>
  );
}

/** A badge that says nothing yet. */
const BLANK = '\u2007'.repeat(8);

/** One grey pixel: with an aspect ratio it is a place as large as the picture will be. */
const GREY_PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAO3t7QAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';

interface PictureProps {
  readonly url: string;
  readonly alt: string;
  readonly ratio: '1' | '2';
  readonly isGrey: boolean;
}

function Picture({ url, alt, ratio, isGrey }: PictureProps) {
  return (
    <s-image
      src={isGrey ? GREY_PIXEL : url}
      alt={isGrey ? '' : alt}
      accessibilityRole={alt && !isGrey ? 'img' : 'presentation'}
      aspectRatio={ratio}
      objectFit="cover"
      borderRadius="base"
      inlineSize="fill"
    />
  );
}

/** A product's whole name. */
export function productName({ title, variantTitle }: OfferProduct): string {
  return variantTitle ? `${title} · ${variantTitle}` : title;
}

interface ProductProps {
  readonly host: Host;
  readonly product: OfferProduct;
  readonly say?: Say;
}

/** A product by name and price. */
export function ProductLine({ host, product, say = plainly }: ProductProps) {
  return (
    <s-stack gap="small-500">
      <s-text type="strong">{say(productName(product))}</s-text>
      {say === plainly ? (
        <Price host={host} product={product} />
      ) : (
        <s-text>{say(money(host, product.price))}</s-text>
      )}
    </s-stack>
  );
}

/** What it costs now and, struck through, before; a screen reader hears which is which. */
export function Price({ host, product }: { readonly host: Host; readonly product: OfferProduct }) {
  const { translate } = host.i18n;
  const isReduced = Number(product.discountedPrice.amount) < Number(product.price.amount);
  if (!isReduced) {
    return (
      <s-stack direction="inline">
        <s-text>{money(host, product.price)}</s-text>
      </s-stack>
    );
  }
  return (
    <s-stack direction="inline" gap="small-200">
      <s-text accessibilityVisibility="exclusive">{translate('offer.priceNow')}</s-text>
      <s-text type="strong">{money(host, product.discountedPrice)}</s-text>
      <s-text accessibilityVisibility="exclusive">{translate('offer.priceBefore')}</s-text>
      <s-text type="redundant" color="subdued">
        {money(host, product.price)}
      </s-text>
    </s-stack>
  );
}
