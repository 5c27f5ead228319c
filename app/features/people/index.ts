export { cleanEmail, normaliseEmail } from './email.ts';
export {
  type ConsentAnswer,
  type ConsentChannel,
  type ConsentState,
  consentState,
  consentStates,
  type IdentityKind,
  type Person,
  type PersonClues,
} from './person.ts';
