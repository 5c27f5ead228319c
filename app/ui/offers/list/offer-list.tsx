import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
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

/**
 * The offers in the order in which they are shown. An offer is moved by its handle, with mouse, finger or the arrow keys (space
 * takes it and lets it go), or step by step with two buttons; screen readers are told where it is.
 */
export function OfferList({ offers, pathTo, onOrder, onAction, isBusy, canMove }: Props) {
  const { t } = useTranslation();
  const [order, setOrder] = useState(() => offers.map(({ id }) => id));
  // The server's word counts again as soon as it has spoken.
  useEffect(() => setOrder(offers.map(({ id }) => id)), [offers]);
  const hasLeft = useRef(false);
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  const rows = order.flatMap((id) => byId.get(id) ?? []);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const move = (from: number, to: number) => {
    if (from < 0 || to < 0 || to >= order.length || from === to) return;
    const next = [...order];
    next.splice(to, 0, ...next.splice(from, 1));
    setOrder(next);
    onOrder(next);
  };
  const end = ({ active, over }: DragEndEvent) => {
    if (over) move(order.indexOf(String(active.id)), order.indexOf(String(over.id)));
  };
  const name = (id: unknown) => byId.get(String(id))?.name ?? '';
  const place = (id: unknown) => ({ place: order.indexOf(String(id)) + 1, count: order.length });
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{
        screenReaderInstructions: { draggable: t('offers:drag.how') },
        announcements: {
          onDragStart: ({ active }) => {
            hasLeft.current = false;
            return t('offers:drag.taken', { name: name(active.id), ...place(active.id) });
          },
          onDragOver: ({ active, over }) => {
            if (over && over.id !== active.id) hasLeft.current = true;
            // Where it lies anyway need not be said before it has been anywhere else.
            if (!over || !hasLeft.current) return undefined;
            return t('offers:drag.over', { name: name(active.id), ...place(over.id) });
          },
          onDragEnd: ({ active, over }) =>
            t('offers:drag.put', { name: name(active.id), ...place((over ?? active).id) }),
          onDragCancel: ({ active }) => t('offers:drag.cancelled', { name: name(active.id) }),
        },
      }}
    >
      <SortableContext items={order} strategy={verticalListSortingStrategy} disabled={!canMove}>
        <ol className="offer-list" aria-label={t('offers:list.label')}>
          {rows.map((offer, index) => (
            <OfferItem
              key={offer.id}
              offer={offer}
              place={index + 1}
              path={pathTo(offer.id)}
              canMove={canMove && rows.length > 1}
              isLast={index === rows.length - 1}
              isBusy={isBusy}
              onMove={(by) => move(index, index + by)}
              onAction={(action) => onAction(offer.id, action)}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}
