import type { Desk } from '../desk.ts';
import type { Connection } from './connection.ts';
import { comparePositions, parseCursor, resyncRequired, type Position } from './cursor.ts';
import { Delivery } from './delivery.ts';
import { makeDepartmentStep, makeDeskStep } from './desk-steps.ts';
import { Doors } from './doors.ts';
import type { FeedPage } from './feed.ts';
import type { Wish } from './group.ts';
import type { LiveSource } from './live-source.ts';
import { hasReached, isInLog, type LogEvent } from './log.ts';
import { LogTopic } from './log-topic.ts';
import { PresenceWatch } from './presence-watch.ts';
import { TicketTopic } from './ticket-topic.ts';
import type { Limit } from './topic.ts';

/** Replays that read at once; the pool has to serve everybody else, too. */
const REPLAYS_AT_ONCE = 3;

/** Who wants a subscription: the socket, and the id that the client gave it. */
export type Asker = { connection: Connection; id: string };

/** What the node has to tell, and to whom: hands each page of the feed to all who are subscribed to something in it. */
export class Hub {
  readonly doors: Doors;
  readonly presence: PresenceWatch;
  readonly #desk: Desk;
  readonly #source: LiveSource;
  readonly #position: () => Position;
  readonly #limit: Limit;
  readonly #tickets = new Map<string, TicketTopic>();
  readonly #deskTopic: LogTopic;
  readonly #departments: LogTopic;

  /** `position`: where the feed stands. */
  constructor(desk: Desk, source: LiveSource, position: () => Position) {
    this.#desk = desk;
    this.#source = source;
    this.#position = position;
    this.#limit = atMost(REPLAYS_AT_ONCE);
    this.doors = new Doors(source);
    this.presence = new PresenceWatch({ desk, source, limit: this.#limit });
    const from = { desk, source, limit: this.#limit, position };
    this.#deskTopic = new LogTopic(from, false, makeDeskStep);
    this.#departments = new LogTopic(from, true, makeDepartmentStep);
  }

  /** One ticket's events after the viewer's own count `after`; without it, those to come. */
  watchTicket({ connection, id }: Asker, wish: Wish, ticketId: string, after: number | null) {
    let topic = this.#tickets.get(ticketId);
    if (!topic) {
      const from = { desk: this.#desk, source: this.#source, limit: this.#limit };
      topic = new TicketTopic(ticketId, from, (emptied) => {
        if (this.#tickets.get(ticketId) === emptied) this.#tickets.delete(ticketId);
      });
      this.#tickets.set(ticketId, topic);
    }
    return topic.subscribe(connection, id, wish, after).parked();
  }

  /**
   * All tickets' events after a cursor; without it, those to come.
   *
   * @throws GraphQLError BAD_REQUEST, RESYNC_REQUIRED for a cursor that cannot be replayed from.
   */
  async watchDesk({ connection, id }: Asker, wish: Wish, after: string | null) {
    const from = after === null ? this.#position() : parseCursor(after, this.#desk.epoch);
    if (after !== null && !(await this.#isKnown(from))) throw resyncRequired();
    return this.#deskTopic.subscribe(connection, id, wish, from).parked();
  }

  async #isKnown(from: Position): Promise<boolean> {
    if (from.epoch < this.#desk.epoch) return isInLog(this.#desk.db, from);
    return comparePositions(from, this.#position()) <= 0 || hasReached(this.#desk.db, from);
  }

  /** Changes of departments, from now on. */
  watchDepartments({ connection, id }: Asker, wish: Wish) {
    return this.#departments.subscribe(connection, id, wish, this.#position()).parked();
  }

  /** What the feed has read. Up to the first await nobody else runs: who goes live after it, has been told of the page. */
  async deliver({ fresh, safe }: FeedPage): Promise<void> {
    const byTicket = this.#watched(fresh);
    await this.#applyAccess(fresh);
    const forDesk = this.#deskTopic.empty && this.#departments.empty ? [] : safe;
    const topics = [...byTicket.keys(), this.#deskTopic, this.#departments];
    const events = [...new Set([...byTicket.values(), forDesk].flat())];
    if (events.length === 0) return;
    try {
      const delivery = await Delivery.open(this.#desk, this.#source, events, {
        comments: topics.some(({ showsComments }) => showsComments),
      });
      await Promise.all([
        ...[...byTicket].map(([topic, own]) => topic.deliver(own, delivery)),
        this.#deskTopic.deliver(forDesk, delivery),
        this.#departments.deliver(forDesk, delivery),
      ]);
    } catch (error) {
      this.#desk.log.warn({ err: error }, 'a delivery failed; its subscribers read the log again');
      for (const topic of topics) topic.catchUpAll();
    }
  }

  #watched(fresh: readonly LogEvent[]): Map<TicketTopic, LogEvent[]> {
    const byTicket = new Map<TicketTopic, LogEvent[]>();
    for (const event of fresh) {
      const topic = event.ticketId === null ? undefined : this.#tickets.get(event.ticketId);
      if (!topic) continue;
      topic.reach(event);
      const own = byTicket.get(topic);
      if (own) own.push(event);
      else byTicket.set(topic, [event]);
    }
    return byTicket;
  }

  async #applyAccess(fresh: readonly LogEvent[]): Promise<void> {
    const people = new Set<string>();
    for (const { type, data } of fresh) {
      if (type === 'access.changed' && data.personId !== undefined) people.add(data.personId);
    }
    if (people.size > 0) await this.doors.changed(people);
    // A department's policy may shut its CCs out; this event says so to nobody else.
    if (fresh.some(({ type }) => type === 'department.changed')) {
      for (const topic of this.#tickets.values()) topic.catchUpAll();
    }
  }
}

/** Runs at most so many tasks at once, in the order in which they came. */
function atMost(limit: number): Limit {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
