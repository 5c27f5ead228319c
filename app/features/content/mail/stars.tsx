import { Column, Link, Row, Section, Text } from '@react-email/components';
import { Picture } from './items.tsx';
import { type MailFrame, sides } from './layout.tsx';

const stars = [1, 2, 3, 4, 5];

/** What is asked about, each with five stars: a tap on one opens the review page with that star chosen. */
export function Stars({
  frame,
  products,
}: {
  frame: MailFrame;
  products: { title: string; imageUrl: string | null; starUrls: string[] }[];
}) {
  const { t } = frame;
  const { start } = sides(frame.dir);
  return (
    <>
      {products.map((product, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
        <Section key={index} style={{ margin: '0 0 20px' }}>
          <Row>
            <Column style={{ width: '96px', verticalAlign: 'top' }}>
              <Picture title={product.title} url={product.imageUrl} size={80} />
            </Column>
            <Column style={{ textAlign: start, verticalAlign: 'middle' }}>
              <Text
                className="ink"
                style={{ color: '#16181b', fontSize: '16px', fontWeight: 600, margin: '0 0 4px' }}
              >
                {product.title}
              </Text>
              <div dir="ltr" style={{ textAlign: start, whiteSpace: 'nowrap' }}>
                {stars.map((star) => (
                  <Link
                    key={star}
                    className="star"
                    href={product.starUrls[star - 1] ?? ''}
                    aria-label={t('mail:messages.reviewRequest.star', {
                      count: star,
                      product: product.title,
                    })}
                    title={t('mail:messages.reviewRequest.star', { count: star, product: product.title })}
                    style={{
                      color: '#b45309',
                      display: 'inline-block',
                      fontSize: '30px',
                      lineHeight: '44px',
                      minWidth: '40px',
                      textAlign: 'center',
                      textDecoration: 'none',
                    }}
                  >
                    ★
                  </Link>
                ))}
              </div>
            </Column>
          </Row>
        </Section>
      ))}
    </>
  );
}

/** The way out for somebody whose parcel has not come. */
export function NotArrived({ href, label }: { href: string; label: string }) {
  return (
    <Link href={href} className="muted" style={{ color: '#5d646d', textDecoration: 'underline' }}>
      {label}
    </Link>
  );
}
