import type { ReactNode } from 'react';

/** The frame of a page that a shopper opens from a message: the shop's name above, one card, the other language below. */
export function BuyerPage({
  lang,
  shop,
  languages,
  children,
}: {
  lang: string;
  shop: { name: string; url: string } | null;
  /** the same page in other languages */
  languages?: { lang: string; name: string; href: string }[];
  children: ReactNode;
}) {
  return (
    <div className="buyer" lang={lang}>
      <header className="buyer-head">{shop ? <a href={shop.url}>{shop.name}</a> : null}</header>
      <main className="buyer-card">{children}</main>
      {languages && languages.length > 0 ? (
        <nav className="buyer-foot" aria-label="Language / Sprache">
          {languages.map((other) => (
            <a key={other.lang} href={other.href} lang={other.lang} hrefLang={other.lang}>
              {other.name}
            </a>
          ))}
        </nav>
      ) : null}
    </div>
  );
}
