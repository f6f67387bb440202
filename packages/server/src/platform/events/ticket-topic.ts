import type { Desk } from '../desk.ts';
import { notFound, resyncRequired } from './cursor.ts';
import type { Viewer } from '../viewer.ts';
import { Delivery } from './delivery.ts';
import { viewOf, type Audience } from './event-view.ts';
import type { Group } from './group.ts';
import type { LiveSource } from './live-source.ts';
import { readTicketLog, type LogEvent } from './log.ts';
import { Topic, type Limit, type Page, type Step } from './topic.ts';

/** Events of a ticket read at once. */
const PAGE = 100;

/** One ticket's events. A place is the subscriber's own count: `seq` for staff, `publicSeq` for customers. */
export class TicketTopic extends Topic<number> {
  readonly ticketId: string;
  readonly outlivesAccess = true;
  readonly #desk: Desk;
  readonly #source: LiveSource;
  readonly #onEmpty: (topic: TicketTopic) => void;
  readonly #handedOn: Record<Audience, number> = { STAFF: 0, CUSTOMER: 0 };

  constructor(
    ticketId: string,
    from: { desk: Desk; source: LiveSource; limit: Limit },
    onEmpty: (topic: TicketTopic) => void,
  ) {
    super(from.limit);
    this.ticketId = ticketId;
    this.#desk = from.desk;
    this.#source = from.source;
    this.#onEmpty = onEmpty;
  }

  /** The feed has come to this event. Told before anything is awaited, so that nobody goes live without it. */
  reach(event: LogEvent): void {
    const reached = this.#handedOn;
    reached.STAFF = Math.max(reached.STAFF, event.seq ?? 0);
    reached.CUSTOMER = Math.max(reached.CUSTOMER, event.publicSeq ?? 0);
  }

  protected compare(a: number, b: number): number {
    return a - b;
  }

  protected adjoins(a: number, b: number): boolean {
    return b === a + 1;
  }

  protected handedOn(group: Group<number>): number {
    return this.#handedOn[group.audience];
  }

  protected emptied(): void {
    this.#onEmpty(this);
  }

  /** First the log, then who may see it: an event that ends somebody's access is not delivered by the access before it. */
  protected async read(group: Group<number>, from: number | null): Promise<Page<number>> {
    const count = group.audience === 'STAFF' ? 'seq' : 'publicSeq';
    const events = from === null ? [] : await readTicketLog(this.#desk.db, this.ticketId, count, from, PAGE);
    const delivery = await Delivery.open(this.#desk, this.#source, events, {
      also: [this.ticketId],
      comments: group.wish.prepared.showsComments,
    });
    return { ...(await this.prepare(group, events, delivery)), full: events.length === PAGE };
  }

  protected async prepare(
    group: Group<number>,
    events: readonly LogEvent[],
    delivery: Delivery,
  ): Promise<Page<number>> {
    const ticket = delivery.ticket(this.ticketId);
    const now = (group.audience === 'STAFF' ? ticket?.seq : ticket?.publicSeq) ?? 0;
    const someone = new Map<boolean, Viewer>();
    // Many sockets may be one person's. Whom a change finds in between is given no payload, and reads again.
    const asked = new Set<string>();
    for (const { connection } of group.subscribers) {
      if (asked.has(connection.viewer.id)) continue;
      asked.add(connection.viewer.id);
      const inside = delivery.isInsider(connection.viewer, this.ticketId);
      if (!someone.has(inside) && delivery.maySee(connection.viewer, this.ticketId)) {
        someone.set(inside, connection.viewer);
      }
    }
    const steps = events.map(async (event): Promise<Step<number>[]> => {
      const view = viewOf(event, group.audience);
      if (!view) return [];
      if (!group.wants(view.type)) return [{ place: view.seq, payload: () => null }];
      const root = { [group.wish.prepared.field]: view };
      const payloads = new Map<boolean, Buffer>();
      for (const [inside, viewer] of someone) {
        payloads.set(inside, await delivery.render(group, `${event.id} ${inside}`, root, viewer));
      }
      const payload: Step<number>['payload'] = ({ connection }) =>
        payloads.get(delivery.isInsider(connection.viewer, this.ticketId));
      return [{ place: view.seq, payload }];
    });
    return {
      steps: (await Promise.all(steps)).flat(),
      full: false,
      now,
      refusal: ({ connection, place }) => {
        if (!delivery.maySee(connection.viewer, this.ticketId)) return notFound();
        // They have seen what is not in the log: it was restored since.
        return place !== null && place > now ? resyncRequired() : null;
      },
    };
  }
}
