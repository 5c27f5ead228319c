export {
  type ConsentAnswer,
  type ConsentChannel,
  type ConsentState,
  consentState,
  type IdentityKind,
  type Person,
  type PersonClues,
} from './person.ts';
export { sourceWord } from './source-word.ts';
