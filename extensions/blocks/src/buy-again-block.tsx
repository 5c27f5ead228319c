import type { OfferProduct } from '@reprise/rules';
import { useState } from 'preact/hooks';
import { type FocusPlace, isTickedIn, typedIn, useFocusPlace } from './fields.ts';
import { elementId } from './format.ts';
import type { Host } from './host.ts';
import { AnswerButtons, OfferBox } from './offer-box.tsx';
import { type BlockProps, useFlow } from './offer-flow.ts';
import { Price, productName } from './pitch.tsx';

const MAX_QUANTITY = 99;

interface Line {
  readonly product: OfferProduct;
  readonly isWanted: boolean;
  readonly quantity: number;
}

/**
 * What was bought, once more: the lines of that order with their quantities, each to be left out or changed. It only leads to a
 * cart, so the lines stand ticked: "again" is what the shopper asked for by pressing the button.
 */
export function BuyAgainBlock(props: BlockProps) {
  const { host, offer } = props;
  const flow = useFlow(props);
  const [lines, setLines] = useState<readonly Line[]>(() =>
    (offer.product ? [offer.product, ...(offer.moreProducts ?? [])] : []).map((product) => ({
      product,
      isWanted: true,
      quantity: Math.min(product.quantity ?? 1, MAX_QUANTITY),
    })),
  );
  const first = useFocusPlace();
  const change = (at: number, part: Partial<Line>) =>
    setLines((before) => before.map((line, n) => (n === at ? { ...line, ...part } : line)));

  const buy = () => {
    const wanted = lines.filter(({ isWanted, quantity }) => isWanted && quantity > 0);
    if (wanted.length === 0) {
      flow.complain(host.i18n.translate('again.nothing'));
      first.focus();
      return;
    }
    void flow.accept({
      lines: wanted.map(({ product, quantity }) => ({ variantId: product.variantId, quantity })),
    });
  };
  return (
    <OfferBox {...props} flow={flow}>
      <s-stack gap="base">
        {lines.map((line, at) => (
          <AgainLine
            key={line.product.variantId}
            host={host}
            offerId={offer.id}
            line={line}
            field={at === 0 ? first : null}
            onChange={(part) => change(at, part)}
          />
        ))}
        <AnswerButtons {...props} flow={flow} onYes={buy} />
      </s-stack>
    </OfferBox>
  );
}

interface LineProps {
  readonly host: Host;
  readonly offerId: string;
  readonly line: Line;
  readonly field: FocusPlace | null;
  readonly onChange: (part: Partial<Line>) => void;
}

function AgainLine({ host, offerId, line, field, onChange }: LineProps) {
  const { product, isWanted, quantity } = line;
  const name = productName(product);
  const setQuantity = (typed: string | undefined) => {
    const wanted = Math.floor(Number(typed));
    if (wanted >= 1) onChange({ quantity: Math.min(wanted, MAX_QUANTITY) });
  };
  return (
    <s-grid gridTemplateColumns="1fr 104px" gap="base" alignItems="center">
      <s-stack gap="small-400">
        <s-checkbox
          ref={field?.hold ?? null}
          label={name}
          defaultChecked
          onChange={(event) => onChange({ isWanted: isTickedIn(event) })}
        />
        <s-box paddingInlineStart="large-200">
          <Price host={host} product={product} />
        </s-box>
      </s-stack>
      <s-number-field
        id={elementId('quantity', `${offerId}-${product.variantId}`)}
        label={host.i18n.translate('again.quantity', { product: name })}
        labelAccessibilityVisibility="exclusive"
        inputMode="numeric"
        min={1}
        max={MAX_QUANTITY}
        step={1}
        disabled={!isWanted}
        value={String(quantity)}
        onChange={(event) => setQuantity(typedIn(event))}
      />
    </s-grid>
  );
}
