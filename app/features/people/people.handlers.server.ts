import { done } from '../../kit/fate.ts';
import type { Context, Handler } from '../../platform/context.ts';
import { readCustomer, readTrait, syncTraits } from './people.jobs.ts';
import { keepWanted, readCustomerTraits, readTraitMembers, type WantedTrait } from './traits.server.ts';

/** What others ask of people, which must not know them. */
export interface PeopleParts {
  /** the tags and segments that the shop's rules ask about at present */
  wantedTraits(ctx: Context): Promise<WantedTrait[]>;
}

/** The jobs of this feature. */
export function createPeopleHandlers(parts: PeopleParts) {
  return {
    [syncTraits.name]: async (ctx) => {
      await keepWanted(ctx, await parts.wantedTraits(ctx));
      return done;
    },

    [readTrait.name]: async (ctx, { subject }) => {
      const [kind, ...rest] = subject.split(':');
      await readTraitMembers(ctx, { kind: kind === 'segment' ? 'segment' : 'tag', value: rest.join(':') });
      return done;
    },

    [readCustomer.name]: async (ctx, { subject }) => {
      await readCustomerTraits(ctx, subject);
      return done;
    },
  } satisfies Record<string, Handler>;
}
