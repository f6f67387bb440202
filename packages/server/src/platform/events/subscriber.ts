import type { GraphQLError } from 'graphql';
import type { Connection } from './connection.ts';
import { resyncRequired } from './cursor.ts';
import type { Group } from './group.ts';
import type { Topic } from './topic.ts';

/**
 * CATCHING_UP: reads the log from its place on. LIVE: has all that the hub has handed on, and is handed the rest. What
 * arrives while it catches up is not kept for it: it stands in the log.
 */
export type Phase = 'CATCHING_UP' | 'LIVE' | 'ENDED';

const done = { done: true as const, value: undefined };

/** One subscription of one client. `place` is the last event it has passed; null: begin with what is to come. */
export class Subscriber<Place = unknown> {
  readonly connection: Connection;
  readonly topic: Topic<Place>;
  group: Group<Place>;
  place: Place | null;
  phase: Phase = 'CATCHING_UP';
  /** Counts how often it has begun to catch up. */
  turn = 0;
  /** Failed attempts to catch up, in a row. */
  failures = 0;
  readonly #head: string;
  #failure: GraphQLError | undefined;
  #settle: ((ended: Promise<typeof done>) => void) | undefined;

  constructor(
    from: { connection: Connection; id: string; topic: Topic<Place> },
    group: Group<Place>,
    place: Place | null,
  ) {
    const { connection, id, topic } = from;
    this.connection = connection;
    this.topic = topic;
    this.group = group;
    this.place = place;
    this.#head = `{"id":${JSON.stringify(id)},"type":"next","payload":`;
  }

  /** Writes one event; `payload` is the JSON shared by the group, with the brace that ends its frame. */
  send(payload: Buffer): void {
    this.connection.send(this.#head, payload);
  }

  /** Nothing is written for it any more. With an error, the client is told so by an error message. */
  end(error?: GraphQLError): void {
    if (this.phase === 'ENDED') return;
    this.phase = 'ENDED';
    this.group.remove(this);
    this.connection.subscribers.delete(this);
    this.#failure = error;
    this.#settle?.(this.ended());
  }

  /** Goes on among its new like, where it can be gone on with; else the client loads anew. */
  viewerChanged(): void {
    const goesOn = this.topic.outlivesAccess && this.group.audience === this.connection.audience;
    if (goesOn) this.topic.regroup(this);
    else this.end(resyncRequired());
  }

  /** What the WebSocket protocol's library is given as the stream of events. */
  parked(): AsyncGenerator<never, void, void> {
    return new Parked(this);
  }

  /** Resolves when it has ended, or rejects with what the client is told. */
  ended(): Promise<typeof done> {
    if (this.phase === 'ENDED') return this.#failure ? Promise.reject(this.#failure) : Promise.resolve(done);
    return new Promise((resolve) => (this.#settle = resolve));
  }
}

/**
 * A stream that never yields, for the hub writes the frames itself; it only tells the library when and how the
 * subscription ends, and is told when the client leaves. Thousands of them lie here and wait: they are kept small.
 */
class Parked implements AsyncGenerator<never, void, void> {
  readonly #subscriber: Pick<Subscriber, 'end' | 'ended'>;

  constructor(subscriber: Pick<Subscriber, 'end' | 'ended'>) {
    this.#subscriber = subscriber;
  }

  next() {
    return this.#subscriber.ended();
  }

  async return() {
    this.#subscriber.end();
    return done;
  }

  async throw() {
    return done;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  async [Symbol.asyncDispose]() {
    this.#subscriber.end();
  }
}
