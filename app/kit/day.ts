const formats = new Map<string, Intl.DateTimeFormat>();

/** The calendar day of a moment in a zone, `2026-11-21`; an unknown zone counts as UTC. */
export function dayIn(timezone: string, at: Date): string {
  let format = formats.get(timezone);
  if (!format) {
    const options = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    try {
      format = new Intl.DateTimeFormat('en-CA', { ...options, timeZone: timezone });
    } catch {
      format = new Intl.DateTimeFormat('en-CA', { ...options, timeZone: 'UTC' });
    }
    formats.set(timezone, format);
  }
  return format.format(at);
}

/** A day so many days later (or earlier): `addDays('2026-02-28', 1)` is `2026-03-01`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Every day from the first to the last, both included; none when they are the wrong way round. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
}
