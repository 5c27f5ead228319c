import type { OfferKind } from '../../../features/offers/index.ts';

/** What a miniature is drawn from: the words of a template and what its kind shows beside them. */
export interface MiniatureOffer {
  kind: OfferKind;
  title: string;
  text: string;
  button: string;
  badge: string;
  question: { type: string; options: string[]; low: string; high: string } | null;
  consent: string;
}

/** A small picture of the card that shoppers would see. Not the card itself: nothing in it can be pressed or read out. */
export function Miniature({ offer }: { offer: MiniatureOffer }) {
  const hasProduct = ['product', 'add-to-order', 'buy-again', 'review'].includes(offer.kind);
  return (
    <div className="miniature">
      {offer.badge ? <span className="miniature__badge">{offer.badge}</span> : null}
      <strong>{offer.title}</strong>
      {offer.text ? <span className="miniature__text">{offer.text}</span> : null}
      {hasProduct ? (
        <span className="miniature__product">
          <i />
          <span>
            <b />
            <b />
          </span>
        </span>
      ) : null}
      {offer.kind === 'review' ? <span className="miniature__stars">★★★★★</span> : null}
      {offer.kind === 'referral' ? <span className="miniature__field" /> : null}
      {offer.kind === 'vip' ? (
        <>
          <span className="miniature__field" />
          <span className="miniature__tick">{offer.consent}</span>
        </>
      ) : null}
      {offer.question ? <Answers question={offer.question} /> : null}
      {offer.button ? <span className="miniature__button">{offer.button}</span> : null}
    </div>
  );
}

function Answers({ question }: { question: NonNullable<MiniatureOffer['question']> }) {
  if (question.type === 'nps' || question.type === 'scale') {
    return (
      <span className="miniature__scale">
        {Array.from({ length: 11 }, (_, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: numbers of a scale stand where they stand
          <i key={n}>{n}</i>
        ))}
        <small>{question.low}</small>
        <small>{question.high}</small>
      </span>
    );
  }
  return (
    <span className="miniature__options">
      {question.options.slice(0, 3).map((option) => (
        <span key={option}>{option}</span>
      ))}
    </span>
  );
}
