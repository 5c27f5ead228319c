import type {
  AcceptedOffer,
  AcceptRequest,
  AcceptResponse,
  AddedToOrder,
  OfferCard,
  QuoteResponse,
  ReferralCard,
} from '@reprise/rules';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type FocusPlace, useFocusPlace } from './fields.ts';
import type { Host } from './host.ts';

/** What a shopper says with a click: the part of an accept that the page alone knows. */
export type Wish = Pick<
  AcceptRequest,
  'variantId' | 'quantity' | 'lines' | 'answer' | 'email' | 'consent' | 'birthday' | 'quoteId'
>;

/** How a card reaches the world outside of it. */
export interface OfferActions {
  readonly accept: (wish: Wish) => Promise<AcceptResponse>;
  readonly quote: (wish: Wish) => Promise<QuoteResponse>;
  /** "No thanks". */
  readonly dismiss: () => void;
  /** A link on the card was followed. */
  readonly follow: () => void;
  readonly referral: {
    /** Asks for the buyer's link. */
    readonly ask: () => Promise<ReferralCard | null>;
    /** It has been asked for once already. */
    readonly isAsked: boolean;
  };
}

/** Props of every block. */
export interface BlockProps {
  readonly host: Host;
  readonly offer: OfferCard;
  readonly actions: OfferActions;
}

export type FlowState =
  /** `problem` is what to say about the last try; `field` which field it is about, '' for the whole. */
  | { readonly kind: 'open'; readonly problem: string; readonly field: string }
  | { readonly kind: 'asking' }
  | { readonly kind: 'accepted'; readonly accepted: AcceptedOffer; readonly message: string }
  | { readonly kind: 'added'; readonly added: AddedToOrder }
  | { readonly kind: 'done'; readonly message: string }
  | { readonly kind: 'gone'; readonly message: string }
  | { readonly kind: 'dismissed' };

/** Where a card is between being shown and being answered, and the ways on. */
export interface Flow {
  readonly state: FlowState;
  readonly isOpen: boolean;
  readonly isAsking: boolean;
  /** Sends the wish; a second click while the first is under way does nothing (null). */
  readonly accept: (wish?: Wish) => Promise<AcceptResponse | null>;
  readonly dismiss: () => void;
  /** Says what is wrong before anything is sent. */
  readonly complain: (problem: string, field?: string) => void;
  /** Something was filled in: what was wrong may not be so any more. */
  readonly settle: () => void;
  readonly end: (state: FlowState) => void;
  /** Takes the keyboard when the button that was pressed has gone. */
  readonly next: FocusPlace;
}

const OPEN: FlowState = { kind: 'open', problem: '', field: '' };

function firstState(offer: OfferCard): FlowState {
  if (offer.added) return { kind: 'added', added: offer.added };
  if (offer.accepted) return { kind: 'accepted', accepted: offer.accepted, message: '' };
  return OPEN;
}

function stateAfter(answer: AcceptResponse, failed: string): FlowState {
  switch (answer.kind) {
    case 'accepted':
      return { kind: 'accepted', accepted: answer, message: '' };
    case 'done':
      return answer.accepted
        ? { kind: 'accepted', accepted: answer.accepted, message: answer.message }
        : { kind: 'done', message: answer.message };
    case 'added':
      return { kind: 'added', added: answer };
    case 'gone':
      return { kind: 'gone', message: answer.message };
    case 'invalid':
      return { kind: 'open', problem: answer.message || failed, field: answer.field };
    case 'unavailable':
      return { kind: 'open', problem: failed, field: '' };
  }
}

/** The life of one card. After an answer the keyboard goes to what the answer brought, if that can be pressed. */
export function useFlow({ host, offer, actions }: BlockProps): Flow {
  const [state, setState] = useState<FlowState>(() => firstState(offer));
  const next = useFocusPlace();
  const hasAsked = useRef(false);
  useLayoutEffect(() => {
    if (!hasAsked.current || state.kind === 'asking') return;
    hasAsked.current = false;
    next.focus();
  }, [state]);

  const accept = async (wish: Wish = {}) => {
    if (state.kind !== 'open') return null;
    hasAsked.current = true;
    setState({ kind: 'asking' });
    const answer = await actions.accept(wish);
    setState(stateAfter(answer, host.i18n.translate('offer.failed')));
    return answer;
  };
  return {
    state,
    isOpen: state.kind === 'open' || state.kind === 'asking',
    isAsking: state.kind === 'asking',
    accept,
    dismiss: () => {
      setState({ kind: 'dismissed' });
      actions.dismiss();
    },
    complain: (problem, field = '') => setState({ kind: 'open', problem, field }),
    settle: () => setState((before) => (before.kind === 'open' && before.problem ? OPEN : before)),
    end: setState,
    next,
  };
}

/** What is wrong with this field, or '' . */
export function problemOf({ state }: Flow, field: string): string {
  return state.kind === 'open' && state.field === field ? state.problem : '';
}
