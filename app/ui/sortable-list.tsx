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
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  /** what is in the list, in its order; the same array as long as the server says the same */
  ids: string[];
  label: string;
  className: string;
  /** keys of the sentences for screen readers: `how`, `taken`, `over`, `put` and `cancelled` below it */
  words: string;
  nameOf(id: string): string;
  isDisabled?: boolean;
  onOrder(ids: string[]): void;
  /** draws one of them, with `useSortable` */
  item(id: string, at: { index: number; isLast: boolean; move(by: -1 | 1): void }): ReactNode;
}

/**
 * A list that people put in order: by a handle, with mouse, finger or the arrow keys (space takes and lets go), or step by step;
 * screen readers are told what lies where.
 */
export function SortableList(props: Props) {
  const { ids, words, onOrder } = props;
  const { t } = useTranslation();
  const [order, setOrder] = useState(ids);
  // The server's word counts again as soon as it has spoken.
  useEffect(() => setOrder(ids), [ids]);
  const hasLeft = useRef(false);
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
  const name = (id: unknown) => props.nameOf(String(id));
  const place = (id: unknown) => ({ place: order.indexOf(String(id)) + 1, count: order.length });
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{
        screenReaderInstructions: { draggable: t(`${words}.how`) },
        announcements: {
          onDragStart: ({ active }) => {
            hasLeft.current = false;
            return t(`${words}.taken`, { name: name(active.id), ...place(active.id) });
          },
          onDragOver: ({ active, over }) => {
            if (over && over.id !== active.id) hasLeft.current = true;
            // Where it lies anyway need not be said before it has been anywhere else.
            if (!over || !hasLeft.current) return undefined;
            return t(`${words}.over`, { name: name(active.id), ...place(over.id) });
          },
          onDragEnd: ({ active, over }) =>
            t(`${words}.put`, { name: name(active.id), ...place((over ?? active).id) }),
          onDragCancel: ({ active }) => t(`${words}.cancelled`, { name: name(active.id) }),
        },
      }}
    >
      <SortableContext
        items={order}
        strategy={verticalListSortingStrategy}
        disabled={props.isDisabled ?? false}
      >
        <ol className={props.className} aria-label={props.label}>
          {order.map((id, index) =>
            props.item(id, {
              index,
              isLast: index === order.length - 1,
              move: (by) => move(index, index + by),
            }),
          )}
        </ol>
      </SortableContext>
    </DndContext>
  );
}
