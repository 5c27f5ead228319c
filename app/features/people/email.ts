import { domainToASCII } from 'node:url';

/** Mailbox providers whose addresses ignore dots and "+tags" (their own documentation says so). */
const ignoresDots = new Set(['gmail.com', 'googlemail.com']);
const ignoresPlusTags = new Set([
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'live.com',
  'icloud.com',
  'me.com',
  'mac.com',
  'fastmail.com',
  'proton.me',
  'protonmail.com',
  'pm.me',
]);
const sameProvider: Record<string, string> = {
  'googlemail.com': 'gmail.com',
  'protonmail.com': 'proton.me',
  'pm.me': 'proton.me',
};

/**
 * The address as it can be written to: trimmed, control characters removed, domain in lower case ASCII.
 * @returns null when there is no address in the text (empty, no @, spaces inside, longer than RFC 5321 allows)
 */
export function cleanEmail(text: string | null | undefined): string | null {
  if (!text) return null;
  const trimmed = text.trim().toWellFormed();
  if (trimmed.length > 254 || /[\s\p{Cc}<>,;\uFFFD]/u.test(trimmed)) return null;
  const at = trimmed.lastIndexOf('@');
  if (at < 1 || at > 64) return null;
  const host = trimmed
    .slice(at + 1)
    .toLowerCase()
    .replace(/\.$/, '');
  if (!/^[^.@\s]+(\.[^.@\s]+)+$/.test(host)) return null;
  return `${trimmed.slice(0, at)}@${host}`;
}

/** The way a domain goes over the wire: `müller.example` and `xn--mller-kva.example` are one. */
function asciiHost(host: string, room: number): string {
  // It reads like a URL's host, which ends at `?` and the like: `a.example?b.example` must not become `a.example`.
  if (/^[\p{ASCII}]*$/u.test(host) || /[/?#\\:@%[\]]/.test(host)) return host;
  const ascii = domainToASCII(host);
  return ascii && ascii.length <= room ? ascii : host;
}

/**
 * One spelling per mailbox, for finding the same person again (never for writing to them): lower case, and what the
 * provider ignores is left out (gmail: dots and everything behind a plus).
 */
export function normaliseEmail(text: string | null | undefined): string | null {
  const email = cleanEmail(text);
  if (!email) return null;
  const at = email.lastIndexOf('@');
  const host = asciiHost(email.slice(at + 1), 254 - at - 1);
  let local = email.slice(0, at).normalize('NFC').toLowerCase();
  if (ignoresPlusTags.has(host)) local = local.replace(/\+.*$/, '') || local;
  if (ignoresDots.has(host)) local = local.replaceAll('.', '') || local;
  return `${local}@${sameProvider[host] ?? host}`;
}
