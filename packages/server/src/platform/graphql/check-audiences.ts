import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Audience } from './access.ts';
import { denialOf } from './guard.ts';

type Field = GraphQLField<unknown, unknown>;
type Rank = 'END_USER' | 'STAFF';

/** Whether somebody of the rank is surely among those a field is for. */
const includes: Readonly<Record<Rank, ReadonlySet<Audience>>> = {
  END_USER: new Set<Audience>(['ANYONE', 'SIGNED_IN']),
  STAFF: new Set<Audience>(['ANYONE', 'SIGNED_IN', 'STAFF', 'STAFF_OR_SELF']),
};

/**
 * Proves that whoever a field is denied to can be given nothing in its place: throws for a field that is not for
 * everybody who may reach its type, and that is neither nullable nor a list nor a connection. A field of Query may be all
 * the same: whoever it is not for gets the error NOT_FOUND, and nothing of that query.
 */
export function checkAudiences(schema: GraphQLSchema): void {
  for (const rank of ['END_USER', 'STAFF'] as const) {
    for (const type of reachableFor(rank, schema)) {
      for (const field of Object.values(type.getFields())) {
        if (isUndeniable(rank, field) && type !== schema.getQueryType()) {
          throw new Error(
            `${type.name}.${field.name} is for ${field.extensions.audience}, and ${rank} can reach ${type.name}: make it nullable, a list or a connection.`,
          );
        }
      }
    }
  }
}

/**
 * The types that somebody of the rank can come to. Through an interface: those of its types whose own share of the
 * interface is not denied to them (the resolver of `node` finds nothing else for them).
 */
function reachableFor(rank: Rank, schema: GraphQLSchema): Set<GraphQLObjectType> {
  const reached = new Set<GraphQLObjectType>();
  const visit = (type: GraphQLNamedType) => {
    if (isAbstractType(type)) {
      for (const possible of schema.getPossibleTypes(type)) {
        const shared = 'getFields' in type ? Object.keys(type.getFields()) : [];
        if (!shared.some((name) => isUndeniable(rank, possible.getFields()[name]))) visit(possible);
      }
    }
    if (!isObjectType(type) || reached.has(type)) return;
    reached.add(type);
    for (const field of Object.values(type.getFields())) follow(field);
  };
  const follow = (field: Field) => {
    const named = getNamedType(field.type);
    const mayReach =
      !isDenied(rank, field) ||
      field.extensions.audience === 'STAFF_OR_SELF' ||
      denialOf(field.type) === 'EMPTY_CONNECTION';
    if (isCompositeType(named) && mayReach) visit(named);
  };
  for (const root of [schema.getQueryType(), schema.getMutationType()]) if (root) visit(root);
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) follow(field);
  return reached;
}

function isDenied(rank: Rank, field: Field): boolean {
  const { audience } = field.extensions;
  return audience === undefined || !includes[rank].has(audience);
}

function isUndeniable(rank: Rank, field: Field | undefined): boolean {
  return field !== undefined && isDenied(rank, field) && denialOf(field.type) === 'ERROR';
}
