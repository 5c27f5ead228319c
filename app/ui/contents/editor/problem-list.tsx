import { Banner, BlockStack, Button, Card, InlineStack, Link, List, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Block, ContentProblem } from '../../../features/content/index.ts';
import { languageName } from '../../offers/languages.ts';
import { blockOf, fieldName, languageOf } from './fields.ts';

interface Props {
  problems: ContentProblem[];
  blocks: Block[];
  /** trying links takes seconds, and only what is saved is tried */
  isChecking: boolean;
  canCheck: boolean;
  onCheckLinks(): void;
  onGo(field: string): void;
}

/** The problem in words: place, language, line, rule. */
export function useProblemWords(): (problem: ContentProblem) => string {
  const { t } = useTranslation();
  return ({ rule, line, params }) => {
    const words = t(`contents:problem.${rule}`, params);
    return line && line > 1 ? `${words} (${t('contents:line', { line })})` : words;
  };
}

/** Everything that should be put right, first what stands in the way of publishing; each leads to its field. */
export function ProblemList({ problems, blocks, isChecking, canCheck, onCheckLinks, onGo }: Props) {
  const { t, i18n } = useTranslation();
  const wordsOf = useProblemWords();
  const place = ({ field }: ContentProblem) => {
    const id = blockOf(field);
    const at = blocks.findIndex((block) => block.id === id);
    const kind = blocks[at]?.kind;
    const language = languageOf(field);
    return [
      ...(kind ? [`${at + 1}. ${t(`contents:block.${kind}`)}`] : [t(`contents:field.${fieldName(field)}`)]),
      ...(language ? [languageName(language, i18n.language)] : []),
    ].join(', ');
  };
  const list = (shown: ContentProblem[]) => (
    <List>
      {shown.map((problem) => (
        <List.Item key={JSON.stringify([problem.field, problem.rule, problem.params])}>
          <Link onClick={() => onGo(problem.field)}>{place(problem)}</Link>
          {`: ${wordsOf(problem)}`}
        </List.Item>
      ))}
    </List>
  );
  const blocking = problems.filter(({ isBlocking }) => isBlocking);
  const advice = problems.filter(({ isBlocking }) => !isBlocking);
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {t('contents:editor.checks')}
          </Text>
          <Button onClick={onCheckLinks} loading={isChecking} disabled={!canCheck}>
            {t('contents:editor.checkLinks')}
          </Button>
        </InlineStack>
        {problems.length === 0 ? <Text as="p">{t('contents:editor.noProblems')}</Text> : null}
        {blocking.length > 0 ? (
          <Banner tone="critical" title={t('contents:editor.blocking', { count: blocking.length })}>
            {list(blocking)}
          </Banner>
        ) : null}
        {advice.length > 0 ? (
          <Banner tone="info" title={t('contents:editor.advice', { count: advice.length })}>
            {list(advice)}
          </Banner>
        ) : null}
      </BlockStack>
    </Card>
  );
}
