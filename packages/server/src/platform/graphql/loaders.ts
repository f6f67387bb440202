import DataLoader from 'dataloader';
import type { Desk } from '../desk.ts';
import type { Asks } from '../asks.ts';
import type { Context } from './context.ts';

/** Finds many things at once; the answer has one entry per key, in the order of the keys. */
export type Batch<Key, Value, Given extends unknown[]> = (
  keys: readonly Key[],
  ...given: Given
) => Promise<readonly (Value | Error)[]>;
export type LoaderFor<Key, Value> = (context: Context) => DataLoader<Key, Value>;
export type Loaders = Map<symbol, DataLoader<unknown, unknown>>;

/**
 * A loader that a feature offers: `ticketById(context).load(id)`. Each context has its own, made at first use, so it may
 * look at who asks, and what it remembers never outlives the request.
 */
export function defineLoader<Key, Value>(batch: Batch<Key, Value, [Context]>): LoaderFor<Key, Value> {
  const key = Symbol('loader');
  return (context) => loaderIn(context.loaders, key, (keys: readonly Key[]) => batch(keys, context));
}

/**
 * The same for rows that are what they are whoever asks: the batch is not told. Contexts of several viewers may share
 * them (`Context.rows`), as the deliveries of one event do, whose documents are not known (`asks` is null).
 */
export function defineRowLoader<Key, Value>(
  batch: Batch<Key, Value, [Desk, Asks | null]>,
): (given: Pick<Context, 'rows' | 'desk' | 'asks'>) => DataLoader<Key, Value> {
  const key = Symbol('row loader');
  return ({ rows, desk, asks }) => loaderIn(rows, key, (keys: readonly Key[]) => batch(keys, desk, asks));
}

function loaderIn<Key, Value>(
  loaders: Loaders,
  key: symbol,
  batch: (keys: readonly Key[]) => Promise<readonly (Value | Error)[]>,
): DataLoader<Key, Value> {
  const known = loaders.get(key) as DataLoader<Key, Value> | undefined;
  if (known) return known;
  const made = new DataLoader<Key, Value>(batch);
  loaders.set(key, made);
  return made;
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
