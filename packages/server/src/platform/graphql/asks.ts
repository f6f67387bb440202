import { visit, type DocumentNode } from 'graphql';

/** The names of all fields that a document selects, wherever: what is not among them, nobody has to read. */
export type Asks = ReadonlySet<string>;

const kept = new WeakMap<DocumentNode, Asks>();

/** What a document asks, fragments and what @skip may leave out included; reckoned once for a parsed document. */
export function asksOf(document: DocumentNode): Asks {
  const known = kept.get(document);
  if (known) return known;
  const names = new Set<string>();
  visit(document, { Field: ({ name }) => void names.add(name.value) });
  kept.set(document, names);
  return names;
}

/** May any of these fields be asked for? */
export const mayAsk = (asks: Asks | null, ...names: string[]) => asks === null || names.some((name) => asks.has(name));
