import { TEXT_VARIABLES, type TextVariable } from '@reprise/rules';
import { BlockStack, Button, InlineStack, Text } from '@shopify/polaris';
import { type MutableRefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';

/** Where the reader last was in a text. */
export interface Caret {
  at: number;
  insert(text: string, at: number): void;
}

interface Props {
  caret: MutableRefObject<Caret | null>;
  /** those that are known where the text is used; all when not given */
  names?: readonly TextVariable[];
}

/** Buttons that put a variable where the cursor was; the one that may be empty comes with words for that case. */
export function VariableButtons({ caret, names = TEXT_VARIABLES }: Props) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  return (
    <BlockStack gap="150">
      <InlineStack gap="150" blockAlign="center">
        <Text as="span" tone="subdued" variant="bodySm">
          {t('offers:words.insert')}
        </Text>
        {names.map((name) => (
          <Button
            key={name}
            size="micro"
            accessibilityLabel={t('offers:words.insertOne', { name: t(`offers:words.variable.${name}`) })}
            onClick={() => {
              const { current } = caret;
              if (!current) return setAsking(true);
              setAsking(false);
              const fallback = name === 'first name' ? `|${t('offers:words.fallback')}` : '';
              current.insert(`{${name}${fallback}}`, current.at);
            }}
          >
            {t(`offers:words.variable.${name}`)}
          </Button>
        ))}
      </InlineStack>
      <Text as="p" tone="subdued" variant="bodySm">
        {t(isAsking ? 'offers:words.where' : 'offers:words.variableHelp')}
      </Text>
    </BlockStack>
  );
}
