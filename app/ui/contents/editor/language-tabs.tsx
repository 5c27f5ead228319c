import { Badge, Button, ButtonGroup, InlineStack, Select } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import { completeness } from '../../../features/content/index.ts';
import { commonLanguages, languageName } from '../../offers/languages.ts';
import type { ContentForm } from './use-content.ts';

interface Props {
  form: ContentForm;
  language: string;
  onChoose(language: string): void;
}

/** The languages of a content, each with how much of it is there; a new one can be added, the last one stays. */
export function LanguageTabs({ form, language, onChoose }: Props) {
  const { t, i18n } = useTranslation();
  const languages = Object.keys(form.input.texts);
  const name = (tag: string) => languageName(tag, i18n.language);
  const others = commonLanguages.filter((tag) => !languages.includes(tag));
  return (
    <InlineStack gap="300" blockAlign="center">
      <ButtonGroup>
        {languages.map((tag) => {
          const { wanted, there } = completeness(form.input, tag);
          return (
            <Button key={tag} pressed={tag === language} onClick={() => onChoose(tag)}>
              {`${name(tag)} · ${there === wanted ? t('contents:editor.complete') : t('contents:editor.part', { there, wanted })}`}
            </Button>
          );
        })}
      </ButtonGroup>
      <Select
        label={t('contents:editor.addLanguage')}
        labelHidden
        value=""
        options={[
          { label: t('contents:editor.addLanguage'), value: '' },
          ...others.map((tag) => ({ label: name(tag), value: tag })),
        ]}
        onChange={(tag) => {
          if (!tag) return;
          form.addLanguage(tag);
          onChoose(tag);
        }}
      />
      {languages.length > 1 ? (
        <Button
          variant="plain"
          tone="critical"
          onClick={() => {
            form.removeLanguage(language);
            onChoose(languages.find((tag) => tag !== language) ?? language);
          }}
        >
          {t('contents:editor.removeLanguage', { language: name(language) })}
        </Button>
      ) : null}
      {languages.length === 0 ? <Badge tone="critical">{t('contents:problem.no_language')}</Badge> : null}
    </InlineStack>
  );
}
