import type { AddQuote } from '@reprise/rules';
import { useMemo, useState } from 'preact/hooks';
import { deadline, money } from './format.ts';
import type { Host } from './host.ts';
import { AnswerButtons, NoThanks, OfferBox } from './offer-box.tsx';
import { type BlockProps, type Flow, useFlow } from './offer-flow.ts';
import { useProductChoice } from './product-block.tsx';

/** The second half of a double click on "add" must not be the consent: nobody reads a price faster. */
const READ_MS = 500;

type Step =
  | { readonly kind: 'offer' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'quote'; readonly quote: AddQuote; readonly notice: string }
  /** It cannot go into this order; the same is to be had as a new one. */
  | { readonly kind: 'cart'; readonly message: string };

/**
 * The same product into this order. Two clicks, and only the second does something: the first fetches what it would cost in all
 * (price, discount, tax, shipping, when it must be paid), the second, on a button that names the amount, agrees to exactly that.
 */
export function AddToOrderBlock(props: BlockProps) {
  const { host, actions } = props;
  const flow = useFlow(props);
  const [step, setStep] = useState<Step>({ kind: 'offer' });
  const { chosen, offered, choice } = useProductChoice(props);
  const { translate } = host.i18n;
  const wish = chosen ? { variantId: chosen } : {};

  const ask = async (notice = '') => {
    setStep({ kind: 'asking' });
    const answer = await actions.quote(wish);
    if (answer.kind === 'quote') {
      setStep({ kind: 'quote', quote: answer, notice });
      return;
    }
    setStep(answer.kind === 'cart' ? { kind: 'cart', message: answer.message } : { kind: 'offer' });
    if (answer.kind === 'gone') flow.end({ kind: 'gone', message: answer.message });
    if (answer.kind === 'unavailable') flow.complain(translate('offer.failed'));
  };
  const agree = async (quote: AddQuote) => {
    const answer = await flow.accept({ ...wish, quantity: quote.quantity, quoteId: quote.quoteId });
    // Price or tax have moved meanwhile: the shopper sees the new ones and is asked anew.
    if (answer?.kind === 'invalid') await ask(answer.message);
  };
  return (
    <OfferBox {...props} flow={flow} fields={['quote']} offered={offered}>
      {(step.kind === 'offer' || step.kind === 'asking') && (
        <s-stack gap="base">
          {choice}
          <AnswerButtons
            {...props}
            flow={{ ...flow, isAsking: step.kind === 'asking' }}
            onYes={() => void (step.kind === 'offer' && ask())}
          />
        </s-stack>
      )}
      {step.kind === 'quote' && (
        <Quote {...props} flow={flow} quote={step.quote} notice={step.notice} onAgree={agree} />
      )}
      {step.kind === 'cart' && (
        <s-stack gap="base">
          <s-stack accessibilityRole="status">
            <s-text>{step.message || translate('add.cannot')}</s-text>
          </s-stack>
          <AnswerButtons
            {...props}
            flow={flow}
            label={translate('add.asNewOrder')}
            onYes={() => void flow.accept(wish)}
          />
        </s-stack>
      )}
    </OfferBox>
  );
}

interface QuoteProps extends BlockProps {
  readonly flow: Flow;
  readonly quote: AddQuote;
  readonly notice: string;
  readonly onAgree: (quote: AddQuote) => Promise<void>;
}

function Quote({ host, offer, flow, quote, notice, onAgree }: QuoteProps) {
  const { translate } = host.i18n;
  const shownAt = useMemo(() => Date.now(), [quote]);
  const amount = money(host, quote.due);
  const label = translate('add.agree', { amount });
  const hasDiscount = Number(quote.discount.amount) > 0;
  return (
    <s-stack gap="base">
      <s-box background="subdued" borderRadius="base" padding="base">
        <s-stack gap="small-200" accessibilityRole="status">
          {notice && <s-text>{notice}</s-text>}
          <Row name={`${quote.quantity} × ${quote.title}`} value={money(host, quote.price)} />
          {hasDiscount && <Row name={translate('add.discount')} value={`−${money(host, quote.discount)}`} />}
          {quote.tax && <Row name={translate('add.tax')} value={money(host, quote.tax)} />}
          <s-divider />
          <Row
            name={quote.tax ? translate('add.due') : translate('add.dueWithTax')}
            value={amount}
            isStrong
          />
          <Notes host={host} quote={quote} />
        </s-stack>
      </s-box>
      <s-stack direction="inline" gap="small" alignItems="center">
        <s-button
          variant="primary"
          loading={flow.isAsking}
          accessibilityLabel={`${label}: ${quote.title}`}
          onClick={() => {
            if (Date.now() - shownAt >= READ_MS) void onAgree(quote);
          }}
        >
          {label}
        </s-button>
        <NoThanks flow={flow} label={translate('offer.dismiss')} title={offer.title} />
      </s-stack>
    </s-stack>
  );
}

function Notes({ host, quote }: { readonly host: Host; readonly quote: AddQuote }) {
  return (
    <s-stack gap="small-400">
      {quote.shippingNote && <s-text color="subdued">{quote.shippingNote}</s-text>}
      <s-text color="subdued">
        {host.i18n.translate('add.payBy', { date: deadline(host, quote.payBy) })}
      </s-text>
    </s-stack>
  );
}

interface RowProps {
  readonly name: string;
  readonly value: string;
  readonly isStrong?: boolean;
}

function Row({ name, value, isStrong = false }: RowProps) {
  const type = isStrong ? 'strong' : 'generic';
  return (
    <s-grid gridTemplateColumns="1fr auto" gap="base" alignItems="start">
      <s-text type={type}>{name}</s-text>
      <s-text type={type}>{value}</s-text>
    </s-grid>
  );
}
