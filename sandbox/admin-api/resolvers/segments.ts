import type { Customer } from '../../store/records.ts';
import { isMember } from '../../store/segments.ts';
import type { Segment } from '../../store/tables.ts';
import type { PageArgs } from '../connection.ts';
import { connection } from '../connection.ts';
import type { Context, Resolvers } from '../context.ts';
import { fields, gid, idOf, maybe, node, roots } from '../context.ts';
import { searchFilter, textFits } from '../search.ts';

const owned = ({ store, shop }: Context, id: unknown): Segment | undefined => {
  const found = store.tables.segments.get(idOf(id, 'Segment') ?? '');
  return found?.shop === shop.domain ? found : undefined;
};

const SORTS: Record<string, (one: Segment) => string> = {
  CREATION_DATE: (one) => one.createdAt,
  LAST_EDIT_DATE: (one) => one.updatedAt,
  ID: (one) => one.id,
};

export const segmentResolvers: Resolvers = {
  QueryRoot: roots({
    segment: (args, context) => maybe('Segment', owned(context, args.id)),
    segments(args, { store, shop }) {
      const fits = searchFilter<Segment>(args.query as string | undefined, (one, term) =>
        term.field === null || term.field === 'name'
          ? textFits(one.name, term) || one.name.toLowerCase().includes(term.value.toLowerCase())
          : undefined,
      );
      const value = SORTS[String(args.sortKey)] ?? ((one: Segment) => one.id);
      return connection(
        store.tables.segments.inGroup(shop.domain).filter(fits),
        args as PageArgs,
        { id: (one) => one.id, value },
        (one) => node('Segment', one),
        'segments',
      );
    },
    segmentsCount: (_args, { store, shop }) => ({
      count: store.tables.segments.inGroup(shop.domain).length,
      precision: 'EXACT',
    }),
    customerSegmentMembership(args, context) {
      const { store, shop } = context;
      const customer = store.tables.customers.get(idOf(args.customerId, 'Customer') ?? '');
      const isOurs = customer?.shop === shop.domain;
      const memberships = (args.segmentIds as string[]).map((segmentId) => {
        const segment = owned(context, segmentId);
        const isIn = isOurs && segment !== undefined && isMember(store, segment, customer);
        return { segmentId, isMember: isIn };
      });
      return { __typename: 'SegmentMembershipResponse', memberships };
    },
    customerSegmentMembers(args, context) {
      const { store, shop } = context;
      const segment = owned(context, args.segmentId);
      const members = segment
        ? store.tables.customers.inGroup(shop.domain).filter((one) => isMember(store, segment, one))
        : [];
      const page = connection(
        members,
        args as PageArgs,
        { id: (one) => one.id, value: (one) => one.id },
        (one) => node('CustomerSegmentMember', one),
        'customerSegmentMembers',
      );
      return { ...page, totalCount: members.length, statistics: [] };
    },
  }),
  // A member has the customer's number.
  CustomerSegmentMember: fields<Customer>({
    id: (it) => gid('CustomerSegmentMember', it.id),
    displayName: (it) => [it.firstName, it.lastName].filter(Boolean).join(' ') || (it.email ?? ''),
    firstName: (it) => it.firstName,
    lastName: (it) => it.lastName,
    note: () => null,
  }),
  Segment: fields<Segment>({
    id: (it) => gid('Segment', it.id),
    name: (it) => it.name,
    query: (it) => it.query,
    creationDate: (it) => it.createdAt,
    lastEditDate: (it) => it.updatedAt,
  }),
};
