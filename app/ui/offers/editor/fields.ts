import type { OfferForm } from './use-offer-form.ts';

/** The parts of the editor, in their order on the page. */
export const sections = ['basics', 'what', 'words', 'picture', 'where', 'audience', 'terms', 'test'] as const;
export type SectionName = (typeof sections)[number];

/** The id of a field's control, so that a problem can lead to it. */
export function fieldId(field: string): string {
  return `offer-${field.replace(/[^\w-]/g, '-')}`;
}

/** In which part of the editor a field stands. */
export function sectionOf(field: string): SectionName {
  const [first = ''] = field.split('.');
  switch (first) {
    case 'texts':
      return 'words';
    case 'pictureId':
      return 'picture';
    case 'surfaces':
    case 'moments':
    case 'fromDays':
    case 'startsAt':
    case 'endsAt':
      return 'where';
    case 'rule':
      return 'audience';
    case 'caps':
    case 'combines':
    case 'minimum':
    case 'isBound':
      return 'terms';
    case 'test':
    case 'holdOutPercent':
      return 'test';
    case 'name':
    case 'isActive':
      return 'basics';
    default:
      return 'what';
  }
}

/** The language of a field such as `texts.de.title`; null when it has none. */
export function languageOf(field: string): string | null {
  return /(?:^|\.)texts\.([^.]+)\./.exec(field)?.[1] ?? null;
}

/** What every text field has in common. */
export function fieldProps(form: OfferForm, field: string) {
  return {
    id: fieldId(field),
    error: form.problem(field),
    onBlur: () => form.touch(field),
    autoComplete: 'off',
  };
}
