import { useTranslation } from 'react-i18next';
import type { Estimate } from '../../features/experiments/index.ts';

interface Props {
  estimate: Estimate;
  /** how a value is read, e.g. `0,42 €` */
  write(value: number): string;
}

/** Room at both ends, so that no label is cut off. */
const margin = 12;

/**
 * Where a difference surely is, beside nothing at all: a bar from the lower to the upper end, a dot at the most likely value
 * and a line at zero. Says the same to a screen reader in one sentence; green, red and grey repeat what the place says.
 */
export function IntervalBar({ estimate, write }: Props) {
  const { t } = useTranslation();
  const { value, low, high } = estimate;
  const from = Math.min(low, 0);
  const to = Math.max(high, 0);
  const at = (x: number) =>
    to === from ? '50%' : `${(margin + ((x - from) / (to - from)) * (100 - 2 * margin)).toFixed(2)}%`;
  const width = to === from ? '0%' : `${(((high - low) / (to - from)) * (100 - 2 * margin)).toFixed(2)}%`;
  const tone = low > 0 ? 'success' : high < 0 ? 'critical' : 'secondary';
  const fill = tone === 'secondary' ? '#8a8a8a' : `var(--p-color-bg-fill-${tone})`;
  const label = t('experiments:interval.label', {
    value: write(value),
    low: write(low),
    high: write(high),
  });
  // Labels that would touch each other: zero's gives way, its line stays.
  const gap = (x: number) => Math.abs(x) / (to - from || 1);
  const isZeroFree = gap(low) > 0.14 && gap(high) > 0.14;
  const text = { fontSize: 12, fill: 'var(--p-color-text-secondary)', textAnchor: 'middle' as const };
  return (
    <svg role="img" aria-label={label} width="100%" height="46" style={{ display: 'block' }}>
      <line x1="0" x2="100%" y1="13" y2="13" stroke="var(--p-color-border)" strokeWidth="1" />
      <rect x={at(low)} width={width} y="8" height="10" rx="5" fill={fill} fillOpacity="0.45" />
      <line x1={at(0)} x2={at(0)} y1="1" y2="25" stroke="var(--p-color-text)" strokeWidth="1.5" />
      <circle cx={at(value)} cy="13" r="6" fill={fill} stroke="#fff" strokeWidth="1.5" />
      <text x={at(low)} y="41" {...text}>
        {write(low)}
      </text>
      {isZeroFree ? (
        <text x={at(0)} y="41" {...text}>
          0
        </text>
      ) : null}
      <text x={at(high)} y="41" {...text}>
        {write(high)}
      </text>
    </svg>
  );
}
