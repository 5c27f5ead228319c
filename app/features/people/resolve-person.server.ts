import { newId } from '../../kit/id.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/db.server.ts';
import { identitiesOf } from './hashes.ts';
import { mergePeople } from './merge-people.server.ts';
import {
  addIdentities,
  insertPerson,
  lockIdentities,
  lockPeople,
  ownersOf,
  updatePerson,
} from './people.repo.server.ts';
import type { PersonClues } from './person.ts';
import { timezoneOf } from './timezone.ts';

/**
 * The one person behind a set of addresses, numbers and customer ids: found, made, or joined out of several when the clues
 * name more than one. Correct when called at once for the same clues (locks on the clues, then on the people).
 * Call it inside the transaction that uses the answer.
 * @returns the person's id, or null when nothing identifies anybody
 */
export async function resolvePerson(ctx: Context, tx: Tx, clues: PersonClues): Promise<string | null> {
  const identities = identitiesOf(ctx, clues);
  if (identities.length === 0) return null;
  const shopId = ctx.shop.id;
  const keys = identities.map(({ kind, hash }) => `${shopId} ${kind} ${hash}`);
  await lockIdentities(tx, keys);
  const facts = {
    locale: clues.locale ?? null,
    country: clues.country ?? null,
    timezone: timezoneOf(clues.country, clues.province),
    firstNameSealed: ctx.vault.sealOptional(clues.firstName),
    lastNameSealed: ctx.vault.sealOptional(clues.lastName),
    at: clues.at,
  };
  let owners = await ownersOf(tx, shopId, identities);
  let personId: string;
  if (owners.length === 0) {
    personId = newId('per');
    await insertPerson(tx, { id: personId, shopId, ...facts, createdAt: ctx.clock.now() });
  } else {
    // A join in another transaction may have moved an owner before we got its lock: look again until they stand still.
    for (;;) {
      await lockPeople(tx, shopId, owners);
      const now = await ownersOf(tx, shopId, identities);
      const isSame = now.length === owners.length && now.every((id) => owners.includes(id));
      owners = now;
      if (isSame) break;
    }
    personId = owners.length === 1 ? owners[0]! : await mergePeople(ctx, tx, owners);
    await updatePerson(tx, { id: personId, shopId, ...facts });
  }
  await addIdentities(tx, {
    shopId,
    personId,
    source: clues.source,
    createdAt: ctx.clock.now(),
    identities: identities.map(({ kind, hash, value }) => ({ kind, hash, sealed: ctx.vault.seal(value) })),
  });
  return personId;
}
