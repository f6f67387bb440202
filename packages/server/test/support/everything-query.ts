import {
  getNamedType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';

/** Values for arguments, by "field.argument" or by the argument's name alone, as GraphQL literals. */
export type Literals = Record<string, string>;

/** A document that selects all there is below a root field, down to a depth; null when a needed argument has no value. */
export function everythingBelow(
  schema: GraphQLSchema,
  operation: 'query' | 'subscription',
  field: GraphQLField<unknown, unknown>,
  literals: Literals,
  depth: number,
): string | null {
  const call = callOf(field, literals);
  if (call === null) return null;
  return `${operation} { ${call} ${selectionOf(schema, getNamedType(field.type), literals, depth)} }`;
}

function callOf(field: GraphQLField<unknown, unknown>, literals: Literals): string | null {
  const given: string[] = [];
  for (const argument of field.args) {
    const value = literals[`${field.name}.${argument.name}`] ?? literals[argument.name];
    if (value !== undefined) given.push(`${argument.name}: ${value}`);
    else if (isNonNullType(argument.type) && argument.defaultValue === undefined) return null;
  }
  return given.length > 0 ? `${field.name}(${given.join(', ')})` : field.name;
}

function selectionOf(schema: GraphQLSchema, type: GraphQLNamedType, literals: Literals, depth: number): string {
  if (isUnionType(type) || isInterfaceType(type)) {
    const parts = schema
      .getPossibleTypes(type)
      .map((each) => `... on ${each.name} ${selectionOf(schema, each, literals, depth)}`);
    return `{ __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) return '';
  const parts = Object.values(type.getFields()).flatMap((field, index) => {
    const named = getNamedType(field.type);
    const nests = isObjectType(named) || isInterfaceType(named) || isUnionType(named);
    const call = nests && depth === 0 ? null : callOf(field, literals);
    // Aliases, so that the possible types of an interface never disagree about a field.
    return call
      ? [`${type.name}_${index}: ${call} ${nests ? selectionOf(schema, named, literals, depth - 1) : ''}`]
      : [];
  });
  return `{ __typename ${parts.join(' ')} }`;
}
