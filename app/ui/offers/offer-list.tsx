import {
  ActionList,
  Badge,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Link,
  Popover,
  Text,
  Tooltip,
} from '@shopify/polaris';
import { ArrowDownIcon, ArrowUpIcon, MenuHorizontalIcon } from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferStatus } from '../../features/offers/index.ts';

/** One offer as the list shows it. */
export interface OfferRow {
  id: string;
  name: string;
  status: OfferStatus;
  surfaces: string[];
  isSellable: boolean;
  shown: number;
  clicked: number;
  accepted: number;
  orders: number;
  /** already in the merchant's language */
  earned: string;
}

export type RowAction = 'up' | 'down' | 'activate' | 'pause' | 'archive' | 'duplicate';

interface Props {
  offers: OfferRow[];
  pathTo(id: string): string;
  onAction(id: string, action: RowAction): void;
  isBusy: boolean;
}

/** The offers in the order in which they are shown, with what they did. Archived ones are folded away. */
export function OfferList({ offers, pathTo, onAction, isBusy }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const current = offers.filter((offer) => offer.status !== 'archived');
  const archived = offers.filter((offer) => offer.status === 'archived');
  const row = (offer: OfferRow, index: number, list: OfferRow[]) => (
    <Row
      key={offer.id}
      offer={offer}
      path={pathTo(offer.id)}
      isFirst={index === 0}
      isLast={index === list.length - 1}
      onAction={(action) => onAction(offer.id, action)}
      isBusy={isBusy}
    />
  );
  return (
    <BlockStack gap="400">
      <Box paddingInline={{ xs: '400', sm: '0' }}>
        <Text as="p" tone="subdued">
          {t('offers:list.hint')}
        </Text>
      </Box>
      {current.length > 0 ? (
        <Card padding="0">
          <ul className="offer-list" aria-label={t('offers:list.label')}>
            {current.map(row)}
          </ul>
        </Card>
      ) : null}
      {archived.length > 0 ? (
        <Box paddingInline={{ xs: '400', sm: '0' }}>
          <Button variant="plain" ariaExpanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen
              ? t('offers:list.hideArchived')
              : t('offers:list.showArchived', { count: archived.length })}
          </Button>
        </Box>
      ) : null}
      {isOpen ? (
        <Card padding="0">
          <ul className="offer-list">{archived.map(row)}</ul>
        </Card>
      ) : null}
    </BlockStack>
  );
}

interface RowProps {
  offer: OfferRow;
  path: string;
  isFirst: boolean;
  isLast: boolean;
  onAction(action: RowAction): void;
  isBusy: boolean;
}

function Row({ offer, path, isFirst, isLast, onAction, isBusy }: RowProps) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const isArchived = offer.status === 'archived';
  return (
    <li className="offer-list__row">
      <div className="offer-list__order">
        {isArchived ? null : (
          <>
            <Button
              icon={ArrowUpIcon}
              variant="tertiary"
              size="micro"
              disabled={isFirst || isBusy}
              accessibilityLabel={t('offers:list.up', { name: offer.name })}
              onClick={() => onAction('up')}
            />
            <Button
              icon={ArrowDownIcon}
              variant="tertiary"
              size="micro"
              disabled={isLast || isBusy}
              accessibilityLabel={t('offers:list.down', { name: offer.name })}
              onClick={() => onAction('down')}
            />
          </>
        )}
      </div>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Link url={path} removeUnderline monochrome>
            <Text as="span" variant="bodyMd" fontWeight="semibold">
              {offer.name}
            </Text>
          </Link>
          <Badge {...(offer.status === 'active' ? { tone: 'success' as const } : {})}>
            {t(`offers:status.${offer.status}`)}
          </Badge>
        </InlineStack>
        <Text as="span" tone="subdued">
          {offer.surfaces.map((surface) => t(`offers:where.${surface}`)).join(' · ')}
        </Text>
        {offer.isSellable ? null : (
          <Text as="span" tone="caution">
            {t('offers:list.unsellable')}
          </Text>
        )}
      </BlockStack>
      <dl className="offer-list__figures">
        {(['shown', 'clicked', 'accepted'] as const).map((name) => (
          <div key={name}>
            <dt>{t(`offers:figures.${name}`)}</dt>
            <dd>{number.format(offer[name])}</dd>
          </div>
        ))}
        <div>
          <dt>
            <Tooltip content={t('offers:figures.earnedHelp')} hasUnderline>
              {t('offers:figures.earned')}
            </Tooltip>
          </dt>
          <dd>
            {offer.earned}
            {offer.orders > 0 ? (
              <Text as="span" tone="subdued" fontWeight="regular">
                {` · ${t('offers:figures.orders', { count: offer.orders })}`}
              </Text>
            ) : null}
          </dd>
        </div>
      </dl>
      <RowMenu offer={offer} path={path} onAction={onAction} />
    </li>
  );
}

function RowMenu({ offer, path, onAction }: Pick<RowProps, 'offer' | 'path' | 'onAction'>) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const act = (action: RowAction) => () => {
    setOpen(false);
    onAction(action);
  };
  return (
    <Popover
      active={isOpen}
      onClose={() => setOpen(false)}
      preferredAlignment="right"
      activator={
        <Button
          icon={MenuHorizontalIcon}
          variant="tertiary"
          accessibilityLabel={t('offers:list.more', { name: offer.name })}
          ariaExpanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      }
    >
      <ActionList
        actionRole="menuitem"
        items={[
          { content: t('offers:list.edit'), url: path },
          offer.status === 'active'
            ? { content: t('offers:list.pause'), onAction: act('pause') }
            : { content: t('offers:list.activate'), onAction: act('activate') },
          { content: t('offers:list.duplicate'), onAction: act('duplicate') },
          ...(offer.status === 'archived'
            ? []
            : [{ content: t('offers:list.archive'), destructive: true, onAction: act('archive') }]),
        ]}
      />
    </Popover>
  );
}
