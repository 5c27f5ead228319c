import { BlockStack, InlineGrid, Select, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FlowStep } from '../../../features/flows/index.ts';
import { moneyAmount, parseMoney } from '../../../kit/money.ts';
import { useFlowDesk } from '../flow-desk.ts';
import { SpanField } from './span-field.tsx';
import type { StepPanelProps } from './step-panel.tsx';

type CodeStep = Extract<FlowStep, { kind: 'code' }>;
type Terms = CodeStep['terms'];

/** What was typed as a share or an amount; null when it is none. */
function readTerms(kind: Terms['kind'], text: string, currency: string): Terms | null {
  const plain = text.trim().replace(',', '.');
  if (kind === 'free-shipping') return { kind };
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(plain)) return null;
  if (kind === 'percentage') {
    const basisPoints = Math.round(Number(plain) * 100);
    return basisPoints >= 1 && basisPoints <= 10_000 ? { kind, basisPoints } : null;
  }
  try {
    const { minor } = parseMoney(plain, currency);
    return minor > 0n ? { kind, minor: String(minor), currency } : null;
  } catch {
    return null;
  }
}

const writtenOf = (terms: Terms): string => {
  if (terms.kind === 'percentage') return String(terms.basisPoints / 100);
  return terms.kind === 'amount' ? moneyAmount({ minor: BigInt(terms.minor), currency: terms.currency }) : '';
};

/** What the code takes off, and how long it is good. */
export function CodePanel({ id, step, onChange, problem }: StepPanelProps<CodeStep>) {
  const { t } = useTranslation();
  const { currency } = useFlowDesk();
  const { terms } = step;
  const [typed, setTyped] = useState(() => writtenOf(terms));
  const isRight = readTerms(terms.kind, typed, currency) !== null;
  const set = (patch: Partial<CodeStep>) =>
    onChange((before) => (before.kind === 'code' ? { ...before, ...patch } : before));
  return (
    <BlockStack gap="300">
      <InlineGrid columns="1fr 1fr" gap="200">
        <Select
          label={t('flow-pages:code.kind')}
          value={terms.kind}
          onChange={(value) => {
            const kind = value as Terms['kind'];
            const next = readTerms(kind, '10', currency);
            if (!next) return;
            setTyped(kind === 'free-shipping' ? '' : '10');
            set({ terms: next });
          }}
          options={(['percentage', 'amount', 'free-shipping'] as const).map((value) => ({
            value,
            label: t(`flow-pages:code.kinds.${value}`),
          }))}
        />
        {terms.kind === 'free-shipping' ? null : (
          <TextField
            id={`${id}-value`}
            label={t('flow-pages:code.value')}
            inputMode="decimal"
            suffix={terms.kind === 'percentage' ? '%' : currency}
            value={typed}
            onChange={(text) => {
              setTyped(text);
              const next = readTerms(terms.kind, text, currency);
              if (next) set({ terms: next });
            }}
            onBlur={() => setTyped(writtenOf(terms))}
            error={isRight ? problem('') : t('flow-pages:code.wrong')}
            autoComplete="off"
          />
        )}
      </InlineGrid>
      <SpanField
        id={`${id}-valid`}
        label={t('flow-pages:code.validFor')}
        help={t('flow-pages:code.validHelp')}
        span={step.validFor}
        onChange={(validFor) => set({ validFor })}
        error={problem('validFor.amount')}
      />
    </BlockStack>
  );
}
