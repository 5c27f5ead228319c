import { Badge, BlockStack, Card, InlineStack, Link, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';

/** A person as their page shows them; everything is worded already. */
export interface PersonView {
  facts: { label: string; value: string }[];
  tags: string[];
  joined: number;
  bought: { orders: string; net: string }[];
  lastOrder: string | null;
  identities: { key: string; kind: string; value: string; evidence: string }[];
  consents: {
    key: string;
    channel: string;
    address: string | null;
    state: string;
    words: string;
    evidence: string;
    text: string | null;
    isConfirmed: boolean;
  }[];
  ahead: { id: string; sentence: string; when: string; link: string | null }[];
}

const consentTones: Record<string, 'success' | 'critical' | 'attention'> = {
  subscribed: 'success',
  unsubscribed: 'critical',
  redacted: 'critical',
  invalid: 'critical',
  pending: 'attention',
};

/** What is planned for this person next. */
export function AheadCard({ ahead }: Pick<PersonView, 'ahead'>) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('timeline:person.ahead')}
        </Text>
        {ahead.length > 0 ? (
          <ul className="ahead-list">
            {ahead.map((entry) => (
              <li key={entry.id}>
                <Text as="p" fontWeight="semibold">
                  {entry.when}
                </Text>
                <Text as="p" breakWord>
                  {entry.link ? (
                    <Link url={entry.link} monochrome removeUnderline>
                      {entry.sentence}
                    </Link>
                  ) : (
                    entry.sentence
                  )}
                </Text>
              </li>
            ))}
          </ul>
        ) : (
          <Text as="p" tone="subdued">
            {t('timeline:person.aheadNone')}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

/** Who this is: what was bought, and the few plain facts. */
export function WhoCard({ facts, tags, joined, bought, lastOrder }: PersonView) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('timeline:person.who')}
        </Text>
        <BlockStack gap="050">
          <Text as="span" tone="subdued" variant="bodySm">
            {t('timeline:person.bought')}
          </Text>
          {bought.length === 0 ? <Text as="span">{t('timeline:person.nothingBought')}</Text> : null}
          {bought.map(({ orders, net }) => (
            <InlineStack key={net} gap="200" blockAlign="baseline">
              <Text as="span" variant="headingLg" numeric>
                {net}
              </Text>
              <Text as="span" tone="subdued">
                {orders}, {t('timeline:person.net')}
              </Text>
            </InlineStack>
          ))}
        </BlockStack>
        {[...(lastOrder ? [{ label: t('timeline:person.lastOrder'), value: lastOrder }] : []), ...facts].map(
          ({ label, value }) => (
            <BlockStack key={label}>
              <Text as="span" tone="subdued" variant="bodySm">
                {label}
              </Text>
              <Text as="span" breakWord>
                {value}
              </Text>
            </BlockStack>
          ),
        )}
        {tags.length > 0 ? (
          <BlockStack gap="100">
            <Text as="span" tone="subdued" variant="bodySm">
              {t('timeline:person.tags')}
            </Text>
            <InlineStack gap="100">
              {tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </InlineStack>
          </BlockStack>
        ) : null}
        {joined > 0 ? (
          <Text as="p" tone="subdued">
            {t('timeline:person.joined', { count: joined })}
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

/** By what they are known, and where each was learned. */
export function IdentitiesCard({ identities }: Pick<PersonView, 'identities'>) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('timeline:person.identities')}
        </Text>
        {identities.length > 0 ? (
          <ul className="identity-list">
            {identities.map(({ key, kind, value, evidence }) => (
              <li key={key}>
                <Text as="p" tone="subdued" variant="bodySm">
                  {kind}
                </Text>
                <Text as="p" breakWord>
                  {value}
                </Text>
                <Text as="p" tone="subdued" variant="bodySm">
                  {evidence}
                </Text>
              </li>
            ))}
          </ul>
        ) : (
          <Text as="p" tone="subdued">
            {t('timeline:person.erased')}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}

/** What they said about being written to, per channel and address. */
export function ConsentsCard({ consents }: Pick<PersonView, 'consents'>) {
  const { t } = useTranslation();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {t('timeline:person.consents')}
        </Text>
        {consents.length > 0 ? (
          <ul className="identity-list">
            {consents.map((consent) => (
              <li key={consent.key}>
                <InlineStack gap="200" blockAlign="center">
                  <Text as="span" fontWeight="semibold">
                    {consent.channel}
                  </Text>
                  <Badge {...(consentTones[consent.state] ? { tone: consentTones[consent.state] } : {})}>
                    {consent.words}
                  </Badge>
                  {consent.isConfirmed ? (
                    <Text as="span" tone="subdued" variant="bodySm">
                      {t('timeline:person.confirmed')}
                    </Text>
                  ) : null}
                </InlineStack>
                {consent.address ? (
                  <Text as="p" breakWord>
                    {consent.address}
                  </Text>
                ) : null}
                <Text as="p" tone="subdued" variant="bodySm">
                  {consent.evidence}
                </Text>
                {consent.text ? (
                  <Text as="p" tone="subdued" variant="bodySm">
                    {t('timeline:person.agreedTo', { text: consent.text })}
                  </Text>
                ) : null}
              </li>
            ))}
          </ul>
        ) : (
          <Text as="p" tone="subdued">
            {t('timeline:person.consentNone')}
          </Text>
        )}
      </BlockStack>
    </Card>
  );
}
