/** The middle of a list; NaN of an empty one. */
export function median(list: number[]): number {
  if (list.length === 0) return Number.NaN;
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which the share `p` (0 to 1) of a list lies. */
export function percentile(list: number[], p: number): number {
  if (list.length === 0) return Number.NaN;
  const sorted = Float64Array.from(list).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))]!;
}

/** The median of each numeric field over several rounds. */
export function medians<Row extends object>(rows: Row[]): Record<keyof Row, number> {
  const first = rows[0];
  if (!first) throw new Error('no rounds were measured');
  return Object.fromEntries(
    Object.keys(first).map((key) => [key, median(rows.map((row) => Number(row[key as keyof Row])))]),
  ) as Record<keyof Row, number>;
}

export function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
