import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { Button, Icon, Text } from '@shopify/polaris';
import { ArrowDownIcon, ArrowUpIcon, DragHandleIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import { SortableList } from '../sortable-list.tsx';

interface Props {
  kinds: string[];
  isBusy: boolean;
  onOrder(kinds: string[]): void;
}

/** The kinds of marketing messages in the order in which they go; the merchant may put them in another. */
export function PriorityList({ kinds, isBusy, onOrder }: Props) {
  const { t } = useTranslation();
  const name = (kind: string) => t(`messages:kinds.${kind}.name`);
  return (
    <SortableList
      ids={kinds}
      className="priority-list"
      label={t('messages:priority.label')}
      words="messages:priority"
      nameOf={name}
      onOrder={onOrder}
      item={(kind, { index, isLast, move }) => (
        <PriorityItem
          key={kind}
          kind={kind}
          name={name(kind)}
          place={index + 1}
          isLast={isLast}
          isBusy={isBusy}
          onMove={move}
        />
      )}
    />
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
