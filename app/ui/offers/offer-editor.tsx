import type { OfferCard } from '@reprise/rules';
import { SaveBar } from '@shopify/app-bridge-react';
import { Banner, BlockStack, Box, Card, Checkbox, Page, Text, TextField } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Discount,
  deadlineAt,
  type OfferInput,
  offerCard,
  type Problems,
  parseAmount,
  parsePercent,
} from '../../features/offers/index.ts';
import { ConditionFields, PageFields } from './condition-fields.tsx';
import { OfferPreview } from './offer-preview.tsx';
import type { PickedProduct } from './product-picker.tsx';
import { RewardFields } from './reward-fields.tsx';
import { type ShopperWords, sayAsShopper } from './shopper-words.ts';
import { TextFields } from './text-fields.tsx';
import { useOfferForm } from './use-offer-form.ts';

export interface EditorProps {
  offer: { id: string | null; version: number; status: 'draft' | 'active' | 'archived'; input: OfferInput };
  shop: { currency: string; locale: string; timezone: string };
  product: PickedProduct | null;
  names: Record<string, string>;
  /** by code, in the reader's language */
  countryNames: Record<string, string>;
  words: ShopperWords;
  /** ready-made words; those that were not touched follow the kind of offer */
  templates: { kind: OfferInput['kind']; name: string; texts: OfferInput['texts'] }[];
  paths: { list: string; search: string };
  isSaving: boolean;
  /** the last answer of the server */
  outcome:
    | { kind: 'saved'; version: number }
    | { kind: 'stale' }
    | { kind: 'invalid'; problems: Problems }
    | null;
  onSave(input: OfferInput): void;
  /** a new offer is not wanted after all */
  onLeave(): void;
  onDuplicate(): void;
  onArchive(): void;
}

const ownLanguages = ['en', 'de'];

/** The fields on one side, and what the shopper sees on the other. Nothing is live until it is saved. */
export function OfferEditor(props: EditorProps) {
  const { offer, shop, outcome } = props;
  const { t } = useTranslation();
  const say = sayAsShopper(props.words);
  const form = useOfferForm(offer.input, shop.currency);
  const { input } = form;
  const [product, setProduct] = useState(props.product);
  const [names, setNames] = useState(props.names);
  const shopLanguage = shop.locale.split('-')[0] ?? 'en';
  const fixed = [...new Set([shopLanguage, ...ownLanguages])];
  const [added, setAdded] = useState<string[]>([]);
  const locales = [...new Set([...fixed, ...Object.keys(input.texts), ...added])];
  const [locale, setLocale] = useState(shopLanguage);
  const [hasFailed, setFailed] = useState(false);
  const isNew = offer.id === null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new answer of the server counts
  useEffect(() => {
    if (outcome?.kind === 'invalid') {
      form.setServerProblems(outcome.problems);
      setFailed(true);
    }
    if (outcome?.kind === 'saved') {
      form.reset(input);
      setFailed(false);
    }
  }, [outcome]);

  const save = () => {
    const isGood = form.check();
    setFailed(!isGood);
    if (isGood) props.onSave(input);
    else window.scrollTo({ top: 0, behavior: 'smooth' });
  };
  const chooseProduct = (picked: PickedProduct) => {
    setProduct(picked);
    const variant = picked.variants.find((each) => each.isAvailable) ?? picked.variants[0];
    form.set({ choice: { by: 'hand', items: [{ productId: picked.id, variantId: variant?.id ?? '' }] } });
  };

  const changeKind = (kind: OfferInput['kind']) => {
    const isReadyMade = props.templates.some(
      (each) => JSON.stringify(each.texts) === JSON.stringify(input.texts) && each.name === input.name,
    );
    const template = props.templates.find((each) => each.kind === kind);
    const isNothing = kind === 'discount' && input.discount.kind === 'none';
    form.set({
      kind,
      ...(isNothing && { discount: { kind: 'percentage', value: '10', gift: null } }),
      ...(isNew && isReadyMade && template && { name: template.name, texts: template.texts }),
    });
  };

  const actions = isNew
    ? []
    : [
        { content: t('offers:edit.duplicate'), onAction: props.onDuplicate },
        ...(offer.status === 'archived'
          ? []
          : [{ content: t('offers:edit.archive'), onAction: props.onArchive }]),
      ];
  return (
    <Page
      title={isNew ? t('offers:edit.newTitle') : input.name || t('offers:edit.unsavedTitle')}
      backAction={{ content: t('offers:edit.back'), url: props.paths.list }}
      secondaryActions={actions}
    >
      <SaveBar id="offer-save-bar" open={form.isDirty || isNew}>
        {/* App Bridge gives both their words. */}
        <button type="button" variant="primary" onClick={save} {...(props.isSaving ? { loading: '' } : {})}>
          {t('common:save')}
        </button>
        <button type="button" onClick={() => (isNew ? props.onLeave() : form.reset())}>
          {t('common:discard')}
        </button>
      </SaveBar>
      <div className="offer-editor">
        <BlockStack gap="400">
          {outcome?.kind === 'stale' ? (
            <Banner
              tone="warning"
              action={{ content: t('common:error.again'), onAction: () => location.reload() }}
            >
              {t('common:stale')}
            </Banner>
          ) : null}
          {hasFailed && outcome?.kind !== 'stale' ? (
            <Banner tone="critical">{t('common:notSaved')}</Banner>
          ) : null}
          {offer.status === 'archived' ? <Banner tone="info">{t('offers:edit.archived')}</Banner> : null}
          <Card>
            <BlockStack gap="300">
              <TextField
                label={t('offers:edit.name')}
                helpText={t('offers:edit.nameHelp')}
                value={input.name}
                onChange={(name) => form.set({ name })}
                onBlur={() => form.touch('name')}
                error={form.problem('name')}
                maxLength={60}
                autoComplete="off"
              />
              <Checkbox
                label={t('offers:edit.isActive')}
                helpText={t('offers:edit.isActiveHelp')}
                checked={input.isActive}
                onChange={(isActive) => form.set({ isActive })}
              />
            </BlockStack>
          </Card>
          <RewardFields
            form={form}
            shop={shop}
            product={product}
            onKind={changeKind}
            onProduct={chooseProduct}
            searchPath={props.paths.search}
          />
          <TextFields
            form={form}
            locales={locales}
            locale={locale}
            onLocale={setLocale}
            onAdd={(tag) => {
              setAdded((before) => [...before, tag]);
              form.setTexts(tag, {});
              setLocale(tag);
            }}
            fixed={fixed}
          />
          <PageFields form={form} />
          <ConditionFields
            form={form}
            shop={shop}
            names={names}
            countryNames={props.countryNames}
            onName={({ id, title }) => setNames((before) => ({ ...before, [id]: title }))}
            searchPath={props.paths.search}
          />
        </BlockStack>
        <div className="offer-editor__side">
          <OfferPreview
            cardFor={(tag) => previewCard(input, product, shop, tag, say)}
            words={say}
            locales={locales}
            locale={locale}
            onLocale={setLocale}
            deadlineAt={previewDeadline(input)}
            timezone={shop.timezone}
            missing={t(
              input.kind === 'product' && !product
                ? 'offers:edit.previewProduct'
                : 'offers:edit.previewEmpty',
            )}
          />
          {input.kind === 'product' ? (
            <Box paddingBlockStart="300" paddingInline={{ xs: '400', sm: '0' }}>
              <Text as="p" tone="subdued">
                {t('offers:edit.foreign', { currency: shop.currency })}
              </Text>
            </Box>
          ) : null}
        </div>
      </div>
      <Box paddingBlockEnd="800" />
    </Page>
  );
}

type Words = Parameters<typeof offerCard>[4];

/** What would be shown if this were saved, in one language; a discount that is still being typed counts as none. */
function previewCard(
  input: OfferInput,
  product: PickedProduct | null,
  shop: EditorProps['shop'],
  locale: string,
  words: Words,
): OfferCard | null {
  const texts = input.texts[locale];
  const item = input.choice?.by === 'hand' ? input.choice.items[0] : undefined;
  if (!texts?.title.trim() || !texts.button.trim()) return null;
  const variant = product?.variants.find((each) => each.id === item?.variantId);
  return offerCard(
    {
      id: 'preview',
      kind: input.kind,
      texts: { [locale]: texts },
      discount: previewDiscount(input.discount, shop.currency),
      product: item ?? null,
      setup: {},
    },
    product && variant
      ? {
          title: product.title,
          variantTitle: variant.title === 'Default Title' ? null : variant.title,
          imageUrl: product.imageUrl,
          price: { minor: parseAmount(variant.price, shop.currency) ?? 0n, currency: shop.currency },
        }
      : null,
    shop,
    locale,
    words,
  );
}

function previewDiscount(discount: OfferInput['discount'], currency: string): Discount {
  if (discount.kind === 'percentage') {
    const basisPoints = parsePercent(discount.value) ?? 0;
    if (basisPoints > 0 && basisPoints <= 10_000) return { kind: 'percentage', basisPoints };
  }
  if (discount.kind === 'amount') {
    const minor = parseAmount(discount.value, currency) ?? 0n;
    if (minor > 0n) return { kind: 'amount', minor };
  }
  return { kind: 'none' };
}

function previewDeadline(input: OfferInput): Date | null {
  const hours = Number(input.deadlineHours);
  const { endsAt } = input;
  return deadlineAt(
    new Date(),
    input.deadlineHours !== '' && Number.isInteger(hours) && hours > 0 ? hours : null,
    endsAt === null ? null : new Date(endsAt),
  );
}
