import { useTranslation } from 'react-i18next';
import {
  Area,
  AreaChart,
  Bar,
  BarChart,
  CartesianGrid,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { currencyDigits } from '../../kit/money.ts';

export interface DayValue {
  /** `2026-11-21` */
  day: string;
  /** a count, or minor units of `currency` */
  value: number;
}

interface Props {
  days: DayValue[];
  /** null = counts */
  currency: string | null;
  /** what is drawn, for the tooltip */
  label: string;
}

/** More days than this would be bars thinner than a hair. */
const mostBars = 62;

/** Days side by side. Drawn in the browser only; the page has the same numbers as a table. */
export default function DayChart({ days, currency, label }: Props) {
  const { i18n } = useTranslation();
  const locale = i18n.language;
  const digits = currency === null ? 0 : currencyDigits(currency);
  const style = currency === null ? {} : ({ style: 'currency', currency } as const);
  const full = new Intl.NumberFormat(locale, style);
  const short = new Intl.NumberFormat(locale, { ...style, notation: 'compact', maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  const longDay = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' });
  const data = days.map((each) => ({ day: each.day, value: each.value / 10 ** digits }));
  const color = 'var(--p-color-bg-fill-info-active, #0094d5)';
  const parts = [
    <CartesianGrid key="grid" vertical={false} stroke="var(--p-color-border-secondary)" />,
    <XAxis
      key="x"
      dataKey="day"
      tickFormatter={(value: string) => day.format(new Date(`${value}T00:00:00Z`))}
      minTickGap={24}
      tickLine={false}
      axisLine={{ stroke: 'var(--p-color-border)' }}
      tick={{ fontSize: 12, fill: 'var(--p-color-text-secondary)' }}
    />,
    <YAxis
      key="y"
      width={56}
      allowDecimals={currency !== null}
      tickFormatter={(value: number) => short.format(value)}
      tickLine={false}
      axisLine={false}
      tick={{ fontSize: 12, fill: 'var(--p-color-text-secondary)' }}
    />,
    <Tooltip
      key="tip"
      formatter={(value) => [full.format(Number(value)), label]}
      labelFormatter={(value) => longDay.format(new Date(`${String(value)}T00:00:00Z`))}
      cursor={{ fill: 'var(--p-color-bg-surface-hover)' }}
      isAnimationActive={false}
    />,
  ];
  const margin = { top: 8, right: 8, bottom: 0, left: 0 };
  return (
    <ResponsiveContainer width="100%" height="100%">
      {data.length <= mostBars ? (
        <BarChart data={data} margin={margin} accessibilityLayer={false}>
          {parts}
          <Bar dataKey="value" fill={color} radius={[3, 3, 0, 0]} maxBarSize={36} isAnimationActive={false} />
        </BarChart>
      ) : (
        <AreaChart data={data} margin={margin} accessibilityLayer={false}>
          {parts}
          <Area
            dataKey="value"
            type="linear"
            stroke={color}
            strokeWidth={1.5}
            fill={color}
            fillOpacity={0.15}
            isAnimationActive={false}
          />
        </AreaChart>
      )}
    </ResponsiveContainer>
  );
}
