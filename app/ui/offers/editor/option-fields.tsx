import { BlockStack, Button, InlineStack, Text, TextField } from '@shopify/polaris';
import { ArrowDownIcon, ArrowUpIcon, DeleteIcon } from '@shopify/polaris-icons';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../features/offers/index.ts';
import { fieldId } from './fields.ts';
import { freshId } from './kinds.ts';
import type { OfferForm } from './use-offer-form.ts';

/** The answers to choose from, in one language. Adding, moving and removing one concerns all languages. */
export function OptionFields({ form, locale }: { form: OfferForm; locale: string }) {
  const { t } = useTranslation();
  const { question, texts } = form.input;
  if (!question) return null;
  const ids = question.optionIds;
  const labels = texts[locale]?.options ?? {};
  const setIds = (optionIds: string[]) => form.set({ question: { ...question, optionIds } });
  const move = (from: number, to: number) => {
    const next = [...ids];
    next.splice(to, 0, ...next.splice(from, 1));
    setIds(next);
  };
  const add = () => {
    const id = freshId('o', ids);
    setIds([...ids, id]);
    requestAnimationFrame(() => document.getElementById(fieldId(`texts.${locale}.options.${id}`))?.focus());
  };
  return (
    <BlockStack gap="200">
      <Text as="h3" variant="headingSm">
        {t('offers:question.options')}
      </Text>
      <ul className="plain-list">
        {ids.map((id, index) => {
          const name = labels[id] || t('offers:question.optionNumber', { number: index + 1 });
          return (
            <li key={id} className="option-row">
              <TextField
                id={fieldId(`texts.${locale}.options.${id}`)}
                label={t('offers:question.optionNumber', { number: index + 1 })}
                labelHidden
                value={labels[id] ?? ''}
                placeholder={t('offers:question.optionNumber', { number: index + 1 })}
                onChange={(label) => form.setTexts(locale, { options: { ...labels, [id]: label } })}
                onBlur={() => form.touch(`texts.${locale}.options.${id}`)}
                error={form.problem(`texts.${locale}.options.${id}`)}
                maxLength={limits.option}
                autoComplete="off"
              />
              <InlineStack gap="100" wrap={false}>
                <Button
                  icon={ArrowUpIcon}
                  variant="tertiary"
                  disabled={index === 0}
                  accessibilityLabel={t('offers:list.up', { name })}
                  onClick={() => move(index, index - 1)}
                />
                <Button
                  icon={ArrowDownIcon}
                  variant="tertiary"
                  disabled={index === ids.length - 1}
                  accessibilityLabel={t('offers:list.down', { name })}
                  onClick={() => move(index, index + 1)}
                />
                <Button
                  icon={DeleteIcon}
                  variant="tertiary"
                  accessibilityLabel={t('offers:question.removeOption', { name })}
                  onClick={() => setIds(ids.filter((each) => each !== id))}
                />
              </InlineStack>
            </li>
          );
        })}
      </ul>
      {ids.length < limits.options ? (
        <InlineStack>
          <Button onClick={add}>{t('offers:question.addOption')}</Button>
        </InlineStack>
      ) : null}
    </BlockStack>
  );
}
