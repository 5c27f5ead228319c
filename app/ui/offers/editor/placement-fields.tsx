import { BlockStack, ChoiceList, InlineGrid, Select, TextField } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import {
  clockTimeOf,
  momentOf,
  type OfferInput,
  parcelStates,
  surfaces,
} from '../../../features/offers/index.ts';
import { fieldId, fieldProps } from './fields.ts';
import type { OfferForm } from './use-offer-form.ts';

interface Props {
  form: OfferForm;
  timezone: string;
}

/** On which pages, at which moments of the order-status page, and from when until when. */
export function PlacementFields({ form, timezone }: Props) {
  const { t } = useTranslation();
  const { input } = form;
  const isPostPurchase = input.kind === 'product' || input.kind === 'add-to-order';
  const pages = surfaces.filter((each) => each !== 'post-purchase' || isPostPurchase);
  const problem = form.problem('surfaces');
  const onStatus = input.surfaces.includes('order-status');
  const { fromDays } = input;
  return (
    <BlockStack gap="400">
      <div id={fieldId('surfaces')} tabIndex={-1}>
        <ChoiceList
          title={t('offers:place.pages')}
          allowMultiple
          choices={pages.map((value) => ({
            value,
            label: t(`offers:where.${value}`),
            helpText: t(`offers:place.about.${value}`),
          }))}
          selected={[...input.surfaces]}
          onChange={(chosen) => form.set({ surfaces: chosen as OfferInput['surfaces'] })}
          {...(problem ? { error: problem } : {})}
        />
      </div>
      {onStatus ? (
        <>
          <ChoiceList
            title={t('offers:place.moments')}
            allowMultiple
            choices={parcelStates.map((value) => ({ value, label: t(`offers:moment.${value}`) }))}
            selected={[...input.moments]}
            onChange={(chosen) => form.set({ moments: chosen as OfferInput['moments'] })}
          />
          <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
            <Select
              label={t('offers:place.fromDays')}
              options={[
                { value: '', label: t('offers:place.atOnce') },
                { value: 'ordered', label: t('offers:place.afterOrder') },
                { value: 'delivered', label: t('offers:place.afterDelivery') },
              ]}
              value={fromDays?.after ?? ''}
              onChange={(after) =>
                form.set({
                  fromDays:
                    after === ''
                      ? null
                      : { days: fromDays?.days || '7', after: after as 'ordered' | 'delivered' },
                })
              }
            />
            {fromDays ? (
              <TextField
                {...fieldProps(form, 'fromDays.days')}
                label={t('offers:place.days')}
                value={fromDays.days}
                onChange={(days) => form.set({ fromDays: { ...fromDays, days } })}
                suffix={t('offers:place.daysUnit')}
                inputMode="numeric"
              />
            ) : null}
          </InlineGrid>
        </>
      ) : null}
      <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
        {(['startsAt', 'endsAt'] as const).map((name) => (
          <TextField
            key={name}
            {...fieldProps(form, name)}
            type="datetime-local"
            label={t(`offers:edit.${name}`)}
            helpText={t(name === 'startsAt' ? 'offers:edit.always' : 'offers:edit.timeHelp', {
              zone: timezone,
            })}
            value={input[name] === null ? '' : clockTimeOf(input[name], timezone)}
            onChange={(local) => form.set({ [name]: momentOf(local, timezone) })}
          />
        ))}
      </InlineGrid>
    </BlockStack>
  );
}
