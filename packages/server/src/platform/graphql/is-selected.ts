import { Kind, type GraphQLResolveInfo, type SelectionNode } from 'graphql';

/** Is a field of that name selected right below the field being resolved? Fragments are looked into; @skip is not. */
export function isSelected(info: GraphQLResolveInfo, name: string): boolean {
  const selects = (selection: SelectionNode): boolean => {
    if (selection.kind === Kind.FIELD) return selection.name.value === name;
    const set = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    return set?.selectionSet.selections.some(selects) ?? false;
  };
  return info.fieldNodes.some((node) => node.selectionSet?.selections.some(selects));
}
