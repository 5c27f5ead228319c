import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { type Identity, identitiesOf } from './hashes.ts';
import { areKeptApart } from './join-journal.server.ts';
import { mergePeople } from './merge-people.server.ts';
import {
  addIdentities,
  type IdentityKey,
  identityKey,
  insertPeople,
  lockIdentities,
  lockPeople,
  ownersOf,
  updatePeople,
} from './people.repo.server.ts';
import type { PersonClues } from './person.ts';
import { timezoneOf } from './timezone.ts';

type Known = Identity & IdentityKey;

/** One question in work. */
interface Case {
  ctx: Context;
  clues: PersonClues;
  identities: Known[];
  personId: string | null;
}

/**
 * The one person behind a set of addresses, numbers and customer ids: found, made, or joined out of several when the clues
 * name more than one. Correct when called at once for the same clues (locks on the clues, then on the people).
 * Call it inside the transaction that uses the answer.
 * @returns the person's id, or null when nothing identifies anybody
 */
export async function resolvePerson(ctx: Context, tx: Tx, clues: PersonClues): Promise<string | null> {
  return (await resolvePeople(tx, [{ ctx, clues }]))[0] ?? null;
}

/**
 * The same for many at once, of any shops, in a handful of statements: those that have nobody and no clue in common go together,
 * the rest one after another. The answers stand in the order of the questions.
 */
export async function resolvePeople(
  tx: Tx,
  asked: { ctx: Context; clues: PersonClues }[],
): Promise<(string | null)[]> {
  const cases: Case[] = asked.map(({ ctx, clues }) => ({
    ctx,
    clues,
    identities: identitiesOf(ctx, clues).map((one) => ({ ...one, shopId: ctx.shop.id })),
    personId: null,
  }));
  const identities = cases.flatMap((one) => one.identities);
  if (identities.length === 0) return cases.map(() => null);
  await lockIdentities(tx, identities);
  let owners = await ownersOf(tx, identities);
  if (owners.size > 0) {
    // A join in another transaction may have moved an owner before we got its lock: whoever did not stand still is looked at alone.
    await lockPeople(tx, [...new Set(owners.values())]);
    const before = owners;
    owners = await ownersOf(tx, identities);
    for (const one of cases) {
      const isSame = one.identities.every(
        (id) => before.get(identityKey(id)) === owners.get(identityKey(id)),
      );
      if (!isSame) for (const id of one.identities) owners.set(identityKey(id), unsettled);
    }
  }

  const { together, alone } = sortOut(cases, owners);
  await writeTogether(tx, together, owners);
  const joined = new Map<string, string>();
  for (const one of alone) await settleAlone(tx, one, joined);
  return cases.map(({ personId }) => {
    let id = personId;
    // Who was found first may have been joined with somebody by a later question.
    for (let next = id && joined.get(id); next; next = joined.get(next)) id = next;
    return id;
  });
}

/** Stands for an owner that moved while we were looking. */
const unsettled = '?';

/** Those with one owner or none, whose owner and clues no other question shares, can be written in one go. */
function sortOut(cases: Case[], owners: Map<string, string>): { together: Case[]; alone: Case[] } {
  const together: Case[] = [];
  const alone: Case[] = [];
  const taken = new Set<string>();
  for (const one of cases) {
    if (one.identities.length === 0) continue;
    const keys = one.identities.map(identityKey);
    const own = new Set(keys.map((key) => owners.get(key)).filter((id) => id !== undefined));
    const isShared = [...keys, ...own].some((key) => taken.has(key));
    for (const key of [...keys, ...own]) taken.add(key);
    if (isShared || own.size > 1 || own.has(unsettled)) alone.push(one);
    else {
      one.personId = [...own][0] ?? null;
      together.push(one);
    }
  }
  return { together, alone };
}

function factsOf({ ctx, clues }: Case, id: string) {
  return {
    id,
    shopId: ctx.shop.id,
    locale: clues.locale ?? null,
    country: clues.country ?? null,
    timezone: timezoneOf(clues.country, clues.province),
    firstNameSealed: ctx.vault.sealOptional(clues.firstName),
    lastNameSealed: ctx.vault.sealOptional(clues.lastName),
    at: clues.at,
  };
}

/** Sealing costs more than looking: what is owned already is not sealed to be passed over. */
function newIdentities(one: Case, personId: string, owners: Map<string, string>) {
  return one.identities
    .filter((identity) => !owners.has(identityKey(identity)))
    .map(({ shopId, kind, hash, value }) => ({
      shopId,
      kind,
      hash,
      sealed: one.ctx.vault.seal(value),
      personId,
      source: one.clues.source,
    }));
}

async function writeTogether(tx: Tx, cases: Case[], owners: Map<string, string>): Promise<void> {
  const first = cases[0];
  if (!first) return;
  const now = first.ctx.clock.now();
  const strangers = cases.filter(({ personId }) => personId === null);
  const known = cases.filter(({ personId }) => personId !== null);
  for (const one of strangers) one.personId = newId('per');
  await insertPeople(
    tx,
    strangers.map((one) => factsOf(one, one.personId!)),
    now,
  );
  await updatePeople(
    tx,
    known.map((one) => factsOf(one, one.personId!)),
  );
  await addIdentities(
    tx,
    cases.flatMap((one) => newIdentities(one, one.personId!, owners)),
    now,
  );
}

/** One question by itself, its identities locked already. @param joined learns who became whom */
async function settleAlone(tx: Tx, one: Case, joined: Map<string, string>): Promise<void> {
  const { ctx, identities } = one;
  const peopleOf = (owners: Map<string, string>) => [...new Set(owners.values())].sort();
  let owners = await ownersOf(tx, identities);
  if (owners.size > 0) {
    // A join in another transaction may have moved an owner before we got its lock: look again until they stand still.
    for (;;) {
      await lockPeople(tx, peopleOf(owners));
      const now = await ownersOf(tx, identities);
      const isSame = now.size === owners.size && [...now].every(([key, id]) => owners.get(key) === id);
      owners = now;
      if (isSame) break;
    }
    const people = peopleOf(owners);
    if (people.length === 1) one.personId = people[0]!;
    else if (people.length > 1 && (await areKeptApart(tx, ctx.shop.id, people))) {
      one.personId = strongestOwner(identities, owners);
    } else if (people.length > 1) {
      one.personId = await mergePeople(ctx, tx, people, {
        source: one.clues.source,
        clueHashes: identities.map(({ hash }) => hash),
      });
      for (const id of people) if (id !== one.personId) joined.set(id, one.personId);
    }
  }
  await writeTogether(tx, [one], owners);
}

/** Of several owners who must not be joined: whose customer number it is, else whose e-mail, else whose telephone. */
function strongestOwner(identities: Known[], owners: Map<string, string>): string {
  for (const kind of ['customer', 'email', 'phone'] as const)
    for (const identity of identities) {
      const owner = identity.kind === kind ? owners.get(identityKey(identity)) : undefined;
      if (owner) return owner;
    }
  throw new Error('nobody owns any of the clues');
}
