import type { ComponentChildren } from 'preact';
import { CopyButton } from './copy-button.tsx';
import { deadline, elementId, money } from './format.ts';
import type { Host } from './host.ts';
import type { BlockProps, Flow } from './offer-flow.ts';
import { Pitch } from './pitch.tsx';

interface Props extends BlockProps {
  readonly flow: Flow;
  /** What is offered: stands below the words, whatever the answer. */
  readonly offered?: ComponentChildren;
  /** Fields that say themselves what is wrong with them; all else is said above the buttons. */
  readonly fields?: readonly string[];
  /** Said after an answer for which the server has no words. */
  readonly thanks?: string;
  /** What there is to do, while there is something to do. */
  readonly children?: ComponentChildren;
}

/**
 * The frame of every card: picture, words, deadline, what there is to do or what became of it, small print. Nothing is
 * ticked, added or bought without a click; "No thanks" is as easy to reach as "yes"; the deadline is a date.
 */
export function OfferBox(props: Props) {
  const { host, offer, actions, flow, offered, children } = props;
  const { state, isOpen } = flow;
  if (state.kind === 'dismissed') return <Closed host={host} />;
  return (
    <Frame>
      <Pitch host={host} offer={offer} hasDeadline={isOpen}>
        {offered}
      </Pitch>
      <s-stack gap="none">
        <Status {...props} />
        {isOpen && children}
        <Way host={host} offer={offer} actions={actions} flow={flow} />
      </s-stack>
      <SmallPrint host={host} flow={flow} text={offer.smallPrint} />
    </Frame>
  );
}

/** The box of a card. */
export function Frame({ children }: { readonly children: ComponentChildren }) {
  return (
    <s-box border="base" borderRadius="large" padding="large" background="base" overflow="hidden">
      <s-stack gap="base">{children}</s-stack>
    </s-box>
  );
}

function Closed({ host }: { readonly host: Host }) {
  return (
    <s-box border="base" borderRadius="large" padding="large" accessibilityRole="status">
      <s-text color="subdued">{host.i18n.translate('offer.dismissed')}</s-text>
    </s-box>
  );
}

/** What became of it. Always there, so that a screen reader announces what comes into it. */
function Status(props: Props) {
  const said = statusOf(props);
  return (
    <s-stack accessibilityRole="status" paddingBlockEnd={said && hasMore(props.flow) ? 'base' : 'none'}>
      {said}
    </s-stack>
  );
}

const hasMore = ({ state }: Flow) =>
  state.kind === 'open' || state.kind === 'accepted' || state.kind === 'added';

function statusOf({ host, flow: { state }, fields = [], thanks }: Props): ComponentChildren {
  const { translate } = host.i18n;
  switch (state.kind) {
    case 'open':
      return state.problem && !fields.includes(state.field) ? <s-text>{state.problem}</s-text> : null;
    case 'accepted':
      return (
        <s-stack gap="base">
          {state.message && <s-text>{state.message}</s-text>}
          {state.accepted.code && <Code host={host} {...state.accepted} />}
          {!state.message && !state.accepted.code && <s-text>{translate('accepted.ready')}</s-text>}
        </s-stack>
      );
    case 'added':
      return (
        <s-text>
          {translate('add.added', {
            amount: money(host, state.added.due),
            date: deadline(host, state.added.payBy),
          })}
        </s-text>
      );
    case 'done':
      return <s-text>{state.message || thanks || translate('offer.done')}</s-text>;
    case 'gone':
      return <s-text>{state.message || translate('offer.gone')}</s-text>;
    default:
      return null;
  }
}

interface CodeProps {
  readonly host: Host;
  readonly code: string;
  readonly deadlineAt: string | null;
}

function Code({ host, code, deadlineAt }: CodeProps) {
  const { translate } = host.i18n;
  return (
    <s-box background="subdued" borderRadius="base" padding="base">
      <s-stack gap="small-200">
        <s-text color="subdued">{translate('accepted.yourCode')}</s-text>
        <s-text type="strong">{code}</s-text>
        {deadlineAt && (
          <s-text color="subdued">
            {translate('offer.validUntil', { date: deadline(host, deadlineAt) })}
          </s-text>
        )}
      </s-stack>
    </s-box>
  );
}

/** The way on after an answer; opens beside this page. */
function Way({ host, offer, actions, flow: { state, next } }: BlockProps & { readonly flow: Flow }) {
  const { translate } = host.i18n;
  if (state.kind === 'added') {
    return (
      <s-stack direction="inline">
        <s-button
          ref={next.hold}
          variant="primary"
          href={state.added.payUrl}
          target="_blank"
          onClick={actions.follow}
        >
          {translate('add.pay', { amount: money(host, state.added.due) })}
        </s-button>
      </s-stack>
    );
  }
  if (state.kind !== 'accepted') return null;
  const { code, url } = state.accepted;
  return (
    <s-stack direction="inline" gap="small" alignItems="start">
      <s-button ref={next.hold} variant="primary" href={url} target="_blank" onClick={actions.follow}>
        {translate(offer.product ? 'accepted.toCart' : 'accepted.toShop')}
      </s-button>
      {code && (
        <CopyButton host={host} id={elementId('code', offer.id)} text={code} label={translate('copy.code')} />
      )}
    </s-stack>
  );
}

interface SmallPrintProps {
  readonly host: Host;
  readonly flow: Flow;
  readonly text: string | null | undefined;
}

function SmallPrint({ host, flow: { state }, text }: SmallPrintProps) {
  const isApplied = state.kind === 'accepted' && state.accepted.code !== '';
  if (!isApplied && !text) return null;
  return (
    <s-stack gap="small-400">
      {isApplied && <Small>{host.i18n.translate('accepted.applied')}</Small>}
      {text && <Small>{text}</Small>}
    </s-stack>
  );
}

/** Small print. */
export function Small({ children }: { readonly children: ComponentChildren }) {
  return (
    <s-paragraph type="small" color="subdued">
      {children}
    </s-paragraph>
  );
}

interface AnswerButtonsProps extends BlockProps {
  readonly flow: Flow;
  readonly label?: string;
  /** Inside a form the form is sent instead. */
  readonly onYes?: () => void;
}

/** "Yes" and "No thanks", side by side. */
export function AnswerButtons({ host, offer, flow, label = offer.button, onYes }: AnswerButtonsProps) {
  const no = host.i18n.translate('offer.dismiss');
  return (
    <s-stack direction="inline" gap="small" alignItems="center">
      <s-button
        variant="primary"
        type={onYes ? 'button' : 'submit'}
        loading={flow.isAsking}
        accessibilityLabel={`${label}: ${offer.title}`}
        {...(onYes ? { onClick: onYes } : {})}
      >
        {label}
      </s-button>
      <NoThanks flow={flow} label={no} title={offer.title} />
    </s-stack>
  );
}

interface NoThanksProps {
  readonly flow: Flow;
  readonly label: string;
  readonly title: string;
}

/** Closes the card for good. */
export function NoThanks({ flow, label, title }: NoThanksProps) {
  return (
    <s-button
      variant="secondary"
      disabled={flow.isAsking}
      accessibilityLabel={`${label}: ${title}`}
      onClick={flow.dismiss}
    >
      {label}
    </s-button>
  );
}
