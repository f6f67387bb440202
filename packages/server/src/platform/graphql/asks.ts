import { visit, type DocumentNode } from 'graphql';
import type { Asks } from '../asks.ts';

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
