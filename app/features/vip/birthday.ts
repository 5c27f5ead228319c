/**
 * Reads a birthday as a page sends it: "MM-DD", or "YYYY-MM-DD" where the year was told. 29 February exists without a year.
 * @param today `YYYY-MM-DD`: nobody is born tomorrow, nor before 1900
 * @returns null when there is no such day
 */
export function readBirthday(text: string, today: string): { monthDay: string; year: string | null } | null {
  const match = /^(?:(\d{4})-)?(\d{2})-(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const [, year, month = '', day = ''] = match;
  // 2000 has a 29 February.
  const at = new Date(`${year ?? '2000'}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || at.toISOString().slice(5, 10) !== `${month}-${day}`) return null;
  if (year !== undefined && (year < '1900' || `${year}-${month}-${day}` > today)) return null;
  return { monthDay: `${month}-${day}`, year: year ?? null };
}
