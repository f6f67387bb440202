import { TypeInfo, visit, visitWithTypeInfo, BREAK, type DocumentNode, type GraphQLSchema } from 'graphql';

/** Does the document select a field marked `@perViewer`? Then each viewer needs an execution of their own. */
export function selectsPerViewer(schema: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(schema);
  let found = false;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        if (!types.getFieldDef()?.extensions.perViewer) return undefined;
        found = true;
        return BREAK;
      },
    }),
  );
  return found;
}
