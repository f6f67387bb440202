import type { ResolverMap } from './platform/graphql/build-schema.ts';
import { nodeResolver, type NodeFinders } from './platform/graphql/node.ts';

/** What each feature answers. */
const features: readonly ResolverMap[] = [];

/** How `Query.node` finds what has a global id. */
const nodes: NodeFinders = {};

export const resolvers: readonly ResolverMap[] = [
  ...features,
  {
    Query: { node: nodeResolver(nodes) },
    Node: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
  },
];
