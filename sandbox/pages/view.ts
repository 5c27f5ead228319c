import { PRIVACY, type Privacy } from './privacy.ts';

/**
 * How a person looks at a page after payment: what the sandbox corner switches and the address carries
 * (`?auth=full&privacy=none&locale=de`). The page and the extension in it read the same.
 */
export type View = {
  /**
   * none: a plain link to the order-status page, without extensions. pre: the link of an e-mail; on the thank-you page a
   * guest. full: signed in.
   */
  auth: 'none' | 'pre' | 'full';
  /** What the visitor allows to be processed. */
  privacy: Privacy;
  /** Overrides the language that the order was placed in. */
  locale: string | null;
};

const pick = <T extends string>(value: unknown, from: readonly T[], otherwise: T): T =>
  from.find((one) => one === value) ?? otherwise;

/** Reads a view; what makes no sense is left at its default. */
export function readView(query: Record<string, unknown>): View {
  const locale = typeof query.locale === 'string' ? query.locale : '';
  return {
    auth: pick(query.auth, ['none', 'pre', 'full'], 'pre'),
    privacy: pick(query.privacy, PRIVACY, 'all'),
    locale: /^[a-z]{2}(-[A-Z]{2})?$/.test(locale) ? locale : null,
  };
}

/** The view as a query, '' when everything is at its default. */
export function viewQuery({ auth, privacy, locale }: View): string {
  const query = new URLSearchParams({
    ...(auth === 'pre' ? {} : { auth }),
    ...(privacy === 'all' ? {} : { privacy }),
    ...(locale === null ? {} : { locale }),
  }).toString();
  return query === '' ? '' : `?${query}`;
}

/** Languages that the corner offers: the two of the shop's pages, and one that they do not have. */
export const LOCALES = ['en', 'de', 'fr'] as const;

const language = (locale: string): string => locale.split('-')[0] ?? locale;

/** The locale that a page speaks: the view's, but with the region of its own when only the language was chosen. */
export const localeOf = (view: View, own: string): string =>
  view.locale === null || view.locale === language(own) ? own : view.locale;
