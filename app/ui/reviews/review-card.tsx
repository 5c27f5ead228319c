import { BuyerPage } from '../buyer-page.tsx';
import { type FormProduct, ProductFields } from './product-fields.tsx';
import type { ReviewWords } from './review-words.ts';

interface Invalid {
  errors: Record<string, string>;
  typed: Record<string, { rating: string; title: string; body: string }>;
  authorName: string;
}

interface Thanks {
  held: string | null;
  refused: string[];
  invite: { url: string; text: string; mailto: string } | null;
}

export interface ReviewCardProps {
  lang: string;
  languages: { lang: string; name: string; href: string }[];
  view: 'form' | 'not-arrived' | 'postponed' | 'thanks' | 'expired' | 'unknown';
  words: ReviewWords;
  shop: { name: string; url: string } | null;
  page: {
    authorName: string;
    isAnswered: boolean;
    canPostpone: boolean;
    products: FormProduct[];
  } | null;
  /** what the star in the message said */
  chosen: { product: string | null; stars: string | null } | null;
  /** when it will be asked again, as a sentence */
  until: string | null;
  thanks: Thanks | null;
  invalid: Invalid | null;
}

/** The review page: form, thanks, "not arrived yet" and its answer. Works without a script; only POSTs change anything. */
export function ReviewCard(props: ReviewCardProps) {
  const { lang, shop, languages, view, words, page } = props;
  return (
    <BuyerPage lang={lang} shop={shop} languages={languages}>
      {view === 'expired' || view === 'unknown' ? (
        <>
          <h1>{words[view].heading}</h1>
          <p>{words[view].text}</p>
        </>
      ) : null}
      {view === 'not-arrived' ? <NotArrived words={words} canPostpone={page?.canPostpone ?? false} /> : null}
      {view === 'postponed' ? (
        <>
          <h1>{words.postponed.heading}</h1>
          <p>{props.until}</p>
        </>
      ) : null}
      {props.thanks ? <Thanked words={words} extra={props.thanks} lang={lang} /> : null}
      {view === 'form' && page ? <ReviewForm {...props} page={page} /> : null}
      {shop && view !== 'form' ? (
        <p className="review-after">
          <a href={shop.url}>{words.toShop}</a>
        </p>
      ) : null}
    </BuyerPage>
  );
}

function ReviewForm({
  words,
  page,
  chosen,
  invalid,
  lang,
}: ReviewCardProps & { page: NonNullable<ReviewCardProps['page']> }) {
  // The product whose star was pressed in the message comes first.
  const products = [...page.products].sort(
    (a, b) => Number(b.productId === chosen?.product) - Number(a.productId === chosen?.product),
  );
  const [first, ...others] = products;
  if (!first) return null;
  const fields = (product: FormProduct) => (
    <ProductFields
      key={product.productId}
      product={product}
      words={words}
      stars={product.productId === (chosen?.product ?? first.productId) ? (chosen?.stars ?? null) : null}
      typed={invalid?.typed[product.productId] ?? null}
      error={invalid?.errors[product.productId] ?? null}
    />
  );
  return (
    <>
      <h1>{words.heading}</h1>
      <p>{words.intro}</p>
      {words.reward ? <p className="review-note">{words.reward}</p> : null}
      {invalid ? (
        <p className="review-error" role="alert">
          {words.errors.summary}
        </p>
      ) : null}
      <form method="post" encType="multipart/form-data">
        {fields(first)}
        {others.length > 0 ? (
          <details
            className="review-others"
            open={page.isAnswered || others.some(({ productId }) => invalid?.errors[productId])}
          >
            <summary>{words.others}</summary>
            {others.map(fields)}
          </details>
        ) : null}
        <div className="review-field">
          <label htmlFor="name">{words.nameLabel}</label>
          <input
            id="name"
            name="name"
            type="text"
            required
            maxLength={60}
            autoComplete="nickname"
            defaultValue={invalid?.authorName ?? page.authorName}
            aria-invalid={invalid?.errors.name ? true : undefined}
            aria-describedby="name-help"
          />
          <p className="muted" id="name-help">
            {invalid?.errors.name ? <span className="review-error">{words.errors.name} </span> : null}
            {words.nameHelp}
          </p>
        </div>
        <button type="submit">{page.isAnswered ? words.change : words.submit}</button>
        <p className="muted review-after">{words.terms}</p>
      </form>
      {page.canPostpone ? (
        <p className="review-after">
          <a href={`?view=not-arrived&lang=${lang}`}>{words.notArrivedLink}</a>
        </p>
      ) : null}
    </>
  );
}

function NotArrived({ words, canPostpone }: { words: ReviewWords; canPostpone: boolean }) {
  return (
    <>
      <h1>{words.notArrived.heading}</h1>
      <p>{words.notArrived.text}</p>
      {canPostpone ? (
        <form method="post">
          <button type="submit" name="intent" value="postpone">
            {words.notArrived.button}
          </button>
        </form>
      ) : null}
    </>
  );
}

function Thanked({ words, extra, lang }: { words: ReviewWords; extra: Thanks; lang: string }) {
  return (
    <>
      <h1>{words.thanks.heading}</h1>
      <p>{extra.held ?? words.thanks.text}</p>
      {extra.refused.map((sentence) => (
        <p key={sentence} className="review-error">
          {sentence}
        </p>
      ))}
      {words.thanks.reward ? <p>{words.thanks.reward}</p> : null}
      <p>
        <a href={`?lang=${lang}`}>{words.thanks.edit}</a>
      </p>
      {extra.invite ? (
        <section className="review-invite" aria-labelledby="invite">
          <h2 id="invite">{words.invite.heading}</h2>
          <p>{extra.invite.text}</p>
          <div className="review-field">
            <label htmlFor="link">{words.invite.label}</label>
            <input id="link" type="text" readOnly value={extra.invite.url} />
          </div>
          <a className="button" href={extra.invite.mailto}>
            {words.invite.mail}
          </a>
        </section>
      ) : null}
    </>
  );
}
