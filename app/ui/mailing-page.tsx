import { BuyerPage } from './buyer-page.tsx';

/** Words and state of the unsubscribe and preferences pages; the route has put them together. */
export interface MailingPageProps {
  lang: string;
  shop: { name: string; url: string } | null;
  languages: { lang: string; name: string; href: string }[];
  heading: string;
  text: string;
  /** nothing more to do when null */
  button: { label: string; intent: 'stop' | 'start'; isQuiet: boolean } | null;
  note: string | null;
  toShop: string | null;
}

/** One sentence, one button. The form works without JavaScript, and only its POST changes anything. */
export function MailingCard(props: MailingPageProps) {
  return (
    <BuyerPage lang={props.lang} shop={props.shop} languages={props.languages}>
      <h1>{props.heading}</h1>
      <p>{props.text}</p>
      {props.button ? (
        <form method="post">
          <input type="hidden" name="lang" value={props.lang} />
          <button
            type="submit"
            name="intent"
            value={props.button.intent}
            className={props.button.isQuiet ? 'quiet' : undefined}
          >
            {props.button.label}
          </button>
        </form>
      ) : null}
      {props.note ? (
        <p className="muted" style={{ marginTop: '1rem' }}>
          {props.note}
        </p>
      ) : null}
      {props.shop && props.toShop ? (
        <p style={{ marginTop: '1rem', marginBottom: 0 }}>
          <a href={props.shop.url}>{props.toShop}</a>
        </p>
      ) : null}
    </BuyerPage>
  );
}
