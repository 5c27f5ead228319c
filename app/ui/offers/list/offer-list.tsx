import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { SortableList } from '../../sortable-list.tsx';
import { OfferItem } from './offer-item.tsx';
import type { OfferRow, RowAction } from './offer-row.ts';

interface Props {
  offers: OfferRow[];
  pathTo(id: string): string;
  /** the order of these rows has changed */
  onOrder(ids: string[]): void;
  onAction(id: string, action: RowAction): void;
  isBusy: boolean;
  /** rows that have an order: archived ones have none */
  canMove: boolean;
}

/** The offers in the order in which they are shown; the merchant may put them in another. */
export function OfferList({ offers, pathTo, onOrder, onAction, isBusy, canMove }: Props) {
  const { t } = useTranslation();
  const ids = useMemo(() => offers.map(({ id }) => id), [offers]);
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  return (
    <SortableList
      ids={ids}
      className="offer-list"
      label={t('offers:list.label')}
      words="offers:drag"
      nameOf={(id) => byId.get(id)?.name ?? ''}
      isDisabled={!canMove}
      onOrder={onOrder}
      item={(id, { index, isLast, move }) => {
        const offer = byId.get(id);
        return offer ? (
          <OfferItem
            key={id}
            offer={offer}
            place={index + 1}
            path={pathTo(id)}
            canMove={canMove && offers.length > 1}
            isLast={isLast}
            isBusy={isBusy}
            onMove={move}
            onAction={(action) => onAction(id, action)}
          />
        ) : null;
      }}
    />
  );
}
