import { Container, Head, Hr, Html, Img, Link, Preview, Section, Text } from '@react-email/components';
import { Fragment, type ReactNode } from 'react';
import type { Translate } from '../../../platform/context.ts';
import type { Brand } from '../brand.ts';

/** What every template is handed beside its data. */
export interface MailFrame {
  t: Translate;
  brand: Brand;
  /** BCP 47, for numbers and dates */
  locale: string;
  dir: 'ltr' | 'rtl';
  /** the shop's zone, for dates */
  timezone: string;
  /** marketing only */
  unsubscribeUrl: string | null;
  /** under every message: a receipt cannot be unsubscribed from, but its reader may choose what else comes */
  preferencesUrl: string | null;
}

const font = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Colours by role. Dark ones are set by class in the head, where the reader's mail program allows it. */
const darkRules = `
@media (prefers-color-scheme: dark) {
  .page { background-color: #101214 !important; }
  .card { background-color: #1b1e22 !important; }
  .ink { color: #f2f3f5 !important; }
  .muted { color: #a9b0b8 !important; }
  .line { border-color: #33383f !important; }
  .tint { background-color: #262b31 !important; }
  .star { color: #fbbf24 !important; }
  .link { color: #8ab4f8 !important; }
  .logo { background-color: #ffffff !important; border-radius: 6px; padding: 4px; }
}
@media (max-width: 480px) {
  .card { padding: 24px 18px !important; }
  .wide { display: block !important; width: 100% !important; box-sizing: border-box; text-align: center !important; }
}
`;

export const styles = {
  page: { fontFamily: font, margin: 0, padding: '24px 8px' },
  card: { backgroundColor: '#ffffff', borderRadius: '12px', padding: '32px 36px' },
  heading: { color: '#16181b', fontSize: '24px', lineHeight: '32px', fontWeight: 700, margin: '0 0 12px' },
  text: { color: '#2b2f34', fontSize: '16px', lineHeight: '25px', margin: '0 0 16px' },
  small: { color: '#5d646d', fontSize: '14px', lineHeight: '21px', margin: '0 0 8px' },
  line: { borderColor: '#e4e6ea', margin: '24px 0' },
} as const;

/** Start and end of a line as mail programs understand them. */
export function sides(dir: 'ltr' | 'rtl'): { start: 'left' | 'right'; end: 'left' | 'right' } {
  return dir === 'rtl' ? { start: 'right', end: 'left' } : { start: 'left', end: 'right' };
}

/** The frame of every message: preheader, the shop's name or logo, the content, and a footer that says who writes and why. */
export function Layout({
  frame,
  preheader,
  because,
  children,
}: {
  frame: MailFrame;
  preheader: string;
  /** why the reader gets this, one sentence; empty = nothing is said */
  because: ReactNode;
  children: ReactNode;
}) {
  const { brand, t, dir, locale } = frame;
  const { start } = sides(dir);
  return (
    <Html lang={locale} dir={dir}>
      <Head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{darkRules}</style>
      </Head>
      {/* not react-email's Body: that one paints a cell inside, which the dark rules would not reach */}
      <body className="page" style={{ ...styles.page, backgroundColor: brand.pageColor }}>
        <Preview>{preheader}</Preview>
        <Container style={{ maxWidth: '600px', margin: '0 auto' }}>
          <Section style={{ padding: '8px 12px 20px', textAlign: 'center' }}>
            <Link
              href={brand.shopUrl}
              className="ink"
              style={{ color: brand.onPage, fontSize: '20px', fontWeight: 700, textDecoration: 'none' }}
            >
              {brand.logoUrl ? (
                <Img
                  src={brand.logoUrl}
                  alt={brand.shopName}
                  height={40}
                  className="logo"
                  style={{ margin: '0 auto', maxWidth: '220px', height: '40px', objectFit: 'contain' }}
                />
              ) : (
                brand.shopName
              )}
            </Link>
          </Section>
          <Section className="card" dir={dir} style={{ ...styles.card, textAlign: start }}>
            {children}
          </Section>
          <Section dir={dir} style={{ padding: '20px 16px 8px', textAlign: 'center' }}>
            {because ? (
              <Text className="muted" style={{ ...styles.small, color: brand.mutedOnPage, fontSize: '13px' }}>
                {because}
              </Text>
            ) : null}
            <Text className="muted" style={{ ...styles.small, color: brand.mutedOnPage, fontSize: '13px' }}>
              {[brand.shopName, ...(brand.postalAddress?.split('\n') ?? [])].map((line, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
                <Fragment key={index}>
                  {index > 0 ? <br /> : null}
                  {line}
                </Fragment>
              ))}
            </Text>
            {brand.footerText ? (
              <Text className="muted" style={{ ...styles.small, color: brand.mutedOnPage, fontSize: '13px' }}>
                {brand.footerText}
              </Text>
            ) : null}
            {frame.unsubscribeUrl || frame.preferencesUrl ? (
              <Text className="muted" style={{ ...styles.small, color: brand.mutedOnPage, fontSize: '13px' }}>
                {frame.unsubscribeUrl ? (
                  <FootLink brand={brand} href={frame.unsubscribeUrl}>
                    {t('mail:messages.unsubscribe')}
                  </FootLink>
                ) : null}
                {frame.unsubscribeUrl && frame.preferencesUrl ? ' · ' : null}
                {frame.preferencesUrl ? (
                  <FootLink brand={brand} href={frame.preferencesUrl}>
                    {t('mail:messages.preferences')}
                  </FootLink>
                ) : null}
              </Text>
            ) : null}
          </Section>
        </Container>
      </body>
    </Html>
  );
}

function FootLink({ brand, href, children }: { brand: Brand; href: string; children: ReactNode }) {
  return (
    <Link href={href} className="muted" style={{ color: brand.mutedOnPage, textDecoration: 'underline' }}>
      {children}
    </Link>
  );
}

export function Heading({ children }: { children: ReactNode }) {
  return (
    <h1 className="ink" style={styles.heading}>
      {children}
    </h1>
  );
}

export function Paragraph({ children }: { children: ReactNode }) {
  return (
    <Text className="ink" style={styles.text}>
      {children}
    </Text>
  );
}

export function Small({ children }: { children: ReactNode }) {
  return (
    <Text className="muted" style={styles.small}>
      {children}
    </Text>
  );
}

export function Line() {
  return <Hr className="line" style={styles.line} />;
}

/** The one thing to do; full width on a phone. */
export function Action({ frame, href, children }: { frame: MailFrame; href: string; children: ReactNode }) {
  return (
    <Section style={{ padding: '8px 0 16px' }}>
      <Link
        href={href}
        className="wide"
        style={{
          backgroundColor: frame.brand.color,
          color: frame.brand.onColor,
          borderRadius: '8px',
          display: 'inline-block',
          fontSize: '16px',
          fontWeight: 600,
          lineHeight: '24px',
          padding: '13px 26px',
          textDecoration: 'none',
        }}
      >
        {children}
      </Link>
    </Section>
  );
}

/** A code to copy, in a box that stands out in light and dark. */
export function CodeBox({ code }: { code: string }) {
  return (
    <Section
      className="tint"
      style={{
        backgroundColor: '#f3f4f6',
        borderRadius: '8px',
        margin: '0 0 12px',
        padding: '14px',
        textAlign: 'center',
      }}
    >
      <Text
        className="ink"
        style={{ color: '#16181b', fontSize: '22px', fontWeight: 700, letterSpacing: '2px', margin: 0 }}
      >
        {code}
      </Text>
    </Section>
  );
}
