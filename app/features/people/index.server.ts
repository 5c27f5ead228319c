export {
  type ConsentChange,
  consentFor,
  consentHistory,
  consentOfAddress,
  consentsOfPerson,
  markConsentSynced,
  type ReportedConsent,
  recordConsent,
  setConsent,
} from './consent.server.ts';
export { cleanEmail } from './email.ts';
export { findPeople, type ListedPerson } from './find-people.server.ts';
export { currentPersonId, getPerson } from './get-person.server.ts';
export { hashCustomer, hashEmail, hashPhone } from './hashes.ts';
export { learnEmailConsent } from './learn-consent.server.ts';
export { personReferences } from './merge-people.server.ts';
export { createPeopleHandlers } from './people.handlers.server.ts';
export { recountOrders, removeIdentity } from './people.repo.server.ts';
export {
  consentTimeline,
  type KnownConsent,
  type KnownIdentity,
  type PersonFile,
  readPersonFile,
} from './person-file.server.ts';
export { resolvePeople, resolvePerson } from './resolve-person.server.ts';
export { askForTraits, plainTag, type WantedTrait } from './traits.server.ts';
export { unmergePeople } from './unmerge-people.server.ts';
