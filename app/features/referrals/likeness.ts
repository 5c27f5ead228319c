import { distance } from 'fastest-levenshtein';

/** Letters only, no accents, lower case. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}]/gu, '');
}

/** 1 = the same, 0 = nothing in common. */
function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - distance(a, b) / longest;
}

export interface Name {
  firstName: string | null;
  lastName: string | null;
}

/**
 * true when two full names are nearly the same, in either order. The same last name alone says nothing: relatives may refer each
 * other, and half of all Nguyens are not related.
 */
export function isSimilarName(a: Name, b: Name): boolean {
  if (!a.firstName || !a.lastName || !b.firstName || !b.lastName) return false;
  const [aFirst, aLast, bFirst, bLast] = [a.firstName, a.lastName, b.firstName, b.lastName].map(plain);
  if (!aFirst || !aLast || !bFirst || !bLast) return false;
  const straight = Math.min(likeness(aFirst, bFirst), likeness(aLast, bLast));
  const swapped = Math.min(likeness(aFirst, bLast), likeness(aLast, bFirst));
  return Math.max(straight, swapped) >= 0.75;
}

/** true when two addresses look like one owner's: the same name in front of the @ but for digits, dots and a letter or two. */
export function isSimilarEmail(a: string, b: string): boolean {
  const [aLocal, bLocal] = [a, b].map((email) =>
    email
      .slice(0, email.lastIndexOf('@'))
      .toLowerCase()
      .replace(/\+.*$/, '')
      .replace(/[^\p{L}]/gu, ''),
  );
  if (!aLocal || !bLocal || isRole(aLocal) || isRole(bLocal)) return false;
  if (aLocal === bLocal) return aLocal.length >= 4;
  const shorter = Math.min(aLocal.length, bLocal.length);
  return shorter >= 6 && distance(aLocal, bLocal) <= (shorter >= 10 ? 2 : 1);
}

const roles = new Set([
  'info',
  'mail',
  'email',
  'office',
  'kontakt',
  'contact',
  'shop',
  'hello',
  'hallo',
  'post',
  'admin',
]);

function isRole(local: string): boolean {
  return roles.has(local);
}
