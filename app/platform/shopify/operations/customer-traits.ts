import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import type { AdminClient } from '../admin-client.server.ts';
import type { ShopifyPort } from '../port.ts';
import { defineOperation, idOf, nextCursor, node, pageInfo, searchValue } from './operation.ts';

export const readCustomerTraits = defineOperation(
  `query ReadCustomerTraits($id: ID!, $segmentIds: [ID!]!) {
    customer(id: $id) { tags }
    customerSegmentMembership(customerId: $id, segmentIds: $segmentIds) {
      memberships { segmentId isMember }
    }
  }`,
  z.object({
    customer: z.object({ tags: z.array(z.string()) }).nullable(),
    customerSegmentMembership: z.object({
      memberships: z.array(z.object({ segmentId: idOf, isMember: z.boolean() })),
    }),
  }),
);

export const readCustomerTags = defineOperation(
  `query ReadCustomerTags($id: ID!) { customer(id: $id) { tags } }`,
  z.object({ customer: z.object({ tags: z.array(z.string()) }).nullable() }),
);

export const listCustomersPage = defineOperation(
  `query ListCustomers($query: String!, $after: String) {
    customers(first: 250, query: $query, after: $after, sortKey: ID) {
      pageInfo { hasNextPage endCursor }
      nodes { id tags }
    }
  }`,
  z.object({
    customers: z.object({ pageInfo, nodes: z.array(z.object({ id: idOf, tags: z.array(z.string()) })) }),
  }),
);

export const readSegment = defineOperation(
  `query ReadSegment($id: ID!) { segment(id: $id) { id } }`,
  z.object({ segment: node.nullable() }),
);

export const listSegmentMembersPage = defineOperation(
  `query ListSegmentMembers($segmentId: ID!, $after: String) {
    customerSegmentMembers(first: 250, segmentId: $segmentId, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { id } }
    }
  }`,
  z.object({
    customerSegmentMembers: z.object({ pageInfo, edges: z.array(z.object({ node })) }),
  }),
);

export const listSegmentsPage = defineOperation(
  `query ListSegments($after: String) {
    segments(first: 100, after: $after, sortKey: LAST_EDIT_DATE, reverse: true) {
      pageInfo { hasNextPage endCursor }
      nodes { id name }
    }
  }`,
  z.object({
    segments: z.object({ pageInfo, nodes: z.array(z.object({ id: idOf, name: z.string() })) }),
  }),
);

/** A customer's tags, and which of these segments they are in; null when there is no such customer. */
export const getCustomerTraits =
  (client: AdminClient): ShopifyPort['getCustomerTraits'] =>
  async (customerId, segmentIds) => {
    const id = gid('Customer', customerId);
    if (segmentIds.length === 0) {
      const { customer } = await client.ask(readCustomerTags, { id });
      return customer && { tags: customer.tags, segmentIds: [] };
    }
    const { customer, customerSegmentMembership } = await client.ask(readCustomerTraits, {
      id,
      segmentIds: segmentIds.map((each) => gid('Segment', each)),
    });
    return (
      customer && {
        tags: customer.tags,
        segmentIds: customerSegmentMembership.memberships.flatMap(({ segmentId, isMember }) =>
          isMember ? [segmentId] : [],
        ),
      }
    );
  };

/** Customers with a tag, one page. */
export const listCustomersByTag =
  (client: AdminClient): ShopifyPort['listCustomersByTag'] =>
  async ({ tag, cursor }) => {
    const { customers } = await client.ask(listCustomersPage, {
      query: `tag:${searchValue(tag)}`,
      after: cursor,
    });
    return { customers: customers.nodes, cursor: nextCursor(customers.pageInfo) };
  };

/** Who is in a segment, one page; a member has the customer's number. null when the segment is gone. */
export const listSegmentMembers =
  (client: AdminClient): ShopifyPort['listSegmentMembers'] =>
  async ({ segmentId, cursor }) => {
    const id = gid('Segment', segmentId);
    if (cursor === null) {
      const { segment } = await client.ask(readSegment, { id });
      if (!segment) return null;
    }
    const { customerSegmentMembers: page } = await client.ask(listSegmentMembersPage, {
      segmentId: id,
      after: cursor,
    });
    return { customerIds: page.edges.map((edge) => edge.node.id), cursor: nextCursor(page.pageInfo) };
  };

/** The shop's customer segments, those edited last first, one page. */
export const listSegments =
  (client: AdminClient): ShopifyPort['listSegments'] =>
  async ({ cursor }) => {
    const { segments } = await client.ask(listSegmentsPage, { after: cursor });
    return { segments: segments.nodes, cursor: nextCursor(segments.pageInfo) };
  };
