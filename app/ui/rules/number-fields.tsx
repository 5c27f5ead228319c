import { InlineGrid, TextField } from '@shopify/polaris';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { amountText, parseAmount } from '../../features/offers/index.ts';

interface WholeProps {
  label: string;
  value: number | undefined;
  onChange(value: number | undefined): void;
  error?: string | false;
  suffix?: string;
  help?: string;
  id?: string;
}

/** A whole number that may be left out. Other signs cannot be typed. */
export function WholeField({ label, value, onChange, error, suffix, help, id }: WholeProps) {
  return (
    <TextField
      {...(id ? { id } : {})}
      label={label}
      value={value === undefined ? '' : String(value)}
      onChange={(typed) => {
        const digits = typed.replace(/\D/g, '').slice(0, 7);
        onChange(digits === '' ? undefined : Number(digits));
      }}
      inputMode="numeric"
      autoComplete="off"
      error={error ?? false}
      {...(suffix ? { suffix } : {})}
      {...(help ? { helpText: help } : {})}
    />
  );
}

interface AmountProps {
  label: string;
  currency: string;
  /** minor units; or, as long as it is no amount, what was typed */
  value: string | undefined;
  onChange(value: string | undefined): void;
  error?: string | false;
  id?: string;
}

const isMinor = (text: string) => /^\d{1,15}$/.test(text);

/** An amount as it is typed. What is no amount is handed on as it is, so that the rule's own check can say so. */
export function AmountField({ label, currency, value, onChange, error, id }: AmountProps) {
  const shown = value === undefined ? '' : isMinor(value) ? amountText(BigInt(value), currency) : value;
  const [text, setText] = useState(shown);
  const [last, setLast] = useState(value);
  if (value !== last) {
    // Changed from outside, not by typing here.
    setLast(value);
    if (read(text, currency) !== value) setText(shown);
  }
  return (
    <TextField
      {...(id ? { id } : {})}
      label={label}
      value={text}
      onChange={(typed) => {
        setText(typed);
        onChange(read(typed, currency));
      }}
      suffix={currency}
      inputMode="decimal"
      autoComplete="off"
      maxLength={20}
      error={error ?? false}
    />
  );
}

function read(typed: string, currency: string): string | undefined {
  const trimmed = typed.trim();
  if (trimmed === '') return undefined;
  const minor = parseAmount(trimmed, currency);
  // A text of digits alone would be taken for minor units: it must not pass for them.
  if (minor !== null && minor >= 0n) return String(minor);
  return isMinor(trimmed) ? `${trimmed}?` : trimmed;
}

/** "At least" and "at most" beside each other. */
export function Ends({ children }: { children: React.ReactNode }) {
  return (
    <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
      {children}
    </InlineGrid>
  );
}

/** Both ends of a whole number. */
export function WholeEnds(props: {
  min: number | undefined;
  max: number | undefined;
  onChange(ends: { min?: number; max?: number }): void;
  labels?: { min: string; max: string };
  errors: { min: string | false; max: string | false };
  ids: { min: string; max: string };
}) {
  const { t } = useTranslation();
  const { min, max, onChange, labels, errors, ids } = props;
  const change = (patch: { min?: number | undefined; max?: number | undefined }) => {
    const next = { min, max, ...patch };
    onChange({
      ...(next.min !== undefined && { min: next.min }),
      ...(next.max !== undefined && { max: next.max }),
    });
  };
  return (
    <Ends>
      <WholeField
        id={ids.min}
        label={labels?.min ?? t('rules:edit.min')}
        value={min}
        onChange={(value) => change({ min: value })}
        error={errors.min}
      />
      <WholeField
        id={ids.max}
        label={labels?.max ?? t('rules:edit.max')}
        value={max}
        onChange={(value) => change({ max: value })}
        error={errors.max}
      />
    </Ends>
  );
}
