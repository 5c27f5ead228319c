import { BlockStack, Button, InlineGrid, InlineStack, TextField } from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferTexts } from '../../../features/offers/index.ts';
import { fieldId } from './fields.ts';
import type { OfferForm } from './use-offer-form.ts';
import type { Caret } from './variable-buttons.tsx';
import type { WordField } from './words.ts';

/** Words of which any may be missing. */
type SomeTexts = { [Name in keyof OfferTexts]?: OfferTexts[Name] | undefined };

interface Props {
  fields: WordField[];
  texts: SomeTexts | undefined;
  /** `texts.de`, or `test.arms.0.texts.de` */
  path: string;
  form: OfferForm;
  onChange(patch: Partial<OfferTexts>): void;
  /** where a variable would go */
  onCaret?(caret: Caret): void;
  /** what an empty field stands for, in a test: the words of the offer itself */
  placeholders?: SomeTexts | undefined;
  /** the options of a question stand between its words and its button */
  beforeButton?: ReactNode;
}

/** One language's words, field by field, with a count of characters. */
export function TextSet({ fields, texts, path, form, onChange, onCaret, placeholders, beforeButton }: Props) {
  const { t } = useTranslation();
  const [isMore, setMore] = useState(false);
  const isShown = (field: WordField) => !field.isExtra || isMore || Boolean(texts?.[field.name]);
  const draw = (field: WordField) => {
    const id = fieldId(`${path}.${field.name}`);
    const value = texts?.[field.name] ?? '';
    const note = () => {
      const element = document.getElementById(id) as HTMLInputElement | null;
      onCaret?.({
        at: element?.selectionStart ?? value.length,
        insert: (text, at) => {
          const now = (document.getElementById(id) as HTMLInputElement | null)?.value ?? value;
          if (now.length + text.length > field.max) return;
          onChange({ [field.name]: now.slice(0, at) + text + now.slice(at) });
          requestAnimationFrame(() => {
            const input = document.getElementById(id) as HTMLInputElement | null;
            input?.focus();
            input?.setSelectionRange(at + text.length, at + text.length);
          });
        },
      });
    };
    return (
      <TextField
        key={field.name}
        id={id}
        label={t(`offers:words.field.${field.name}`)}
        {...(field.name === 'consent' && { helpText: t('offers:words.consentHelp') })}
        value={value}
        onChange={(next) => onChange({ [field.name]: next })}
        onBlur={() => {
          form.touch(`${path}.${field.name}`);
          note();
        }}
        onFocus={note}
        error={form.problem(`${path}.${field.name}`)}
        placeholder={placeholders?.[field.name] ?? ''}
        maxLength={field.max}
        showCharacterCount
        autoComplete="off"
        {...(field.lines > 1 ? { multiline: field.lines } : {})}
      />
    );
  };
  const scales = fields.filter(({ name }) => name === 'scaleLow' || name === 'scaleHigh');
  const others = fields.filter((field) => !scales.includes(field));
  const buttonAt = others.findIndex(({ name }) => name === 'consent' || name === 'button');
  const cut = buttonAt < 0 ? others.length : buttonAt;
  return (
    <BlockStack gap="300">
      {others.slice(0, cut).filter(isShown).map(draw)}
      {scales.length > 0 ? (
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          {scales.map(draw)}
        </InlineGrid>
      ) : null}
      {beforeButton}
      {others.slice(cut).filter(isShown).map(draw)}
      {others.some((field) => !isShown(field)) ? (
        <InlineStack>
          <Button variant="plain" onClick={() => setMore(true)}>
            {t('offers:words.more')}
          </Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}
