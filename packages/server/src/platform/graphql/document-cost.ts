import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isListType,
  isObjectType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
} from 'graphql';
import { apiError } from './errors.ts';

/** Values that an answer may come to. What is there is given out in one turn of this thread: so many take a tenth of a second. */
const MOST = 100_000;
/** What a page has where nobody says, and what a list without pages is taken to have. */
const PAGE = 50;
const LIST = 10;
/** A page is a statement of its own, or an error of its own. */
const STATEMENT = 100;
/** All types of the schema: asked for once, and no more. */
const ALL_TYPES = 60_000;

type Given = {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Readonly<Record<string, unknown>>;
};

/**
 * Refuses a valid document that asks for too much, before anything is looked up: each list counts as many as were asked
 * for, times those around it. Null: it does not.
 */
export function asksTooMuch(schema: GraphQLSchema, given: Given): GraphQLError | null {
  const root = schema.getRootType(given.operation.operation);
  if (!root || valuesOf(schema, given, root) <= MOST) return null;
  const most = MOST.toLocaleString('en');
  const message = `The document asks for more than ${most} values. Ask for fewer with "first", or for less of each.`;
  return apiError('LIMITED', message, { status: 400 });
}

function valuesOf(schema: GraphQLSchema, { document, operation, variables }: Given, root: GraphQLNamedType): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const one of document.definitions) if (one.kind === Kind.FRAGMENT_DEFINITION) fragments.set(one.name.value, one);
  // A fragment that is spread again and again is reckoned once.
  const known = new Map<string, number>();

  const ofFragment = (name: string): number => {
    const reckoned = known.get(name);
    if (reckoned !== undefined) return reckoned;
    const fragment = fragments.get(name);
    const type = fragment && schema.getType(fragment.typeCondition.name.value);
    const values = fragment && type ? ofSelections(type, fragment.selectionSet) : 0;
    known.set(name, values);
    return values;
  };
  const ofField = (parent: GraphQLNamedType, node: FieldNode): number => {
    const field = fieldOf(parent, node.name.value);
    if (!field) return 1;
    const named = getNamedType(field.type);
    if (!node.selectionSet || !isCompositeType(named)) return 1;
    if (parent.name === '__Schema' && field.name === 'types') return ALL_TYPES;
    const { page, times } = howMany(parent, field, node, variables);
    return (page ? STATEMENT : 1) + times * ofSelections(named, node.selectionSet);
  };
  const ofSelections = (parent: GraphQLNamedType, { selections }: SelectionSetNode): number =>
    selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + ofField(parent, selection);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return sum + ofFragment(selection.name.value);
      const type = selection.typeCondition && schema.getType(selection.typeCondition.name.value);
      return sum + ofSelections(type ?? parent, selection.selectionSet);
    }, 0);
  return ofSelections(root, operation.selectionSet);
}

function fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || (isAbstractType(parent) && 'getFields' in parent)
    ? parent.getFields()[name]
    : undefined;
}

/** A connection counts its page, and so its edges no more. */
function howMany(
  parent: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  { arguments: given = [] }: FieldNode,
  variables: Given['variables'],
): { page: boolean; times: number } {
  const pages = field.args.filter(({ name, type }) => /^(?:first|last)$/u.test(name) && String(type) === 'Int');
  if (pages.length === 0) {
    const isList = isListType(getNullableType(field.type)) && !isPage(parent);
    return { page: false, times: isList ? LIST : 1 };
  }
  const sizes = given
    .filter(({ name }) => pages.some((page) => page.name === name.value))
    .map(({ value }) => {
      if (value.kind === Kind.VARIABLE) return variables[value.name.value] ?? PAGE;
      return value.kind === Kind.INT ? Number(value.value) : PAGE;
    });
  const size = sizes.length > 0 ? Number(sizes[0]) : PAGE;
  // A page of another size is refused where it is asked for.
  return { page: true, times: size >= 0 && size <= 100 ? size : 1 };
}

function isPage({ name }: GraphQLNamedType): boolean {
  return name.endsWith('Connection');
}
