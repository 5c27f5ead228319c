import { HELD_OUT } from '@reprise/rules';
import { Badge, BlockStack, Button, ButtonGroup, Card, InlineStack, Text } from '@shopify/polaris';
import { useTranslation } from 'react-i18next';
import type { Arm, ArmReading, ExperimentStatus, Metric, Verdict } from '../../features/experiments/index.ts';
import { IntervalBar } from './interval-bar.tsx';
import { measureOf, writePercent } from './measure.ts';
import { verdictInWords } from './verdict-words.ts';

/** A test as the card draws it; a loader makes it from `getExperiment`. */
export interface TestView {
  name: string;
  status: ExperimentStatus;
  metric: Metric;
  variants: Pick<Arm, 'id' | 'name'>[];
  winnerId: string | null;
  decidedBy: 'merchant' | 'itself' | null;
  /** ISO, UTC */
  endedAt: string | null;
  verdict: Verdict;
  arms: ArmReading[];
}

interface Props {
  test: TestView;
  shop: { currency: string; timezone: string };
  /** without it no variant can be taken here */
  onTake?(armId: string): void;
  onStop?(): void;
  isBusy?: boolean;
}

/** What is known of a test, in plain words, with the interval, the variants and what can be done. */
export function VerdictCard({ test, shop, onTake, onStop, isBusy = false }: Props) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const measure = measureOf(test.metric, shop.currency, locale);
  const nameOf = (id: string) => test.variants.find((arm) => arm.id === id)?.name ?? id;
  const { verdict } = test;
  const words = verdictInWords(verdict, {
    t: (key, params) => t(key, params ?? {}),
    locale,
    metric: test.metric,
    measure,
    firstId: test.variants[0]?.id ?? '',
    nameOf,
  });
  const compared =
    verdict.kind === 'winner'
      ? verdict
      : verdict.kind === 'not-yet-known' && 'soFar' in verdict
        ? verdict.soFar
        : null;
  const isRunning = test.status === 'running';
  const canTake = onTake !== undefined && test.status !== 'decided';
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            {test.name}
          </Text>
          <Badge {...(isRunning ? { tone: 'info' as const } : {})}>
            {t(`experiments:state.${test.status}`)}
          </Badge>
        </InlineStack>
        {test.endedAt === null ? null : <Ended test={test} nameOf={nameOf} timezone={shop.timezone} />}
        <BlockStack gap="200">
          <Text
            as="h3"
            variant="headingSm"
            {...(words.tone === 'critical' ? { tone: 'critical' as const } : {})}
          >
            {words.title}
          </Text>
          <Text as="p">{words.sentences.join(' ')}</Text>
          {compared ? (
            <IntervalBar
              estimate={compared.lift}
              write={(value) => measure.write(value, value === 0 ? 0 : compared.lift.value)}
            />
          ) : null}
        </BlockStack>
        <ArmList
          test={test}
          nameOf={nameOf}
          betterId={verdict.kind === 'winner' ? verdict.armId : null}
          currency={shop.currency}
          {...(canTake ? { onTake } : {})}
          isBusy={isBusy}
        />
        {isRunning && verdict.kind !== 'invalid' ? (
          <Text as="p" tone="subdued">
            {t('experiments:verdict.mayLook')}
          </Text>
        ) : null}
        <ButtonGroup>
          {verdict.kind === 'winner' && canTake ? (
            <Button variant="primary" loading={isBusy} onClick={() => onTake(verdict.armId)}>
              {t('experiments:arms.takeWinner', { name: nameOf(verdict.armId) })}
            </Button>
          ) : null}
          {isRunning && onStop ? (
            <Button disabled={isBusy} onClick={onStop}>
              {t('experiments:arms.stop')}
            </Button>
          ) : null}
        </ButtonGroup>
      </BlockStack>
    </Card>
  );
}

function Ended({ test, nameOf, timezone }: { test: TestView; nameOf(id: string): string; timezone: string }) {
  const { t, i18n } = useTranslation();
  const date = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'long', timeZone: timezone }).format(
    new Date(test.endedAt ?? ''),
  );
  const shown = test.winnerId ?? test.variants[0]?.id ?? '';
  return (
    <Text as="p">{t(`experiments:ended.${test.decidedBy ?? 'stopped'}`, { date, name: nameOf(shown) })}</Text>
  );
}

interface ArmListProps {
  test: TestView;
  nameOf(id: string): string;
  betterId: string | null;
  currency: string;
  onTake?(armId: string): void;
  isBusy: boolean;
}

/** The variants with what their people did; one line of words each, so that it reads on a phone. */
function ArmList({ test, nameOf, betterId, currency, onTake, isBusy }: ArmListProps) {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  const number = new Intl.NumberFormat(locale);
  const measure = measureOf(test.metric, currency, locale);
  const { verdict } = test;
  // A bet on a handful of people, or on figures that mislead, is none to offer.
  const isBetOpen =
    test.status === 'running' &&
    verdict.kind !== 'invalid' &&
    !(verdict.kind === 'not-yet-known' && verdict.reason === 'too-few-people');
  const did = (arm: ArmReading) =>
    t(`experiments:arms.${test.metric}`, {
      value: test.metric === 'revenue' ? measure.write(arm.perPerson) : writePercent(arm.perPerson, locale),
      converted: number.format(arm.converted),
    });
  return (
    <ul aria-label={t('experiments:arms.title')} style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {test.arms.map((arm) => {
        const name = arm.armId === HELD_OUT ? t('experiments:arms.heldOut') : nameOf(arm.armId);
        const facts = [
          t('experiments:arms.people', { count: arm.people, people: number.format(arm.people) }),
        ];
        if (arm.people > 0) facts.push(did(arm));
        if (arm.chanceToBeBest !== null && isBetOpen)
          facts.push(t('experiments:arms.chance', { percent: writeBet(arm.chanceToBeBest, locale) }));
        return (
          <li
            key={arm.armId}
            style={{ borderTop: '1px solid var(--p-color-border-secondary)', padding: '8px 0' }}
          >
            <InlineStack align="space-between" blockAlign="center" gap="200">
              <BlockStack gap="050">
                <InlineStack align="start" gap="200" blockAlign="center">
                  <Text as="span" fontWeight="semibold">
                    {name}
                  </Text>
                  {arm.armId === test.winnerId ? (
                    <Badge tone="success">{t('experiments:arms.winner')}</Badge>
                  ) : arm.armId === betterId ? (
                    <Badge tone="success">{t('experiments:arms.leader')}</Badge>
                  ) : null}
                </InlineStack>
                <Text as="span" tone="subdued">
                  {facts.join(' · ')}
                </Text>
              </BlockStack>
              {onTake && arm.armId !== HELD_OUT && arm.armId !== betterId ? (
                <Button
                  variant="plain"
                  disabled={isBusy}
                  accessibilityLabel={t('experiments:arms.takeLabel', { name })}
                  onClick={() => onTake(arm.armId)}
                >
                  {t('experiments:arms.take')}
                </Button>
              ) : null}
            </InlineStack>
          </li>
        );
      })}
    </ul>
  );
}

/** A bet in whole percent, never 0 or 100: it is no certainty. */
function writeBet(chance: number, locale: string): string {
  return writePercent(Math.min(0.99, Math.max(0.01, Math.round(chance * 100) / 100)), locale);
}
