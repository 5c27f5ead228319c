export { choiceInput, chooseComplement } from './choose-complement.server.ts';
export { complementHandlers } from './complements.handlers.server.ts';
export {
  askForRecompute,
  type ListedComplement,
  type ListedProduct,
  listComplements,
  readComplementState,
  readNames,
} from './list-complements.server.ts';
export { loadComplementSnapshot } from './load-snapshot.server.ts';
export { propose } from './propose.ts';
export { proposeFor } from './propose-for.server.ts';
export type { ComplementSnapshot } from './snapshot.ts';
