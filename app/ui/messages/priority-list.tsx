import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { Button, Icon, Text } from '@shopify/polaris';
import { ArrowDownIcon, ArrowUpIcon, DragHandleIcon } from '@shopify/polaris-icons';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  kinds: string[];
  isBusy: boolean;
  onOrder(kinds: string[]): void;
}

/**
 * The kinds of marketing messages in the order in which they go. One is moved by its handle, with mouse, finger or the arrow keys
 * (space takes it and lets it go), or step by step with two buttons; screen readers are told where it is.
 */
export function PriorityList({ kinds, isBusy, onOrder }: Props) {
  const { t } = useTranslation();
  const [order, setOrder] = useState(kinds);
  // The server's word counts again as soon as it has spoken.
  useEffect(() => setOrder(kinds), [kinds]);
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
  const name = (id: unknown) => t(`messages:kinds.${id}.name`);
  const place = (id: unknown) => ({ place: order.indexOf(String(id)) + 1, count: order.length });
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{
        screenReaderInstructions: { draggable: t('messages:priority.how') },
        announcements: {
          onDragStart: ({ active }) =>
            t('messages:priority.taken', { name: name(active.id), ...place(active.id) }),
          onDragOver: ({ active, over }) =>
            over ? t('messages:priority.over', { name: name(active.id), ...place(over.id) }) : undefined,
          onDragEnd: ({ active, over }) =>
            t('messages:priority.put', { name: name(active.id), ...place((over ?? active).id) }),
          onDragCancel: ({ active }) => t('messages:priority.cancelled', { name: name(active.id) }),
        },
      }}
    >
      <SortableContext items={order} strategy={verticalListSortingStrategy}>
        <ol className="priority-list" aria-label={t('messages:priority.label')}>
          {order.map((kind, index) => (
            <PriorityItem
              key={kind}
              kind={kind}
              name={name(kind)}
              place={index + 1}
              isLast={index === order.length - 1}
              isBusy={isBusy}
              onMove={(by) => move(index, index + by)}
            />
          ))}
        </ol>
      </SortableContext>
    </DndContext>
  );
}

function PriorityItem(props: {
  kind: string;
  name: string;
  place: number;
  isLast: boolean;
  isBusy: boolean;
  onMove(by: -1 | 1): void;
}) {
  const { t } = useTranslation();
  const { kind, name, place } = props;
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } =
    useSortable({ id: kind });
  return (
    <li
      ref={setNodeRef}
      className="priority-row"
      data-is-dragging={isDragging}
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        className="priority-row__handle"
        {...attributes}
        {...listeners}
        aria-label={t('messages:priority.handle', { name })}
      >
        <Icon source={DragHandleIcon} />
      </button>
      <span className="priority-row__place" aria-hidden="true">
        {place}
      </span>
      <Text as="span" variant="bodyMd">
        {name}
      </Text>
      <span className="priority-row__steps">
        <Button
          icon={ArrowUpIcon}
          variant="tertiary"
          disabled={place === 1 || props.isBusy}
          accessibilityLabel={t('messages:priority.up', { name })}
          onClick={() => props.onMove(-1)}
        />
        <Button
          icon={ArrowDownIcon}
          variant="tertiary"
          disabled={props.isLast || props.isBusy}
          accessibilityLabel={t('messages:priority.down', { name })}
          onClick={() => props.onMove(1)}
        />
      </span>
    </li>
  );
}
