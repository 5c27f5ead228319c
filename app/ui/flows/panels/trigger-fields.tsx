import { useFetcher } from '@remix-run/react';
import { BlockStack, ChoiceList, InlineError, InlineGrid, Select, TextField } from '@shopify/polaris';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { startsOnly, type Trigger, type TriggerKind, triggerKinds } from '../../../features/flows/index.ts';
import { NumberField } from '../../number-field.tsx';
import { useFlowDesk } from '../flow-desk.ts';
import { SpanField } from './span-field.tsx';

const groups: [name: string, kinds: TriggerKind[]][] = [
  [
    'orders',
    ['order-paid', 'first-order', 'nth-order', 'order-refunded', 'order-cancelled', 'order-overdue'],
  ],
  [
    'parcel',
    [
      'order-fulfilled',
      'order-shipped',
      'order-out-for-delivery',
      'order-delivered',
      'parcel-late',
      'parcel-stalled',
    ],
  ],
  ['shop', ['checkout-abandoned', 'back-in-stock', 'offer-accepted', 'question-answered', 'message-clicked']],
  ['reviews', ['review-given', 'review-silent']],
  ['referrals', ['referral-made', 'referral-credited', 'referral-paid']],
  ['people', ['vip-joined', 'birthday', 'segment-entered', 'segment-left', 'date', 'by-hand']],
];

/** What a kind begins with when it is chosen. */
function beginning(kind: TriggerKind): Trigger {
  switch (kind) {
    case 'checkout-abandoned':
      return { kind, after: { amount: 1, unit: 'hours' } };
    case 'review-silent':
      return { kind, after: { amount: 7, unit: 'days' } };
    case 'parcel-late':
      return { kind, after: { amount: 3, unit: 'days' } };
    case 'parcel-stalled':
      return { kind, after: { amount: 3, unit: 'days' } };
    case 'review-given':
      return { kind, minRating: 1, maxRating: 5 };
    case 'nth-order':
      return { kind, number: 2 };
    case 'order-overdue':
      return { kind, rhythm: 'replenish', fallbackDays: 30 };
    case 'date':
      return { kind, at: '09:00' };
    default:
      return { kind };
  }
}

interface Props {
  id: string;
  label: string;
  trigger: Trigger;
  onChange(trigger: Trigger): void;
  /** start: what can start a flow; event: what can be waited for, or end it */
  use: 'start' | 'event';
  error?: string | false;
}

/** What happens in the shop: the kind, and what that kind asks for. */
export function TriggerFields({ id, label, trigger, onChange, use, error }: Props) {
  const { t } = useTranslation();
  const isOffered = (kind: TriggerKind) =>
    use === 'start' ? kind !== 'message-clicked' : !startsOnly.has(kind);
  return (
    <BlockStack gap="300">
      <Select
        id={id}
        label={label}
        value={trigger.kind}
        onChange={(value) => {
          const kind = triggerKinds.find((each) => each === value);
          if (kind) onChange(beginning(kind));
        }}
        options={groups.flatMap(([name, kinds]) => {
          const options = kinds
            .filter(isOffered)
            .map((kind) => ({ value: kind, label: t(`flow-pages:trigger.${kind}`) }));
          return options.length > 0 ? [{ title: t(`flow-pages:triggerGroup.${name}`), options }] : [];
        })}
      />
      <Details id={id} trigger={trigger} onChange={onChange} />
      {error ? <InlineError message={error} fieldID={id} /> : null}
    </BlockStack>
  );
}

function Details({ id, trigger, onChange }: Pick<Props, 'id' | 'trigger' | 'onChange'>) {
  const { t } = useTranslation();
  const set = (patch: Partial<Trigger>) => onChange({ ...trigger, ...patch });
  switch (trigger.kind) {
    case 'checkout-abandoned':
    case 'review-silent':
    case 'parcel-late':
    case 'parcel-stalled':
      return (
        <SpanField
          id={`${id}-after`}
          label={t(`flow-pages:start.after.${trigger.kind}`)}
          span={trigger.after ?? { amount: 1, unit: 'days' }}
          onChange={(after) => set({ after })}
        />
      );
    case 'review-given': {
      const stars = [1, 2, 3, 4, 5].map((n) => ({
        value: String(n),
        label: t('flow-pages:start.stars', { count: n }),
      }));
      return (
        <InlineGrid columns="1fr 1fr" gap="200">
          <Select
            label={t('flow-pages:start.minRating')}
            options={stars}
            value={String(trigger.minRating ?? 1)}
            onChange={(value) => set({ minRating: Number(value) })}
          />
          <Select
            label={t('flow-pages:start.maxRating')}
            options={stars}
            value={String(trigger.maxRating ?? 5)}
            onChange={(value) => set({ maxRating: Number(value) })}
          />
        </InlineGrid>
      );
    }
    case 'nth-order':
      return (
        <NumberField
          label={t('flow-pages:start.number')}
          value={trigger.number ?? 2}
          min={1}
          max={1_000}
          onChange={(number) => set({ number })}
        />
      );
    case 'offer-accepted':
    case 'question-answered':
      return <OfferChoice trigger={trigger} set={set} />;
    case 'segment-entered':
    case 'segment-left':
      return <SegmentChoice trigger={trigger} set={set} />;
    case 'order-overdue':
      return (
        <>
          <ChoiceList
            title={t('flow-pages:start.rhythm')}
            choices={(['replenish', 'win-back'] as const).map((value) => ({
              value,
              label: t(`flow-pages:start.rhythms.${value}`),
              helpText: t(`flow-pages:start.rhythmHelp.${value}`),
            }))}
            selected={[trigger.rhythm ?? '']}
            onChange={([rhythm]) => set({ rhythm: rhythm === 'win-back' ? 'win-back' : 'replenish' })}
          />
          <NumberField
            label={t('flow-pages:start.fallback')}
            help={t('flow-pages:start.fallbackHelp')}
            suffix={t('flow-pages:span.units.days')}
            value={trigger.fallbackDays ?? 30}
            min={1}
            max={730}
            onChange={(fallbackDays) => set({ fallbackDays })}
          />
        </>
      );
    case 'date':
      return (
        <InlineGrid columns="1fr 1fr" gap="200">
          <TextField
            label={t('flow-pages:start.on')}
            type="date"
            value={trigger.on ?? ''}
            onChange={(on) => onChange(on ? { ...trigger, on } : { kind: 'date', at: trigger.at ?? '09:00' })}
            autoComplete="off"
          />
          <TextField
            label={t('flow-pages:start.at')}
            type="time"
            value={trigger.at ?? '09:00'}
            onChange={(at) => set({ at })}
            autoComplete="off"
          />
        </InlineGrid>
      );
    default:
      return null;
  }
}

interface ChoiceProps {
  trigger: Trigger;
  set(patch: Partial<Trigger>): void;
}

function OfferChoice({ trigger, set }: ChoiceProps) {
  const { t } = useTranslation();
  const { offers } = useFlowDesk();
  const isQuestion = trigger.kind === 'question-answered';
  const shown = offers.filter((offer) => offer.isQuestion === isQuestion);
  const options = shown.find(({ id }) => id === trigger.offerId)?.options ?? [];
  return (
    <>
      <Select
        label={t(isQuestion ? 'flow-pages:start.question' : 'flow-pages:start.offer')}
        value={trigger.offerId ?? ''}
        onChange={(offerId) => set({ offerId: offerId || null, optionIds: [] })}
        options={[
          { value: '', label: t(isQuestion ? 'flow-pages:start.anyQuestion' : 'flow-pages:start.anyOffer') },
          ...shown.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {isQuestion && options.length > 0 ? (
        <ChoiceList
          allowMultiple
          title={t('flow-pages:start.answers')}
          choices={options.map(({ id, name }) => ({ value: id, label: name }))}
          selected={trigger.optionIds ?? []}
          onChange={(optionIds) => set({ optionIds })}
        />
      ) : null}
    </>
  );
}

function SegmentChoice({ trigger, set }: ChoiceProps) {
  const { t } = useTranslation();
  const { urls, learn } = useFlowDesk();
  const { load, data, state } = useFetcher<{ options: { value: string; label: string }[] }>();
  useEffect(() => load(`${urls.values}?kind=segment&q=`), [load, urls.values]);
  useEffect(() => {
    if (data) learn('segments', Object.fromEntries(data.options.map(({ value, label }) => [value, label])));
  }, [data, learn]);
  return (
    <Select
      label={t('flow-pages:start.segment')}
      helpText={data?.options.length === 0 && state === 'idle' ? t('flow-pages:start.noSegments') : undefined}
      value={trigger.segmentId ?? ''}
      onChange={(segmentId) => set({ segmentId })}
      options={[
        ...(trigger.segmentId ? [] : [{ value: '', label: t('flow-pages:start.chooseSegment') }]),
        ...(data?.options ?? (trigger.segmentId ? [{ value: trigger.segmentId, label: '…' }] : [])),
      ]}
    />
  );
}
