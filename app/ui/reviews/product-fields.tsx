import type { ReviewWords } from './review-words.ts';

export interface FormProduct {
  productId: string;
  title: string;
  imageUrl: string | null;
  rating: number | null;
  reviewTitle: string;
  body: string;
  status: string | null;
  photos: { id: string; url: string; width: number; height: number }[];
}

interface Props {
  product: FormProduct;
  words: ReviewWords;
  /** stars pressed in the message */
  stars: string | null;
  /** what was typed before the form came back */
  typed: { rating: string; title: string; body: string } | null;
  error: string | null;
}

/** Stars, text and pictures for one product. The stars are a group of radio buttons: arrow keys, screen readers, no script. */
export function ProductFields({ product, words, stars, typed, error }: Props) {
  const id = product.productId;
  const chosen = typed?.rating || stars || (product.rating ? String(product.rating) : '');
  return (
    <fieldset className="review-product">
      <legend>
        {product.imageUrl ? <img src={product.imageUrl} alt="" width="56" height="56" /> : null}
        <span>{product.title}</span>
      </legend>
      {product.status === 'removed' ? <p className="review-note">{words.removed}</p> : null}
      <fieldset className="review-stars" aria-describedby={error ? `error-${id}` : undefined}>
        <legend>{words.stars}</legend>
        <div className="review-star-row">
          {[1, 2, 3, 4, 5].map((star) => (
            <label key={star} title={words.star[star - 1]}>
              <input
                type="radio"
                name={`rating.${id}`}
                value={star}
                defaultChecked={chosen === String(star)}
                aria-label={words.star[star - 1]}
              />
              <span aria-hidden="true">★</span>
            </label>
          ))}
        </div>
      </fieldset>
      {error ? (
        <p className="review-error" id={`error-${id}`}>
          {error === 'too_long' ? words.errors.too_long : words.errors.rating}
        </p>
      ) : null}
      <div className="review-field">
        <label htmlFor={`title-${id}`}>{words.titleLabel}</label>
        <input
          id={`title-${id}`}
          name={`title.${id}`}
          type="text"
          maxLength={120}
          defaultValue={typed?.title ?? product.reviewTitle}
        />
      </div>
      <div className="review-field">
        <label htmlFor={`body-${id}`}>{words.bodyLabel}</label>
        <textarea
          id={`body-${id}`}
          name={`body.${id}`}
          rows={5}
          maxLength={5000}
          defaultValue={typed?.body ?? product.body}
          aria-describedby={`body-help-${id}`}
        />
        <p className="muted" id={`body-help-${id}`}>
          {words.bodyHelp}
        </p>
      </div>
      {product.photos.length > 0 ? (
        <fieldset className="review-photos">
          <legend>{words.photosKept}</legend>
          {product.photos.map((photo, index) => (
            <label key={photo.id}>
              <img src={photo.url} alt="" width={photo.width} height={photo.height} loading="lazy" />
              <span>
                <input
                  type="checkbox"
                  name={`drop.${id}`}
                  value={photo.id}
                  aria-label={`${words.drop} ${index + 1}`}
                />{' '}
                {words.drop}
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
      {product.photos.length < 3 ? (
        <div className="review-field">
          <label htmlFor={`photos-${id}`}>{words.photosLabel}</label>
          <input
            id={`photos-${id}`}
            name={`photos.${id}`}
            type="file"
            multiple
            accept="image/jpeg,image/png,image/webp"
            aria-describedby={`photos-help-${id}`}
          />
          <p className="muted" id={`photos-help-${id}`}>
            {words.photosHelp}
          </p>
        </div>
      ) : null}
    </fieldset>
  );
}
