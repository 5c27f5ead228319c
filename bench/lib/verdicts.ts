import { round } from './numbers.ts';

/** One promise and what was measured. */
export interface Verdict {
  what: string;
  measured: number;
  limit: number;
  /** `least`: the measure must reach the limit; `most`: must not pass it */
  kind: 'least' | 'most';
}

export function isMet({ measured, limit, kind }: Verdict): boolean {
  return kind === 'least' ? measured >= limit : measured <= limit;
}

/** Prints a table of rows, the verdicts and one JSON line. @returns true when every budget is met */
export function report(
  bench: string,
  rows: Record<string, Record<string, unknown>>,
  verdicts: Verdict[],
): boolean {
  console.table(rows);
  for (const verdict of verdicts) {
    const sign = verdict.kind === 'least' ? '>=' : '<=';
    process.stdout.write(
      `${isMet(verdict) ? 'met   ' : 'MISSED'}  ${verdict.what}: ${round(verdict.measured, 2)} (budget ${sign} ${verdict.limit})\n`,
    );
  }
  const all = verdicts.every(isMet);
  process.stdout.write(
    `${JSON.stringify({
      bench,
      at: new Date().toISOString(),
      rows,
      verdicts: verdicts.map((verdict) => ({ ...verdict, isMet: isMet(verdict) })),
      isMet: all,
    })}\n`,
  );
  return all;
}
