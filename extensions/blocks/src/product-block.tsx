import type { OfferProduct } from '@reprise/rules';
import { useState } from 'preact/hooks';
import { chosenIn } from './fields.ts';
import type { Host } from './host.ts';
import { AnswerButtons, OfferBox } from './offer-box.tsx';
import { type BlockProps, useFlow } from './offer-flow.ts';
import { Price, ProductLine, productName } from './pitch.tsx';

/** One to three products at a better price, in a new order; of several the shopper takes one. */
export function ProductBlock(props: BlockProps) {
  const flow = useFlow(props);
  const { chosen, offered, choice } = useProductChoice(props);
  return (
    <OfferBox {...props} flow={flow} offered={offered}>
      <s-stack gap="base">
        {choice}
        <AnswerButtons
          {...props}
          flow={flow}
          onYes={() => void flow.accept(chosen ? { variantId: chosen } : {})}
        />
      </s-stack>
    </OfferBox>
  );
}

/**
 * Which of a card's products is meant. The first stands chosen, as in every list of which one is to be had; nothing is bought by
 * it. With one product there is nothing to choose and `chosen` is '': the server knows it.
 */
export function useProductChoice({ host, offer }: Pick<BlockProps, 'host' | 'offer'>) {
  const products = offer.product ? [offer.product, ...(offer.moreProducts ?? [])] : [];
  const [first] = products;
  const [chosen, choose] = useState(first?.variantId ?? '');
  if (products.length < 2) {
    return {
      chosen: '',
      offered: first ? <ProductLine host={host} product={first} /> : null,
      choice: null,
    };
  }
  return {
    chosen,
    offered: null,
    choice: <ProductChoice host={host} products={products} chosen={chosen} onChoose={choose} />,
  };
}

interface ChoiceProps {
  readonly host: Host;
  readonly products: readonly OfferProduct[];
  readonly chosen: string;
  readonly onChoose: (variantId: string) => void;
}

function ProductChoice({ host, products, chosen, onChoose }: ChoiceProps) {
  return (
    <s-choice-list
      label={host.i18n.translate('product.choose')}
      variant="block"
      onChange={(event) => onChoose(chosenIn(event)[0] ?? chosen)}
    >
      {products.map((product, at) => (
        <s-choice key={product.variantId} value={product.variantId} defaultSelected={at === 0}>
          {productName(product)}
          <s-stack slot="details">
            <Price host={host} product={product} />
          </s-stack>
          {product.imageUrl && (
            <s-product-thumbnail slot="secondary-content" size="small" src={product.imageUrl} alt="" />
          )}
        </s-choice>
      ))}
    </s-choice-list>
  );
}
