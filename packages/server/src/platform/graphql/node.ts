import type { Context } from './context.ts';
import { parseGlobalId, type GlobalType } from './ids.ts';

/** Finds what the viewer may see of one type, by uuid; null for what they may not see or what does not exist. */
export type NodeFinder = (context: Context, id: string) => Promise<object | null>;
export type NodeFinders = Partial<Record<GlobalType, NodeFinder>>;

/** The resolver of `Query.node`. */
export function nodeResolver(finders: NodeFinders) {
  return async (_parent: unknown, { id }: { id: string }, context: Context) => {
    const wanted = parseGlobalId(id);
    const row = wanted && (await finders[wanted.type]?.(context, wanted.id));
    return row ? { ...row, __typename: wanted.type } : null;
  };
}
