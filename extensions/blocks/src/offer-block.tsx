import type { AcceptedOffer, AcceptResponse, OfferCard, OfferProduct } from '@reprise/rules';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { CopyButton } from './copy-button.tsx';
import { deadline, elementId, money } from './format.ts';
import type { Host } from './host.ts';

interface Props {
  readonly host: Host;
  readonly offer: OfferCard;
  readonly onAccept: () => Promise<AcceptResponse>;
  readonly onDismiss: () => void;
  readonly onFollow: () => void;
}

type State =
  | { readonly kind: 'open'; readonly hasFailed: boolean }
  | { readonly kind: 'asking' }
  | { readonly kind: 'accepted'; readonly accepted: AcceptedOffer }
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'dismissed' };

/**
 * One offer. Nothing is ticked, added or bought without a click; "No thanks" is as easy to reach as "yes"; the
 * deadline is a date. After yes: the code, and a link to the cart that opens beside this page.
 */
export function OfferBlock({ host, offer, onAccept, onDismiss, onFollow }: Props) {
  const [state, setState] = useState<State>(
    offer.accepted ? { kind: 'accepted', accepted: offer.accepted } : { kind: 'open', hasFailed: false },
  );
  const { translate } = host.i18n;

  // The button that was pressed goes away; without this the keyboard would stand nowhere.
  const next = useRef<HTMLElementTagNameMap['s-button'] | null>(null);
  const hasAsked = useRef(false);
  useLayoutEffect(() => {
    if (!hasAsked.current || state.kind !== 'accepted') return;
    hasAsked.current = false;
    moveFocus(next.current);
  }, [state.kind]);

  const accept = async () => {
    if (state.kind !== 'open') return;
    hasAsked.current = true;
    setState({ kind: 'asking' });
    const answer = await onAccept();
    if (answer.kind === 'accepted') setState({ kind: 'accepted', accepted: answer });
    else if (answer.kind === 'gone') setState({ kind: 'gone', message: answer.message });
    else setState({ kind: 'open', hasFailed: true });
  };

  if (state.kind === 'dismissed') {
    return (
      <s-box border="base" borderRadius="large" padding="large" accessibilityRole="status">
        <s-text color="subdued">{translate('offer.dismissed')}</s-text>
      </s-box>
    );
  }

  const isOpen = state.kind === 'open' || state.kind === 'asking';
  const hasFailed = state.kind === 'open' && state.hasFailed;
  const isGone = state.kind === 'gone';
  const accepted = state.kind === 'accepted' ? state.accepted : null;
  return (
    <s-box border="base" borderRadius="large" padding="large" background="base" overflow="hidden">
      <s-stack gap="base">
        <Pitch host={host} offer={offer} showDeadline={isOpen} />
        <s-stack gap="none">
          {/* Always there, so that a screen reader announces what comes into it. */}
          <s-stack accessibilityRole="status" paddingBlockEnd={accepted || hasFailed ? 'base' : 'none'}>
            {accepted?.code && <Code host={host} accepted={accepted} />}
            {accepted && !accepted.code && <s-text>{translate('accepted.ready')}</s-text>}
            {isGone && <s-text>{state.message || translate('offer.gone')}</s-text>}
            {hasFailed && <s-text>{translate('offer.failed')}</s-text>}
          </s-stack>
          {isOpen && (
            <s-stack direction="inline" gap="small" alignItems="center">
              <s-button
                variant="primary"
                loading={state.kind === 'asking'}
                accessibilityLabel={`${offer.button}: ${offer.title}`}
                onClick={() => void accept()}
              >
                {offer.button}
              </s-button>
              <s-button
                variant="secondary"
                disabled={state.kind === 'asking'}
                accessibilityLabel={`${translate('offer.dismiss')}: ${offer.title}`}
                onClick={() => {
                  setState({ kind: 'dismissed' });
                  onDismiss();
                }}
              >
                {translate('offer.dismiss')}
              </s-button>
            </s-stack>
          )}
          {accepted && (
            <s-stack direction="inline" gap="small" alignItems="start">
              <s-button ref={next} variant="primary" href={accepted.url} target="_blank" onClick={onFollow}>
                {translate(offer.kind === 'product' ? 'accepted.toCart' : 'accepted.toShop')}
              </s-button>
              {accepted.code && (
                <CopyButton
                  host={host}
                  id={elementId('code', offer.id)}
                  text={accepted.code}
                  label={translate('copy.code')}
                />
              )}
            </s-stack>
          )}
        </s-stack>
        <SmallPrint texts={[accepted?.code ? translate('accepted.applied') : null, offer.smallPrint]} />
      </s-stack>
    </s-box>
  );
}

/** Focus is a courtesy: a host whose elements cannot take it from here is no reason to fail. */
function moveFocus(element: { focus?: () => void } | null): void {
  try {
    element?.focus?.();
  } catch {
    // Then the next Tab goes on from wherever the host put it.
  }
}

function SmallPrint({ texts }: { readonly texts: readonly (string | null | undefined)[] }) {
  const said = texts.filter(Boolean);
  if (said.length === 0) return null;
  return (
    <s-stack gap="small-400">
      {said.map((text) => (
        <s-text key={text} type="small" color="subdued">
          {text}
        </s-text>
      ))}
    </s-stack>
  );
}

interface PitchProps {
  readonly host: Host;
  readonly offer: OfferCard;
  readonly showDeadline: boolean;
}

function Pitch({ host, offer, showDeadline }: PitchProps) {
  const { translate } = host.i18n;
  const { product } = offer;
  const words = (
    <s-stack gap="small-200">
      {offer.discount.kind !== 'none' && offer.discount.label && (
        <s-stack direction="inline">
          <s-badge>{offer.discount.label}</s-badge>
        </s-stack>
      )}
      <s-heading>{offer.title}</s-heading>
      {offer.text && <s-paragraph>{offer.text}</s-paragraph>}
      {product && <Product host={host} product={product} />}
      {showDeadline && offer.deadlineAt && (
        <s-text color="subdued">
          {translate('offer.validUntil', { date: deadline(host, offer.deadlineAt) })}
        </s-text>
      )}
    </s-stack>
  );
  if (!product?.imageUrl) return words;
  return (
    <s-grid gridTemplateColumns="88px 1fr" gap="base" alignItems="start">
      {/* The product's name stands beside it: a screen reader need not hear it twice. */}
      <s-image
        src={product.imageUrl}
        alt=""
        accessibilityRole="presentation"
        aspectRatio="1"
        objectFit="cover"
        borderRadius="base"
        inlineSize="fill"
      />
      {words}
    </s-grid>
  );
}

function Product({ host, product }: { readonly host: Host; readonly product: OfferProduct }) {
  const { translate } = host.i18n;
  const isReduced = Number(product.discountedPrice.amount) < Number(product.price.amount);
  return (
    <s-stack gap="small-500">
      <s-text type="strong">
        {product.variantTitle ? `${product.title} · ${product.variantTitle}` : product.title}
      </s-text>
      <s-stack direction="inline" gap="small-200">
        {isReduced && <s-text accessibilityVisibility="exclusive">{translate('offer.priceNow')}</s-text>}
        <s-text type={isReduced ? 'strong' : 'generic'}>{money(host, product.discountedPrice)}</s-text>
        {isReduced && <s-text accessibilityVisibility="exclusive">{translate('offer.priceBefore')}</s-text>}
        {isReduced && (
          <s-text type="redundant" color="subdued">
            {money(host, product.price)}
          </s-text>
        )}
      </s-stack>
    </s-stack>
  );
}

function Code({ host, accepted }: { readonly host: Host; readonly accepted: AcceptedOffer }) {
  const { translate } = host.i18n;
  return (
    <s-box background="subdued" borderRadius="base" padding="base">
      <s-stack gap="small-200">
        <s-text color="subdued">{translate('accepted.yourCode')}</s-text>
        <s-text type="strong">{accepted.code}</s-text>
        {accepted.deadlineAt && (
          <s-text color="subdued">
            {translate('offer.validUntil', { date: deadline(host, accepted.deadlineAt) })}
          </s-text>
        )}
      </s-stack>
    </s-box>
  );
}
