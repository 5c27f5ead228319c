export type { Because, Hidden } from './complement.ts';
