import { Icon, Link, Text } from '@shopify/polaris';
import {
  AutomationIcon,
  ChatIcon,
  DiscountIcon,
  EmailIcon,
  FlowerIcon,
  PersonLockIcon,
  ReceiptIcon,
  StarIcon,
} from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import type { EntryInWords, TimelineGroup } from '../../features/timeline/index.ts';

const icons: Record<TimelineGroup, typeof ReceiptIcon> = {
  orders: ReceiptIcon,
  messages: EmailIcon,
  flows: AutomationIcon,
  offers: DiscountIcon,
  reviews: StarIcon,
  referrals: ChatIcon,
  consent: PersonLockIcon,
};

const good = [
  'order.placed',
  'order.delivered',
  'message.sent',
  'offer.accepted',
  'offer.redeemed',
  'offer.added',
  'consent.subscribed',
  'credit.paid',
  'vip.joined',
];
const bad = [
  'order.cancelled',
  'order.refunded',
  'message.failed',
  'consent.unsubscribed',
  'credit.payment_failed',
];
const held = ['message.deferred', 'message.dropped', 'message.unknown', 'checkout.left'];

const toneOf = (kind: string) =>
  good.includes(kind) ? 'good' : bad.includes(kind) ? 'bad' : held.includes(kind) ? 'held' : 'plain';

/** A day of a timeline: its heading, and its entries, newest first. */
export interface TimelineDay {
  day: string;
  entries: (EntryInWords & { time: string })[];
}

/** All that happened, day by day, newest first: an icon, one sentence, the time. */
export function TimelineList({ days }: { days: TimelineDay[] }) {
  const { t } = useTranslation();
  return (
    <ol className="timeline">
      {days.map(({ day, entries }) => (
        <li key={day}>
          <Text as="h3" variant="headingSm" tone="subdued">
            {day}
          </Text>
          <ol className="timeline__day">
            {entries.map((entry) => (
              <li key={entry.id} className="timeline__entry">
                <span className="timeline__icon" data-tone={toneOf(entry.kind)}>
                  <Icon
                    source={entry.kind === 'vip.birthday' ? FlowerIcon : icons[entry.group]}
                    tone="base"
                    accessibilityLabel={t(`timeline:groups.${entry.group}`)}
                  />
                </span>
                <span className="timeline__words">
                  {entry.link ? (
                    <Link url={entry.link} monochrome removeUnderline>
                      {entry.sentence}
                    </Link>
                  ) : (
                    entry.sentence
                  )}
                </span>
                <Text as="span" tone="subdued" variant="bodySm">
                  <time className="timeline__time" dateTime={entry.at}>
                    {entry.time}
                  </time>
                </Text>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}
