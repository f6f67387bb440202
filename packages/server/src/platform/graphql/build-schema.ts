import {
  buildASTSchema,
  defaultFieldResolver,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  Kind,
  type DocumentNode,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import type { Audience } from './access.ts';
import { checkAudiences } from './check-audiences.ts';
import type { Context } from './context.ts';
import { guard } from './guard.ts';
import { DateTime } from './scalars.ts';

type Resolve = GraphQLFieldResolver<unknown, Context>;
/** What a feature gives for a type: resolvers by field; a subscription's with `subscribe`; `__resolveType`. */
export type ResolverMap = Record<string, Record<string, unknown>>;

declare module 'graphql' {
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    /** Of `@access(to:)`. */
    audience?: Audience;
    /** Of `@perViewer`. */
    perViewer?: boolean;
  }
}

/**
 * The executable schema of slices and resolvers, with `@access` enforced on every field. Throws, naming the place, for a
 * resolver of something that is not in the slices, a field without `@access`, and a field that could not be denied.
 */
export function buildSchema(slices: DocumentNode, resolvers: readonly ResolverMap[]): GraphQLSchema {
  const schema = buildASTSchema(slices);
  readDirectives(schema);
  for (const map of resolvers) attach(schema, map);
  const dateTime = schema.getType('DateTime');
  if (isScalarType(dateTime)) {
    const { serialize, parseValue, parseLiteral } = DateTime;
    Object.assign(dateTime, { serialize, parseValue, parseLiteral });
  }
  checkAudiences(schema);
  for (const type of ownObjectTypes(schema)) {
    for (const field of Object.values(type.getFields())) {
      const root = type === schema.getQueryType() || type === schema.getMutationType();
      if (type === schema.getSubscriptionType()) guardSubscription(field);
      else field.resolve = guard(field, field.resolve ?? (defaultFieldResolver as Resolve), { root });
    }
  }
  return schema;
}

/** The object types of the desk, without those of introspection. */
export function ownObjectTypes(schema: GraphQLSchema) {
  return Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .filter(isObjectType);
}

function readDirectives(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type))) continue;
    for (const field of Object.values(type.getFields())) {
      const directives = field.astNode?.directives ?? [];
      const access = directives.find((directive) => directive.name.value === 'access')?.arguments?.[0]?.value;
      if (access?.kind !== Kind.ENUM) throw new Error(`${type.name}.${field.name} needs @access(to: …).`);
      const perViewer = directives.some((directive) => directive.name.value === 'perViewer');
      field.extensions = { ...field.extensions, audience: access.value as Audience, perViewer };
    }
  }
}

function attach(schema: GraphQLSchema, map: ResolverMap): void {
  for (const [typeName, fields] of Object.entries(map)) {
    const type = schema.getType(typeName);
    for (const [name, resolver] of Object.entries(fields)) {
      if (isAbstractType(type) && name === '__resolveType') {
        type.resolveType = resolver as typeof type.resolveType;
        continue;
      }
      const field = isObjectType(type) ? type.getFields()[name] : undefined;
      if (!field) throw new Error(`There is a resolver for ${typeName}.${name}, which no slice has.`);
      if (typeof resolver === 'function') field.resolve = resolver as Resolve;
      else Object.assign(field, resolver);
    }
  }
}

/** A subscription is refused before its stream begins; each event's own fields are guarded like any other's. */
function guardSubscription(field: GraphQLField<unknown, Context>): void {
  if (field.subscribe) field.subscribe = guard(field, field.subscribe as Resolve, { root: true, refuse: true });
}
