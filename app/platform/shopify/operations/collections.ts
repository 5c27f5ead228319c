import { z } from 'zod';
import { gid } from '../../../kit/id.ts';
import type { AdminClient } from '../admin-client.server.ts';
import { defineOperation, idOf, nextCursor, node, pageInfo } from './operation.ts';

export const listCollectionsPage = defineOperation(
  `query ListCollections($after: String) {
    collections(first: 100, after: $after, sortKey: ID) {
      pageInfo { hasNextPage endCursor }
      nodes { id title }
    }
  }`,
  z.object({
    collections: z.object({
      pageInfo,
      nodes: z.array(z.object({ id: idOf, title: z.string() })),
    }),
  }),
);

export const listCollectionProductsPage = defineOperation(
  `query ListCollectionProducts($id: ID!, $after: String) {
    collection(id: $id) {
      products(first: 250, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id }
      }
    }
  }`,
  z.object({
    collection: z.object({ products: z.object({ pageInfo, nodes: z.array(node) }) }).nullable(),
  }),
);

/** One page of the shop's collections. */
export async function listCollections(
  client: AdminClient,
  { cursor }: { cursor: string | null },
): Promise<{ collections: { id: string; title: string }[]; cursor: string | null }> {
  const { collections } = await client.ask(listCollectionsPage, { after: cursor });
  return { collections: collections.nodes, cursor: nextCursor(collections.pageInfo) };
}

/** One page of what is in a collection; null when there is none of that id. */
export async function listCollectionProducts(
  client: AdminClient,
  { collectionId, cursor }: { collectionId: string; cursor: string | null },
): Promise<{ productIds: string[]; cursor: string | null } | null> {
  const { collection } = await client.ask(listCollectionProductsPage, {
    id: gid('Collection', collectionId),
    after: cursor,
  });
  if (!collection) return null;
  const { nodes, pageInfo: page } = collection.products;
  return { productIds: nodes.map(({ id }) => id), cursor: nextCursor(page) };
}
