import { Banner, Link, List } from '@shopify/polaris';
import { forwardRef } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName } from '../languages.ts';
import { languageOf, sectionOf } from './fields.ts';

interface Props {
  problems: { field: string; words: string }[];
  onGo(field: string): void;
}

/** Everything that stands in the way of saving, each a way to its field. Takes the focus when saving was tried. */
export const ProblemSummary = forwardRef<HTMLDivElement, Props>(function ProblemSummary(
  { problems, onGo },
  ref,
) {
  const { t, i18n } = useTranslation();
  return (
    <div ref={ref} tabIndex={-1} className="offer-problems" role="alert">
      <Banner tone="critical" title={t('offers:edit.problems', { count: problems.length })}>
        <List>
          {problems.map(({ field, words }) => {
            const language = languageOf(field);
            const place = [
              t(`offers:section.${sectionOf(field)}`),
              ...(language ? [languageName(language, i18n.language)] : []),
            ].join(', ');
            return (
              <List.Item key={field}>
                <Link onClick={() => onGo(field)}>{`${place}: ${words}`}</Link>
              </List.Item>
            );
          })}
        </List>
      </Banner>
    </div>
  );
});
