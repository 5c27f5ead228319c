import type { ParcelCard } from '@reprise/rules';
import { deadline } from './format.ts';
import type { Host } from './host.ts';
import { NoThanks, OfferBox } from './offer-box.tsx';
import { type BlockProps, useFlow } from './offer-flow.ts';

type Step = ParcelCard['steps'][number];

/** Where the parcel is: a bar, and the same in words with dates. */
export function ParcelBlock(props: BlockProps) {
  const { host, offer, actions } = props;
  const flow = useFlow(props);
  const { translate } = host.i18n;
  const { parcel } = offer;
  if (!parcel) return null;
  const { steps } = parcel;
  // Carriers leave out scans: what comes before a step that happened has happened too.
  const reached = steps.reduce((last, { at }, index) => (at ? index : last), 0);
  const summary = translate('parcel.progress', {
    step: reached + 1,
    steps: steps.length,
    name: stepName(host, steps[reached]?.key ?? 'placed'),
  });
  const offered = (
    <s-stack gap="base">
      <s-text type="strong">{parcel.state === 'late' ? translate('parcel.late') : summary}</s-text>
      <s-progress value={reached + 1} max={steps.length} accessibilityLabel={summary} />
      <s-ordered-list>
        {steps.map((step, index) => (
          <s-list-item key={step.key}>
            <StepLine host={host} step={step} isDone={index <= reached} />
          </s-list-item>
        ))}
      </s-ordered-list>
    </s-stack>
  );
  return (
    <OfferBox {...props} flow={flow} offered={offered}>
      <s-stack direction="inline" gap="small" alignItems="center">
        {parcel.trackingUrl && (
          <s-button variant="primary" href={parcel.trackingUrl} target="_blank" onClick={actions.follow}>
            {parcel.carrier
              ? translate('parcel.trackAt', { carrier: parcel.carrier })
              : translate('parcel.track')}
          </s-button>
        )}
        <NoThanks flow={flow} label={translate('offer.close')} title={offer.title} />
      </s-stack>
    </OfferBox>
  );
}

interface StepLineProps {
  readonly host: Host;
  readonly step: Step;
  readonly isDone: boolean;
}

function StepLine({ host, step, isDone }: StepLineProps) {
  const name = stepName(host, step.key);
  if (!isDone) {
    return <s-text color="subdued">{host.i18n.translate('parcel.open', { step: name })}</s-text>;
  }
  return (
    <s-text>
      {step.at ? host.i18n.translate('parcel.doneAt', { step: name, date: deadline(host, step.at) }) : name}
    </s-text>
  );
}

function stepName({ i18n: { translate } }: Host, key: Step['key']): string {
  switch (key) {
    case 'placed':
      return translate('parcel.placed');
    case 'shipped':
      return translate('parcel.shipped');
    case 'out-for-delivery':
      return translate('parcel.outForDelivery');
    case 'delivered':
      return translate('parcel.delivered');
  }
}
