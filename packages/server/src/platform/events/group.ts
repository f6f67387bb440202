import type { Viewer } from '../viewer.ts';
import type { Audience, TicketEventType } from './event-view.ts';
import type { PreparedDocument } from './prepared-document.ts';
import type { Page } from './topic.ts';
import type { Subscriber } from './subscriber.ts';
import { classOf } from './viewer-class.ts';

/** What a subscription asks for, but from where on. */
export type Wish = {
  prepared: PreparedDocument;
  variables: Readonly<Record<string, unknown>>;
  /** Only events of these types are written; the others are passed in silence. Null: all. */
  types: ReadonlySet<TicketEventType> | null;
  /** Only tickets that stand in these departments (deskEvents). Null: all. */
  departmentIds: ReadonlySet<string> | null;
};

/** Serial numbers instead of texts in the keys of groups. */
const serials = new WeakMap<PreparedDocument, number>();
let lastSerial = 0;

function serialOf(prepared: PreparedDocument): number {
  const known = serials.get(prepared);
  if (known !== undefined) return known;
  serials.set(prepared, (lastSerial += 1));
  return lastSerial;
}

/** Equal for subscriptions whose frames are the same: document, variables, class of viewer. */
export function groupKey(wish: Wish, viewer: Viewer): string {
  const { prepared, variables } = wish;
  const own = Object.entries(variables)
    .filter(([name]) => !prepared.startVariables.has(name))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${serialOf(prepared)} ${JSON.stringify(own)} ${classOf(viewer, prepared.perViewer)}`;
}

/** Subscribers of one topic who are shown the same: an event is executed once for all of them. */
export class Group<Place = unknown> {
  readonly key: string;
  readonly wish: Wish;
  readonly audience: Audience;
  readonly subscribers = new Set<Subscriber<Place>>();
  /** Pages of the log that are being read, by the place they begin at: who comes back together reads together. */
  readonly reading = new Map<string, Promise<Page<Place>>>();
  readonly #onEmpty: (group: Group<Place>) => void;

  constructor(key: string, wish: Wish, audience: Audience, onEmpty: (group: Group<Place>) => void) {
    this.key = key;
    this.wish = wish;
    this.audience = audience;
    this.#onEmpty = onEmpty;
  }

  /** Is an event of the type written to these subscribers? */
  wants(type: TicketEventType): boolean {
    return this.wish.types === null || this.wish.types.has(type);
  }

  remove(subscriber: Subscriber<Place>): void {
    this.subscribers.delete(subscriber);
    if (this.subscribers.size === 0) this.#onEmpty(this);
  }
}
