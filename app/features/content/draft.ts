import type { Block } from './content.ts';

type Words = Record<string, string>;
/** One block of a ready content, with its words. */
export type Piece = [block: Omit<Block, 'id'> & { kind: Block['kind'] }, words?: Words];
/** One language of a ready content: what stands above the blocks, and the blocks with their words. */
export interface Draft {
  subject: string;
  preheader: string;
  sms?: string;
  pieces: Piece[];
}
/** Picks words of the mail locale, with Liquid where a template would put a value. */
export type Say = (key: string, params?: Record<string, string>) => string;

/** The blocks that most contents begin with. */
export const button = (url: string, label: string): Piece => [
  { kind: 'button', align: 'start', url } as Piece[0],
  { label },
];
export const heading = (text: string): Piece => [{ kind: 'heading', align: 'start' } as Piece[0], { text }];
export const text = (words: string, isSmall = false): Piece => [
  { kind: 'text', align: 'start', isSmall } as Piece[0],
  { text: words },
];
export const divider: Piece = [{ kind: 'divider' }];
export const items = (hasTotals = true): Piece => [{ kind: 'items', hasTotals } as Piece[0]];
export const footer = (because: string): Piece => [{ kind: 'footer' }, { because }];

/** Until when a code holds, where there is an end. */
export const validUntil = (say: Say) =>
  `{% if code.deadline %}${say('validUntil', { until: '{{ code.deadline }}' })}{% endif %}`;
