import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ActionList, Badge, Button, Icon, InlineStack, Link, Popover, Text, Tooltip } from '@shopify/polaris';
import {
  AlertTriangleIcon,
  ArrowDownIcon,
  ArrowUpIcon,
  DragHandleIcon,
  MenuHorizontalIcon,
} from '@shopify/polaris-icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '../../../paths.ts';
import { StateBadge } from '../state-badge.tsx';
import { kindIcons } from './kind-icon.ts';
import type { OfferRow, RowAction } from './offer-row.ts';

interface Props {
  offer: OfferRow;
  place: number;
  path: string;
  canMove: boolean;
  isLast: boolean;
  isBusy: boolean;
  onMove(by: -1 | 1): void;
  onAction(action: RowAction): void;
}

/** One offer: what it is, for whom and where, what it did, and its place. */
export function OfferItem(props: Props) {
  const { offer, place, path, canMove } = props;
  const { t } = useTranslation();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: offer.id, disabled: !canMove });
  return (
    <li
      ref={setNodeRef}
      className="offer-row"
      data-can-move={canMove}
      data-is-dragging={isDragging}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      {canMove ? (
        <div className="offer-row__place">
          <button
            type="button"
            ref={setActivatorNodeRef}
            className="offer-row__handle"
            {...attributes}
            {...listeners}
            aria-label={t('offers:drag.handle', { name: offer.name })}
          >
            <Icon source={DragHandleIcon} />
            <span aria-hidden="true">{place}</span>
          </button>
          <div className="offer-row__steps">
            <Button
              icon={ArrowUpIcon}
              variant="tertiary"
              size="micro"
              disabled={place === 1}
              accessibilityLabel={t('offers:list.up', { name: offer.name })}
              onClick={() => props.onMove(-1)}
            />
            <Button
              icon={ArrowDownIcon}
              variant="tertiary"
              size="micro"
              disabled={props.isLast}
              accessibilityLabel={t('offers:list.down', { name: offer.name })}
              onClick={() => props.onMove(1)}
            />
          </div>
        </div>
      ) : null}
      <div className="offer-row__picture">
        {offer.pictureUrl ? <img src={offer.pictureUrl} alt="" /> : <Icon source={kindIcons[offer.kind]} />}
      </div>
      <div className="offer-row__words">
        <InlineStack gap="200" blockAlign="center">
          <Link url={path} removeUnderline monochrome>
            <Text as="span" variant="bodyMd" fontWeight="semibold">
              {offer.name}
            </Text>
          </Link>
          <StateBadge state={offer.state} />
          {offer.missing.map((language) => (
            <Badge key={language} tone="attention">
              {t('offers:list.missing', { language })}
            </Badge>
          ))}
        </InlineStack>
        <Text as="span" tone="subdued">
          {[t(`offers:kind.${offer.kind}.name`), offer.where, offer.stateNote].filter(Boolean).join(' · ')}
        </Text>
        <Text as="span" tone="subdued">
          {offer.forWhom}
        </Text>
        {offer.test ? <Text as="span">{offer.test}</Text> : null}
        {offer.trouble ? (
          <span className="offer-row__trouble">
            <Icon source={AlertTriangleIcon} tone="caution" />
            <Text as="span" tone="caution">
              {offer.trouble}
            </Text>
          </span>
        ) : null}
      </div>
      <Figures offer={offer} />
      <RowMenu {...props} />
    </li>
  );
}

function Figures({ offer }: { offer: OfferRow }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const rate =
    offer.shown > 0
      ? new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 1 }).format(
          offer.accepted / offer.shown,
        )
      : null;
  return (
    <dl className="offer-row__figures">
      <div>
        <dt>{t('offers:figures.shown')}</dt>
        <dd>{number.format(offer.shown)}</dd>
      </div>
      <div>
        <dt>{t('offers:figures.accepted')}</dt>
        <dd>
          {number.format(offer.accepted)}
          {rate ? <span className="offer-row__more">{rate}</span> : null}
        </dd>
      </div>
      <div>
        <dt>
          <Tooltip content={t('offers:figures.earnedHelp')} hasUnderline>
            {t('offers:figures.earned')}
          </Tooltip>
        </dt>
        <dd>
          {offer.earned}
          {offer.orders > 0 ? (
            <span className="offer-row__more">{t('offers:figures.orders', { count: offer.orders })}</span>
          ) : null}
        </dd>
      </div>
    </dl>
  );
}

function RowMenu({ offer, path, onAction, isBusy }: Props) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const item = (action: RowAction, isDestructive = false) => ({
    content: t(`offers:list.${action}`),
    destructive: isDestructive,
    onAction: () => {
      setOpen(false);
      onAction(action);
    },
  });
  const isArchived = offer.state === 'archived';
  const isOn = ['active', 'scheduled', 'ended'].includes(offer.state);
  return (
    <div className="offer-row__menu">
      {isArchived ? null : (
        <Button
          size="slim"
          disabled={isBusy}
          accessibilityLabel={t(isOn ? 'offers:list.pauseOne' : 'offers:list.activateOne', {
            name: offer.name,
          })}
          onClick={() => onAction(isOn ? 'pause' : 'activate')}
        >
          {t(isOn ? 'offers:list.pause' : 'offers:list.activate')}
        </Button>
      )}
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
            { content: t('offers:list.results'), url: paths.offerResults(offer.id) },
            item('duplicate'),
            isArchived ? item('restore') : item('archive', true),
          ]}
        />
      </Popover>
    </div>
  );
}
