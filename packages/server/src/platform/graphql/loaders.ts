import DataLoader from 'dataloader';
import type { Context } from './context.ts';

/** Finds many things at once; the answer has one entry per key, in the order of the keys. */
export type Batch<Key, Value> = (keys: readonly Key[], context: Context) => Promise<readonly (Value | Error)[]>;
export type LoaderFor<Key, Value> = (context: Context) => DataLoader<Key, Value>;

/**
 * A loader that a feature offers: `personById(context).load(id)`. Each request has its own, made at first use, so what
 * it remembers never outlives the request.
 */
export function defineLoader<Key, Value>(batch: Batch<Key, Value>): LoaderFor<Key, Value> {
  const key = Symbol('loader');
  return (context) => {
    const known = context.loaders.get(key) as DataLoader<Key, Value> | undefined;
    if (known) return known;
    const made = new DataLoader<Key, Value>((keys) => batch(keys, context));
    context.loaders.set(key, made);
    return made;
  };
}

/** Puts rows into the order of the keys; null where there is none. */
export function inOrderOf<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string) {
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => found.get(key) ?? null);
}

/** The rows of each key; an empty list where there is none. */
export function groupedBy<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const groups = Map.groupBy(rows, keyOf);
  return keys.map((key) => groups.get(key) ?? []);
}
