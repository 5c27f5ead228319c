/** An address that a link may lead to: whole, http(s), without a user and a password in it; null for all else. */
export function linkTo(text: string): string | null {
  const trimmed = text.trim();
  if (!/^https?:\/\//i.test(trimmed) || trimmed.length > 2_000 || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  if (url.username || url.password || !url.hostname) return null;
  // As it was written, unless a space or bracket in it has to be encoded.
  return /[\s<>"]/.test(trimmed) ? url.href : trimmed;
}
