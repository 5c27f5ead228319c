import {
  Badge,
  BlockStack,
  Button,
  InlineStack,
  Link,
  List,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type MerchantRejection,
  merchantRejections,
  type ReferralState,
} from '../../features/referrals/index.ts';
import { paths } from '../../paths.ts';

/** A referral as the admin draws it: words are in the reader's language already. */
export interface ReferralInWords {
  id: string;
  state: ReferralState;
  orderName: string;
  heading: string;
  /** who recommended and who bought, as far as they are known */
  people: { id: string; name: string }[];
  createdAt: string;
  lines: string[];
  signals: string[];
}

export interface Decision {
  id: string;
  action: 'approve' | 'reject';
  reason: MerchantRejection;
  note: string;
}

const tones: Record<ReferralState, 'success' | 'info' | 'attention' | 'warning' | undefined> = {
  pending: 'info',
  held: 'attention',
  payable: 'info',
  paying: 'info',
  paid: 'success',
  rejected: undefined,
  reversed: 'warning',
};

/** One friend's order: who, what, where its credit stands and why; and, while it waits, the two buttons. */
export function ReferralItem({
  referral,
  isBusy,
  onDecide,
}: {
  referral: ReferralInWords;
  isBusy: boolean;
  onDecide: (decision: Decision) => void;
}) {
  const { t } = useTranslation();
  const tone = tones[referral.state];
  return (
    <BlockStack gap="200">
      <InlineStack gap="200" blockAlign="center">
        <Text as="h3" variant="headingSm" breakWord>
          {referral.heading}
        </Text>
        <Badge {...(tone ? { tone } : {})}>{t(`referrals:state.${referral.state}`)}</Badge>
      </InlineStack>
      <InlineStack gap="300">
        <Text as="span" tone="subdued" variant="bodySm">
          {referral.createdAt}
        </Text>
        {referral.people.map(({ id, name }) => (
          <Link key={id} url={paths.person(id)} monochrome>
            <Text as="span" variant="bodySm">
              {t('timeline:person.open', { what: name })}
            </Text>
          </Link>
        ))}
      </InlineStack>
      {referral.lines.map((line) => (
        <Text key={line} as="p" breakWord>
          {line}
        </Text>
      ))}
      {referral.signals.length > 0 ? (
        <>
          <List>
            {referral.signals.map((signal) => (
              <List.Item key={signal}>{signal}</List.Item>
            ))}
          </List>
          <Text as="p" tone="subdued" variant="bodySm">
            {t('referrals:signalsHelp')}
          </Text>
        </>
      ) : null}
      {referral.state === 'held' ? (
        <DecisionForm referral={referral} isBusy={isBusy} onDecide={onDecide} />
      ) : null}
    </BlockStack>
  );
}

function DecisionForm({
  referral,
  isBusy,
  onDecide,
}: {
  referral: ReferralInWords;
  isBusy: boolean;
  onDecide: (decision: Decision) => void;
}) {
  const { t } = useTranslation();
  const [note, setNote] = useState('');
  const [reason, setReason] = useState<MerchantRejection>('same_household');
  const { id, orderName: order } = referral;
  return (
    <BlockStack gap="300">
      <TextField
        label={t('referrals:decide.note')}
        value={note}
        onChange={setNote}
        maxLength={400}
        autoComplete="off"
      />
      <Select
        label={t('referrals:decide.reason')}
        options={merchantRejections.map((value) => ({ value, label: t(`referrals:rejections.${value}`) }))}
        value={reason}
        onChange={(value) => setReason(value as MerchantRejection)}
      />
      <InlineStack gap="200">
        <Button
          variant="primary"
          loading={isBusy}
          accessibilityLabel={t('referrals:decide.approveOf', { order })}
          onClick={() => onDecide({ id, action: 'approve', reason, note })}
        >
          {t('referrals:decide.approve')}
        </Button>
        <Button
          tone="critical"
          loading={isBusy}
          accessibilityLabel={t('referrals:decide.rejectOf', { order })}
          onClick={() => onDecide({ id, action: 'reject', reason, note })}
        >
          {t('referrals:decide.reject')}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}
