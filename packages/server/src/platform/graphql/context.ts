import type { Desk } from '../desk.ts';
import type { Viewer } from '../viewer.ts';
import type { Asks } from '../asks.ts';
import { unauthenticated } from './errors.ts';
import type { Loaders } from './loaders.ts';

/** What every resolver is given, made anew for each request and for each delivery of a live event. */
export type Context = {
  desk: Desk;
  /** Null: nobody is signed in. */
  viewer: Viewer | null;
  /** The loaders made so far; see `defineLoader`. */
  loaders: Loaders;
  /** Those of rows, which the contexts of several viewers may share; see `defineRowLoader`. */
  rows: Loaders;
  /** What the document asks; null: that is not known, and all there is may be asked. */
  asks: Asks | null;
  /** Stands in the log beside every error of this request. */
  requestId: string;
};

export function createContext(
  desk: Desk,
  viewer: Viewer | null,
  requestId: string,
  rows: Loaders = new Map(),
): Context {
  return { desk, viewer, loaders: new Map(), rows, asks: null, requestId };
}

/** Who acts. `@access` has refused everybody else before a resolver runs; this says so to the compiler. */
export function signedIn(context: Context): Viewer {
  if (context.viewer === null) throw unauthenticated();
  return context.viewer;
}
