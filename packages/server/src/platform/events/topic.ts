import { setTimeout as delay } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import { apiError, codeOf } from '../graphql/errors.ts';
import type { Viewer } from '../viewer.ts';
import type { Connection } from './connection.ts';
import type { Delivery } from './delivery.ts';
import { Group, groupKey, type Wish } from './group.ts';
import type { LogEvent } from './log.ts';
import { turnIsOver } from './pace.ts';
import { Subscriber } from './subscriber.ts';

/** One event, made ready for a group. `payload` is null: passed in silence; undefined: not made for this one, read again. */
export type Step<Place> = { place: Place; payload(subscriber: Subscriber<Place>): Buffer | null | undefined };

/** Events made ready for a group, in order. */
export type Page<Place> = {
  steps: readonly Step<Place>[];
  /** There may be more of the log behind it. */
  full: boolean;
  /** Where somebody who asked for no replay begins. */
  now: Place;
  /** Why the subscriber gets nothing of it, and nothing any more; null: they may have it. */
  refusal(subscriber: Subscriber<Place>): GraphQLError | null;
};

const MAX_FAILURES = 5;
/** Bytes that a replay may be ahead of its reader: it waits, where a live reader is closed at four times as much. */
const AHEAD = 64 * 1024;
/** Milliseconds after which what was read for a replay is read again: it says how things were then. */
const STALE_AFTER = 1_000;
/** The same for what had to wait until others were written to, when many come back at once. */
const STALE_IN_TURN = 100;

/** Runs at most a few of many tasks at once: replays wait for each other, not the feed for them. */
export type Limit = <T>(task: () => Promise<T>) => Promise<T>;

/**
 * What is subscribed to: one ticket, or the whole desk. Both work alike. Everybody begins by reading the log from their
 * place on, and goes live in the very turn in which their place reaches what the hub has handed on; who meets a gap, or
 * whose delivery failed, reads the log again. So there is one truth, the log, and no queue.
 */
export abstract class Topic<Place> {
  readonly groups = new Map<string, Group<Place>>();
  readonly #limit: Limit;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  /** May a subscription go on when its viewer's access changes? Else what it has shown is no longer what it stands for. */
  abstract readonly outlivesAccess: boolean;
  /** Negative: a comes before b. */
  protected abstract compare(a: Place, b: Place): number;
  /** May nothing stand between a and b? */
  protected abstract adjoins(a: Place, b: Place): boolean;
  /** The last place that the hub has handed on to a group's audience. */
  protected abstract handedOn(group: Group<Place>): Place;
  protected abstract read(group: Group<Place>, from: Place | null): Promise<Page<Place>>;
  protected abstract prepare(
    group: Group<Place>,
    events: readonly LogEvent[],
    delivery: Delivery,
  ): Promise<Page<Place>>;
  protected abstract emptied(): void;

  get empty(): boolean {
    return this.groups.size === 0;
  }

  get showsComments(): boolean {
    return [...this.groups.values()].some(({ wish }) => wish.prepared.showsComments);
  }

  subscribe(connection: Connection, id: string, wish: Wish, after: Place | null): Subscriber<Place> {
    const subscriber = new Subscriber({ connection, id, topic: this }, this.#groupOf(wish, connection), after);
    subscriber.group.subscribers.add(subscriber);
    connection.subscribers.add(subscriber);
    void this.catchUp(subscriber);
    return subscriber;
  }

  /** The viewer is another than before: other company, and what they may no longer see ends. */
  regroup(subscriber: Subscriber<Place>): void {
    const { connection, group } = subscriber;
    subscriber.group = this.#groupOf(group.wish, connection);
    subscriber.group.subscribers.add(subscriber);
    if (group !== subscriber.group) group.remove(subscriber);
    if (subscriber.phase === 'LIVE') void this.catchUp(subscriber);
  }

  /** Hands events to all who are live. What goes wrong for one is made good from the log. */
  async deliver(events: readonly LogEvent[], delivery: Delivery): Promise<void> {
    const audiences = [...this.groups.values()].map((group) => {
      const live = [...group.subscribers]
        .filter(({ phase }) => phase === 'LIVE')
        .map((subscriber) => ({ subscriber, turn: subscriber.turn }));
      return { live, ready: live.length === 0 ? null : this.prepare(group, events, delivery).catch(() => null) };
    });
    for (const { live, ready } of audiences) {
      const page = await ready;
      for (const { subscriber, turn } of live) {
        for (let over = turnIsOver(); over; over = turnIsOver()) await over;
        // Who has caught up since has more than this page, and by newer facts.
        if (subscriber.phase !== 'LIVE' || subscriber.turn !== turn) continue;
        if (!page || !this.#advance(subscriber, page)) void this.catchUp(subscriber);
      }
    }
  }

  /** For all who are live: something failed before it came to deliver. */
  catchUpAll(): void {
    for (const group of this.groups.values()) {
      for (const subscriber of group.subscribers) if (subscriber.phase === 'LIVE') void this.catchUp(subscriber);
    }
  }

  /** Reads the log until the subscriber's place is where the hub is. */
  async catchUp(subscriber: Subscriber<Place>): Promise<void> {
    subscriber.phase = 'CATCHING_UP';
    subscriber.turn += 1;
    while (subscriber.phase === 'CATCHING_UP') {
      const { group } = subscriber;
      try {
        const page = await this.#shared(group, subscriber.place);
        const readAt = performance.now();
        for (let over = turnIsOver(); over; over = turnIsOver()) await over;
        if (performance.now() - readAt > STALE_IN_TURN) continue;
        if (subscriber.phase !== 'CATCHING_UP' || subscriber.group !== group) continue;
        subscriber.place ??= page.now;
        let whole = this.#advance(subscriber, page);
        subscriber.failures = 0;
        while (!whole && subscriber.connection.unread > AHEAD) {
          await subscriber.connection.flushed();
          if (subscriber.phase !== 'CATCHING_UP' || subscriber.group !== group) break;
          if (performance.now() - readAt > STALE_AFTER) break;
          whole = this.#advance(subscriber, page);
        }
        if (subscriber.phase !== 'CATCHING_UP' || subscriber.group !== group) continue;
        if (whole && !page.full && this.#isThere(subscriber)) subscriber.phase = 'LIVE';
        else await subscriber.connection.flushed();
      } catch (error) {
        // It would be as much the next time.
        if (error instanceof GraphQLError && codeOf(error) === 'LIMITED') {
          subscriber.end(error);
          return;
        }
        // Logged where it failed. The log is still there: try again a little later.
        subscriber.failures += 1;
        if (subscriber.failures === MAX_FAILURES) subscriber.end(apiError('INTERNAL', 'The events could not be read.'));
        else await delay(subscriber.failures * 200);
      }
    }
  }

  /** Writes what the subscriber has not had yet. False: there is a gap, or a replay is too far ahead of its reader. */
  #advance(subscriber: Subscriber<Place>, page: Page<Place>): boolean {
    const refusal = page.refusal(subscriber);
    if (refusal) {
      subscriber.end(refusal);
      return true;
    }
    for (const step of page.steps) {
      if (subscriber.place === null) return false;
      if (this.compare(step.place, subscriber.place) <= 0) continue;
      if (!this.adjoins(subscriber.place, step.place)) return false;
      const payload = step.payload(subscriber);
      if (payload === undefined) return false;
      subscriber.place = step.place;
      if (payload !== null) subscriber.send(payload);
      // A slow reader has just been closed.
      if ((subscriber.phase as string) === 'ENDED') return true;
      if (subscriber.phase === 'CATCHING_UP' && subscriber.connection.unread > AHEAD) return false;
    }
    return true;
  }

  #isThere({ group, place, phase }: Subscriber<Place>): boolean {
    return phase === 'CATCHING_UP' && place !== null && this.compare(place, this.handedOn(group)) >= 0;
  }

  #shared(group: Group<Place>, from: Place | null): Promise<Page<Place>> {
    const key = JSON.stringify(from);
    const known = group.reading.get(key);
    if (known) return known;
    const reading = this.#limit(() => this.read(group, from)).finally(() => group.reading.delete(key));
    group.reading.set(key, reading);
    return reading;
  }

  #groupOf(wish: Wish, connection: { viewer: Viewer } & Pick<Connection, 'audience'>): Group<Place> {
    const key = groupKey(wish, connection.viewer);
    const known = this.groups.get(key);
    if (known) return known;
    const group = new Group<Place>(key, wish, connection.audience, (emptied) => {
      if (this.groups.get(key) === emptied) this.groups.delete(key);
      if (this.empty) this.emptied();
    });
    this.groups.set(key, group);
    return group;
  }
}
