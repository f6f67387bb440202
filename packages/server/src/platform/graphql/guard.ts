import {
  getNamedType,
  getNullableType,
  isListType,
  isNonNullType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
} from 'graphql';
import { isFor } from './access.ts';
import { emptyConnection } from './connections.ts';
import type { Context } from './context.ts';
import { apiError, unauthenticated } from './errors.ts';

type Resolve = GraphQLFieldResolver<unknown, Context>;

/** How a field looks to those it is not for. ERROR: nothing in its type stands for nothing. */
export type Denial = 'NULL' | 'EMPTY_LIST' | 'EMPTY_CONNECTION' | 'ERROR';

export function denialOf(type: GraphQLOutputType): Denial {
  if (isListType(getNullableType(type))) return 'EMPTY_LIST';
  if (!isNonNullType(type)) return 'NULL';
  return getNamedType(type).name.endsWith('Connection') ? 'EMPTY_CONNECTION' : 'ERROR';
}

const denied: Readonly<Record<Denial, () => unknown>> = {
  NULL: () => null,
  EMPTY_LIST: () => [],
  EMPTY_CONNECTION: () => emptyConnection(),
  ERROR: () => {
    throw apiError('NOT_FOUND', 'There is no such thing.');
  },
};

/**
 * Wraps a resolver so that it runs for the field's audience alone. Everybody else gets null or an empty list, as if there
 * were nothing; who is not signed in learns so at a root field. `refuse`: an error instead of nothing.
 */
export function guard(
  field: GraphQLField<unknown, Context>,
  resolve: Resolve,
  at: { root: boolean; refuse?: boolean },
): Resolve {
  const { audience } = field.extensions;
  if (audience === undefined) throw new Error(`${field.name} has no audience.`);
  if (audience === 'ANYONE') return resolve;
  const deny = denied[at.refuse ? 'ERROR' : denialOf(field.type)];
  return (parent, args, context, info) => {
    if (isFor(audience, context.viewer, parent)) return resolve(parent, args, context, info);
    if (context.viewer === null && (at.root || audience === 'SIGNED_IN')) throw unauthenticated();
    return deny();
  };
}
