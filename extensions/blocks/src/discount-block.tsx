import { AnswerButtons, OfferBox } from './offer-box.tsx';
import { type BlockProps, useFlow } from './offer-flow.ts';
import { ProductLine } from './pitch.tsx';

/** A code for the next order. */
export function DiscountBlock(props: BlockProps) {
  const flow = useFlow(props);
  const { product } = props.offer;
  return (
    <OfferBox {...props} flow={flow} offered={product && <ProductLine host={props.host} product={product} />}>
      <AnswerButtons {...props} flow={flow} onYes={() => void flow.accept()} />
    </OfferBox>
  );
}
