import type { Desk } from '../desk.ts';
import { notFound } from './cursor.ts';
import { Delivery } from './delivery.ts';
import type { Group } from './group.ts';
import type { LiveSource } from './live-source.ts';
import type { LogEvent } from './log.ts';
import type { Subscriber } from './subscriber.ts';
import { Topic, type Limit, type Page } from './topic.ts';

/** Somebody of the team at a ticket. */
export type PresenceOf = { ticketId: string; personId: string; state: string };

/**
 * Who is at a ticket. Not a log but a state: a place is the number of the state that a subscriber was last shown, as this
 * node counts them, and whoever is behind is shown the newest alone.
 */
export class PresenceTopic extends Topic<number> {
  readonly ticketId: string;
  readonly outlivesAccess = true;
  readonly #desk: Desk;
  readonly #source: LiveSource;
  readonly #onEmpty: (topic: PresenceTopic) => void;
  #people: readonly PresenceOf[] | null = null;
  #number = 0;

  constructor(
    ticketId: string,
    from: { desk: Desk; source: LiveSource; limit: Limit },
    onEmpty: (topic: PresenceTopic) => void,
  ) {
    super(from.limit);
    this.ticketId = ticketId;
    this.#desk = from.desk;
    this.#source = from.source;
    this.#onEmpty = onEmpty;
  }

  /** These people are there now. False: nothing that is shown has changed. */
  become(people: readonly PresenceOf[]): boolean {
    if (JSON.stringify(people) === JSON.stringify(this.#people)) return false;
    this.#people = people;
    this.#number += 1;
    return true;
  }

  /** Shows everybody the state as it is. */
  async show(): Promise<void> {
    await this.deliver([], await Delivery.open(this.#desk, this.#source, [], { also: [this.ticketId] }));
  }

  protected compare(a: number, b: number): number {
    return a - b;
  }

  protected adjoins(): boolean {
    return true;
  }

  protected handedOn(): number {
    return this.#number;
  }

  protected emptied(): void {
    this.#onEmpty(this);
  }

  protected async read(group: Group<number>): Promise<Page<number>> {
    if (this.#people === null) this.become(await this.#source.loadPresence([this.ticketId]));
    return this.prepare(group, [], await Delivery.open(this.#desk, this.#source, [], { also: [this.ticketId] }));
  }

  protected async prepare(group: Group<number>, _: readonly LogEvent[], delivery: Delivery): Promise<Page<number>> {
    const place = this.#number;
    const root = { [group.wish.prepared.field]: { ticketId: this.ticketId, people: this.#people ?? [] } };
    const mayKnow = ({ connection: { viewer, audience } }: Subscriber<number>) =>
      audience === 'STAFF' && delivery.maySee(viewer, this.ticketId) && delivery.isInsider(viewer, this.ticketId);
    const shownTo = [...group.subscribers].find(mayKnow);
    const payload = shownTo && (await delivery.render(group, `presence ${place}`, root, shownTo.connection.viewer));
    return {
      steps: payload === undefined ? [] : [{ place, payload: () => payload }],
      full: false,
      now: place - 1,
      refusal: (subscriber) => (mayKnow(subscriber) ? null : notFound()),
    };
  }
}
