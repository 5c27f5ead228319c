import { useState } from 'preact/hooks';
import { isTickedIn, typedIn, useFocusPlace } from './fields.ts';
import { elementId } from './format.ts';
import { AnswerButtons, OfferBox, Small } from './offer-box.tsx';
import { type BlockProps, problemOf, useFlow } from './offer-flow.ts';

/** Rough on purpose: what is an address only the mail that arrives can tell. */
const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Sign-up for the list. The box is never ticked for the shopper; what they agree to stands beside it, word for word. */
export function VipBlock(props: BlockProps) {
  const { host, offer } = props;
  const flow = useFlow(props);
  const [email, setEmail] = useState('');
  const [isTicked, setTicked] = useState(false);
  const address = useFocusPlace();
  const box = useFocusPlace();
  const { translate } = host.i18n;
  const { vip } = offer;
  if (!vip) return null;

  const type = (event: Event) => {
    setEmail(typedIn(event));
    flow.settle();
  };
  const join = () => {
    const typed = email.trim();
    if (vip.needsEmail && !ADDRESS.test(typed)) {
      flow.complain(translate('vip.emailWrong'), 'email');
      address.focus();
    } else if (!isTicked) {
      flow.complain(translate('consent.missing'), 'consent');
      box.focus();
    } else {
      void flow.accept({ consent: true, ...(vip.needsEmail ? { email: typed } : {}) });
    }
  };
  return (
    <OfferBox {...props} flow={flow} fields={['email', 'consent']}>
      <s-form onSubmit={join}>
        <s-stack gap="base">
          {vip.needsEmail && (
            <s-email-field
              ref={address.hold}
              id={elementId('email', offer.id)}
              label={translate('vip.email')}
              autocomplete="email"
              maxLength={254}
              value={email}
              error={problemOf(flow, 'email')}
              onInput={type}
              onChange={type}
            />
          )}
          <s-checkbox
            ref={box.hold}
            label={vip.consent}
            error={problemOf(flow, 'consent')}
            onChange={(event) => {
              setTicked(isTickedIn(event));
              flow.settle();
            }}
          />
          {vip.isDoubleOptIn && <Small>{translate('vip.doubleOptIn')}</Small>}
          <AnswerButtons {...props} flow={flow} />
        </s-stack>
      </s-form>
    </OfferBox>
  );
}
