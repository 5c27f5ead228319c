import { NoThanks, OfferBox } from './offer-box.tsx';
import { type BlockProps, useFlow } from './offer-flow.ts';

/** Words and a picture; with an address also a button that leads there. */
export function MessageBlock(props: BlockProps) {
  const { host, offer, actions } = props;
  const flow = useFlow(props);
  return (
    <OfferBox {...props} flow={flow}>
      <s-stack direction="inline" gap="small" alignItems="center">
        {offer.link && offer.button && (
          <s-button variant="primary" href={offer.link} target="_blank" onClick={actions.follow}>
            {offer.button}
          </s-button>
        )}
        <NoThanks flow={flow} label={host.i18n.translate('offer.close')} title={offer.title} />
      </s-stack>
    </OfferBox>
  );
}
