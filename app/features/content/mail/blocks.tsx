import { Column, Img, Link, Row, Section, Text } from '@react-email/components';
import type { CSSProperties, ReactNode } from 'react';
import type { BlockOf } from '../content.ts';
import type { ContentVars } from '../vars.ts';
import { Items, Picture, price, Total } from './items.tsx';
import { Action, CodeBox, Heading, type MailFrame, Paragraph, Small, sides, styles } from './layout.tsx';

type Align = { align: 'start' | 'center' };

function aligned({ align }: Align, frame: MailFrame): CSSProperties {
  return { textAlign: align === 'center' ? 'center' : sides(frame.dir).start };
}

/** A heading of the merchant's. */
export function HeadingBlock({
  block,
  frame,
  children,
}: {
  block: Align;
  frame: MailFrame;
  children: ReactNode;
}) {
  return (
    <div style={aligned(block, frame)}>
      <Heading>{children}</Heading>
    </div>
  );
}

/** Paragraphs of the merchant's. */
export function TextBlock({
  block,
  frame,
  paragraphs,
}: {
  block: BlockOf<'text'>;
  frame: MailFrame;
  paragraphs: ReactNode[];
}) {
  const One = block.isSmall ? Small : Paragraph;
  return (
    <div style={aligned(block, frame)}>
      {paragraphs.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <One key={index}>{each}</One>
      ))}
    </div>
  );
}

/** A picture of the merchant's, as wide as the card or half of it. */
export function PictureBlock({
  block,
  src,
  alt,
  href,
}: {
  block: BlockOf<'picture'>;
  src: string;
  alt: string;
  href: string | null;
}) {
  const width = block.width === 'half' ? 264 : 528;
  const picture = (
    <Img
      src={src}
      alt={alt}
      width={width}
      style={{ borderRadius: '8px', display: 'block', height: 'auto', margin: '0 auto', maxWidth: '100%' }}
    />
  );
  return (
    <Section style={{ padding: '4px 0 16px' }}>{href ? <Link href={href}>{picture}</Link> : picture}</Section>
  );
}

/** The one thing to do. */
export function ButtonBlock({
  block,
  frame,
  href,
  label,
}: {
  block: Align;
  frame: MailFrame;
  href: string;
  label: string;
}) {
  return (
    <div style={aligned(block, frame)}>
      <Action frame={frame} href={href}>
        {label}
      </Action>
    </div>
  );
}

/** Products side by side, two in a row; a phone keeps the two. */
export function ProductsBlock({
  frame,
  heading,
  products,
}: {
  frame: MailFrame;
  heading: string;
  products: ContentVars['products'];
}) {
  const rows = Array.from({ length: Math.ceil(products.length / 2) }, (_, row) =>
    products.slice(row * 2, row * 2 + 2),
  );
  return (
    <Section style={{ margin: '0 0 8px' }}>
      {heading ? <Paragraph>{<strong>{heading}</strong>}</Paragraph> : null}
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <Row key={at} style={{ marginBottom: '16px' }}>
          {[0, 1].map((column) => {
            const product = row[column];
            return (
              <Column
                key={column}
                style={{
                  paddingInlineEnd: column === 0 ? '8px' : 0,
                  paddingInlineStart: column === 0 ? 0 : '8px',
                  textAlign: 'center',
                  verticalAlign: 'top',
                  width: '50%',
                }}
              >
                {product ? <ProductCell frame={frame} product={product} /> : null}
              </Column>
            );
          })}
        </Row>
      ))}
    </Section>
  );
}

function ProductCell({ frame, product }: { frame: MailFrame; product: ContentVars['products'][number] }) {
  return (
    <Link href={product.url} style={{ color: '#16181b', textDecoration: 'none' }}>
      {product.imageUrl ? (
        <Img
          src={product.imageUrl}
          alt={product.title}
          width={240}
          style={{
            backgroundColor: '#ffffff',
            borderRadius: '8px',
            display: 'block',
            height: 'auto',
            margin: '0 auto 8px',
            maxWidth: '100%',
          }}
        />
      ) : (
        <div style={{ display: 'inline-block', marginBottom: '8px' }}>
          <Picture title={product.title} url={null} size={120} />
        </div>
      )}
      <Text
        className="ink"
        style={{ color: '#16181b', fontSize: '15px', fontWeight: 600, lineHeight: '21px', margin: 0 }}
      >
        {product.title}
      </Text>
      {product.price ? (
        <Text className="muted" style={{ ...styles.small, margin: 0 }}>
          {price(frame, product.price)}
        </Text>
      ) : null}
    </Link>
  );
}

/** What was bought or left behind, and what it comes to. */
export function ItemsBlock({
  block,
  frame,
  vars,
}: {
  block: BlockOf<'items'>;
  frame: MailFrame;
  vars: ContentVars;
}) {
  const { t } = frame;
  const { order } = vars;
  const total = order?.total ?? vars.checkout?.total ?? null;
  const discount = order?.discount && order.discount.minor !== '0' ? order.discount : null;
  return (
    <>
      <Items frame={frame} items={vars.items} moreItems={vars.moreItems} />
      {block.hasTotals && total ? (
        <Section>
          {order?.subtotal && (discount || order.extras) ? (
            <Total frame={frame} label={t('mail:messages.subtotal')} money={order.subtotal} />
          ) : null}
          {discount ? (
            <Total
              frame={frame}
              label={t('mail:messages.discount')}
              money={{ ...discount, minor: String(-BigInt(discount.minor)) }}
            />
          ) : null}
          {order?.extras ? (
            <Total frame={frame} label={t('mail:messages.extras')} money={order.extras} />
          ) : null}
          <Total frame={frame} label={t('mail:messages.total')} money={total} isStrong />
        </Section>
      ) : null}
    </>
  );
}

/** A code with the words around it. */
export function CodeBlock({ code, text, note }: { code: string; text: ReactNode[]; note: ReactNode[] }) {
  return (
    <>
      {text.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <Paragraph key={index}>{each}</Paragraph>
      ))}
      <CodeBox code={code} />
      {note.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <Small key={index}>{each}</Small>
      ))}
    </>
  );
}

/** A person's own link: shown as it is, to be copied. */
export function ReferralBlock({
  frame,
  heading,
  text,
  url,
}: {
  frame: MailFrame;
  heading: ReactNode;
  text: ReactNode[];
  url: string;
}) {
  return (
    <Paragraph>
      {heading ? (
        <>
          <strong>{heading}</strong>
          <br />
        </>
      ) : null}
      {text.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <span key={index}>
          {each}
          <br />
        </span>
      ))}
      <Link href={url} className="link" style={{ color: frame.brand.linkColor, wordBreak: 'break-all' }}>
        {url}
      </Link>
    </Paragraph>
  );
}

const steps = ['ordered', 'packed', 'shipped', 'out_for_delivery', 'delivered'] as const;

/** Where the parcel is: five steps as words and a bar, the way to the carrier's page. */
export function ParcelBlock({
  frame,
  parcel,
  text,
  label,
}: {
  frame: MailFrame;
  parcel: NonNullable<ContentVars['parcel']>;
  text: ReactNode[];
  label: string;
}) {
  const { t } = frame;
  // A late parcel is on its way.
  const at = steps.indexOf(parcel.state === 'late' ? 'shipped' : parcel.state);
  const details = [parcel.carrier, parcel.trackingNumber].filter(Boolean).join(' · ');
  return (
    <Section style={{ margin: '0 0 8px' }}>
      <Paragraph>
        <strong>{t(`mail:content.parcel.${parcel.state}`)}</strong>
      </Paragraph>
      <div aria-hidden="true">
        <Row style={{ marginBottom: '16px' }}>
          {steps.map((step, index) => (
            <Column key={step} style={{ padding: '0 2px', width: '20%' }}>
              <div
                className={index <= at ? 'done' : 'tint'}
                style={{
                  backgroundColor: index <= at ? frame.brand.color : '#e4e6ea',
                  borderRadius: '4px',
                  fontSize: '1px',
                  height: '8px',
                  lineHeight: '8px',
                }}
              >
                &nbsp;
              </div>
            </Column>
          ))}
        </Row>
      </div>
      {text.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: drawn once
        <Paragraph key={index}>{each}</Paragraph>
      ))}
      {details ? <Small>{details}</Small> : null}
      {parcel.trackingUrl && label ? (
        <Action frame={frame} href={parcel.trackingUrl}>
          {label}
        </Action>
      ) : null}
    </Section>
  );
}
