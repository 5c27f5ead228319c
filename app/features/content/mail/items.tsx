import { Column, Img, Row, Section, Text } from '@react-email/components';
import { formatMoney } from '../../../kit/money.ts';
import type { MessageItem, MoneyJson } from '../vars.ts';
import { type MailFrame, sides } from './layout.tsx';

/** An amount as the reader writes it. */
export function price(frame: MailFrame, money: MoneyJson): string {
  return formatMoney({ minor: BigInt(money.minor), currency: money.currency }, frame.locale);
}

/** A discount as the reader writes it: `10 %`. */
export function percent(frame: MailFrame, basisPoints: number): string {
  return new Intl.NumberFormat(frame.locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    basisPoints / 10_000,
  );
}

/** A day (and time) on the shop's clock in the reader's words. */
export function day(frame: MailFrame, at: string, withTime = false): string {
  return new Intl.DateTimeFormat(frame.locale, {
    dateStyle: 'long',
    ...(withTime ? { timeStyle: 'short' } : {}),
    timeZone: frame.timezone,
  }).format(new Date(at));
}

const square = { borderRadius: '8px', height: '64px', width: '64px' } as const;

/** A picture of the product, or its first letter where there is none. */
export function Picture({ title, url, size = 64 }: { title: string; url: string | null; size?: number }) {
  const box = { ...square, height: `${size}px`, width: `${size}px` };
  if (url) {
    return (
      <Img
        src={url}
        alt={title}
        width={size}
        height={size}
        style={{ ...box, backgroundColor: '#ffffff', objectFit: 'cover' }}
      />
    );
  }
  return (
    <div
      aria-hidden="true"
      className="tint muted"
      style={{
        ...box,
        backgroundColor: '#eceef1',
        color: '#5d646d',
        fontSize: '24px',
        fontWeight: 600,
        lineHeight: `${size}px`,
        textAlign: 'center',
      }}
    >
      {[...title.trim()][0]?.toLocaleUpperCase() ?? '·'}
    </div>
  );
}

/** What was bought or left behind: picture, name, quantity, price. */
export function Items({
  frame,
  items,
  moreItems,
}: {
  frame: MailFrame;
  items: MessageItem[];
  moreItems: number;
}) {
  const { start, end } = sides(frame.dir);
  return (
    <Section style={{ margin: '8px 0 0' }}>
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id here, and the list never changes
        <Row key={index} style={{ marginBottom: '12px' }}>
          <Column style={{ width: '80px', verticalAlign: 'top' }}>
            <Picture title={item.title} url={item.imageUrl} />
          </Column>
          <Column style={{ verticalAlign: 'middle', textAlign: start }}>
            <Text
              className="ink"
              style={{ color: '#16181b', fontSize: '15px', fontWeight: 600, lineHeight: '21px', margin: 0 }}
            >
              {item.title}
            </Text>
            <Text
              className="muted"
              style={{ color: '#5d646d', fontSize: '14px', lineHeight: '20px', margin: 0 }}
            >
              {[item.variantTitle, frame.t('mail:messages.quantity', { quantity: item.quantity })]
                .filter(Boolean)
                .join(' · ')}
            </Text>
          </Column>
          <Column
            style={{
              paddingInlineStart: '12px',
              textAlign: end,
              verticalAlign: 'middle',
              whiteSpace: 'nowrap',
            }}
          >
            <Text className="ink" style={{ color: '#16181b', fontSize: '15px', margin: 0 }}>
              {price(frame, item.total)}
            </Text>
          </Column>
        </Row>
      ))}
      {moreItems > 0 ? (
        <Text className="muted" style={{ color: '#5d646d', fontSize: '14px', margin: '0 0 8px' }}>
          {frame.t('mail:messages.moreItems', { count: moreItems })}
        </Text>
      ) : null}
    </Section>
  );
}

/** One line of a sum. */
export function Total({
  frame,
  label,
  money,
  isStrong = false,
}: {
  frame: MailFrame;
  label: string;
  money: MoneyJson;
  isStrong?: boolean;
}) {
  const { start, end } = sides(frame.dir);
  const style = {
    color: isStrong ? '#16181b' : '#5d646d',
    fontSize: isStrong ? '17px' : '15px',
    fontWeight: isStrong ? 700 : 400,
    lineHeight: '26px',
    margin: 0,
  };
  const look = isStrong ? 'ink' : 'muted';
  return (
    <Row>
      <Column style={{ textAlign: start }}>
        <Text className={look} style={style}>
          {label}
        </Text>
      </Column>
      <Column style={{ textAlign: end, whiteSpace: 'nowrap' }}>
        <Text className={look} style={style}>
          {price(frame, money)}
        </Text>
      </Column>
    </Row>
  );
}
