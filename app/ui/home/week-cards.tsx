import { BlockStack, Box, Card, InlineGrid, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths.ts';

/** The week as the page shows it: counts, and money and averages already in the reader's language. */
export interface WeekInWords {
  messagesSent: number;
  messagesClicked: number;
  offersShown: number;
  offersAccepted: number;
  offersEarnedMinor: string;
  offerOrders: number;
  reviews: number;
  averageRating: string | null;
  referredOrders: number;
  creditPaidMinor: string | null;
  cartsRecovered: number;
  cartsRecoveredMinor: string;
}

/** Six numbers, each with a sentence that says what it means. */
export function WeekCards({ week }: { week: WeekInWords }) {
  const { t } = useTranslation();
  const isQuiet =
    week.messagesSent + week.offersShown + week.reviews + week.referredOrders + week.cartsRecovered === 0;
  const count = (key: string, value: number, params: Record<string, string> = {}) =>
    t(`home:week.${key}`, { count: value, ...params });
  const cards = [
    {
      key: 'messages',
      value: String(week.messagesSent),
      text: [
        count('messages', week.messagesSent),
        week.messagesSent > 0 ? count('clicked', week.messagesClicked) : '',
      ],
    },
    {
      key: 'offers',
      value: String(week.offersAccepted),
      text: [
        count('offers', week.offersShown),
        week.offersShown > 0 ? count('accepted', week.offersAccepted) : '',
      ],
    },
    {
      key: 'earned',
      value: week.offersEarnedMinor,
      text: [count('earned', week.offerOrders, { amount: week.offersEarnedMinor })],
    },
    {
      key: 'reviews',
      value: String(week.reviews),
      text: [count('reviews', week.reviews, { average: week.averageRating ?? '' })],
    },
    {
      key: 'referred',
      value: String(week.referredOrders),
      text: [
        count('referred', week.referredOrders),
        week.creditPaidMinor ? t('home:week.credit', { amount: week.creditPaidMinor }) : '',
      ],
    },
    {
      key: 'recovered',
      value: String(week.cartsRecovered),
      text: [count('recovered', week.cartsRecovered, { amount: week.cartsRecoveredMinor })],
    },
  ];
  return (
    <BlockStack gap="300">
      <Box paddingInline={{ xs: '400', sm: '0' }}>
        <BlockStack gap="100">
          <Text as="h2" variant="headingLg">
            {t('home:week.title')}
          </Text>
          <Text as="p" tone="subdued">
            {t(isQuiet ? 'home:week.quiet' : 'home:week.explain')}
          </Text>
        </BlockStack>
      </Box>
      {isQuiet ? null : (
        <InlineGrid columns={{ xs: 1, sm: 2, md: 3 }} gap="300">
          {cards.map(({ key, value, text }) => (
            <Card key={key}>
              <BlockStack gap="100">
                <Text as="h3" variant="headingSm" tone="subdued">
                  {t(`home:week.label.${key}`)}
                </Text>
                <Text as="p" variant="headingXl">
                  {value}
                </Text>
                <Text as="p">{text.filter(Boolean).join(' ')}</Text>
                {key === 'earned' ? <Link url={paths.offersResults()}>{t('home:week.results')}</Link> : null}
              </BlockStack>
            </Card>
          ))}
        </InlineGrid>
      )}
    </BlockStack>
  );
}
