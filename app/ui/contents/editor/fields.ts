/** Where a problem's field is in the page: a control of its own, or the block that holds it. */
export function fieldId(field: string): string {
  return `content-${field.replaceAll('.', '-')}`;
}

/** The language that a field's words are in; null for what all languages share. */
export function languageOf(field: string): string | null {
  return /^texts\.([^.]+)\./.exec(field)?.[1] ?? null;
}

/** The block that a field belongs to. */
export function blockOf(field: string): string | null {
  return /(?:^|\.)blocks\.([^.]+)/.exec(field)?.[1] ?? null;
}

/** The key of a field's name: its last part that has one. */
export function fieldName(field: string): string {
  const parts = field.split('.');
  if (parts[0] === 'blocks' && parts.length === 2) return 'blocks';
  if (parts[0] === 'texts' && parts.length <= 2) return 'texts';
  return parts.at(-1) ?? field;
}
