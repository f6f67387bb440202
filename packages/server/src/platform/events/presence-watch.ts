import type { Desk } from '../desk.ts';
import type { Connection } from './connection.ts';
import type { Wish } from './group.ts';
import type { LiveSource } from './live-source.ts';
import { PresenceTopic } from './presence-topic.ts';
import type { Limit } from './topic.ts';

/** Milliseconds between looks when nothing wakes it: by them it is found that somebody has gone without a word. */
const LOOK_EVERY = 1_000;

/** This node's view of who is at the tickets that somebody watches: one statement for all of them, none for none. */
export class PresenceWatch {
  readonly #from: { desk: Desk; source: LiveSource; limit: Limit };
  readonly #topics = new Map<string, PresenceTopic>();
  #looking = false;
  #again = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(from: { desk: Desk; source: LiveSource; limit: Limit }) {
    this.#from = from;
  }

  watch({ connection, id }: { connection: Connection; id: string }, wish: Wish, ticketId: string) {
    let topic = this.#topics.get(ticketId);
    if (!topic) {
      topic = new PresenceTopic(ticketId, this.#from, (emptied) => {
        if (this.#topics.get(ticketId) === emptied) this.#topics.delete(ticketId);
      });
      this.#topics.set(ticketId, topic);
      this.#timer ??= setTimeout(() => this.look(), LOOK_EVERY).unref();
    }
    return topic.subscribe(connection, id, wish, null).parked();
  }

  /** Somebody may have come or gone. Never waits; calls while a look runs become one more look. */
  look(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#looking) this.#again = true;
    else if (this.#topics.size > 0) void this.#lookUntilQuiet();
  }

  async #lookUntilQuiet(): Promise<void> {
    this.#looking = true;
    do {
      this.#again = false;
      try {
        await this.#lookOnce();
      } catch (error) {
        this.#from.desk.log.warn({ err: error }, 'who is at a ticket could not be read; trying again');
      }
    } while (this.#again);
    this.#looking = false;
    if (this.#topics.size > 0) this.#timer = setTimeout(() => this.look(), LOOK_EVERY).unref();
  }

  async #lookOnce(): Promise<void> {
    const topics = [...this.#topics.values()];
    const present = Map.groupBy(
      await this.#from.source.loadPresence(topics.map(({ ticketId }) => ticketId)),
      ({ ticketId }) => ticketId,
    );
    const changed = topics.filter((topic) => topic.become(present.get(topic.ticketId) ?? []));
    await Promise.all(changed.map((topic) => topic.show()));
  }
}
