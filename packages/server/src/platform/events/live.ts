import type { Desk } from '../desk.ts';
import { CLOSE } from './connection.ts';
import { Feed } from './feed.ts';
import { Hub } from './hub.ts';
import type { LiveSource } from './live-source.ts';
import { openNotifier, type Notifier, type Woken } from './notify.ts';

export type LiveOptions = {
  desk: Desk;
  /** The database's address, for the connection that wake-ups use. */
  url: string;
  source: LiveSource;
  /** Off: other nodes' events are found by polling alone. */
  notify?: boolean;
  /** Milliseconds between polls when nothing wakes the feed. */
  pollEvery?: number;
  /** Milliseconds between checks of all doors: sessions that ran out are found here. */
  recheckEvery?: number;
};

/** Live updates of one node. */
export class Live {
  readonly hub: Hub;
  readonly feed: Feed;
  readonly #notifier: Notifier | null;
  readonly #recheck: NodeJS.Timeout;
  readonly #followers = new Set<() => void>();
  #hearDelay: (ms: number) => void = () => {};

  private constructor({ desk, url, source, notify = true, pollEvery, recheckEvery = 15_000 }: LiveOptions) {
    this.feed = new Feed({
      db: desk.db,
      log: desk.log,
      epoch: desk.epoch,
      ...(pollEvery === undefined ? {} : { pollEvery }),
      onPage: async (page) => {
        const newest = page.fresh.at(-1);
        if (newest) this.#hearDelay(Date.now() - new Date(newest.at).getTime());
        await this.hub.deliver(page);
        // After those who watch: what follows (mails, triggers) would keep them waiting, and is not waited for.
        if (page.safe.length > 0) for (const follower of this.#followers) follower();
      },
    });
    this.hub = new Hub(desk, source, () => this.feed.position);
    this.#notifier = notify
      ? openNotifier({ url, log: desk.log, onNotify: (what) => what.forEach((one) => this.#look(one)) })
      : null;
    this.#recheck = setInterval(() => void this.hub.doors.reload(this.hub.doors.all), recheckEvery);
    this.#recheck.unref();
  }

  static async open(options: LiveOptions): Promise<Live> {
    const live = new Live(options);
    await live.feed.start();
    return live;
  }

  /** The log has grown, or who is at a ticket has changed, by this node's own doing. Never waits. */
  wake(what: Woken = 'LOG'): void {
    this.#look(what);
    this.#notifier?.announce(what);
  }

  #look(what: Woken): void {
    if (what === 'LOG') this.feed.wake();
    else this.hub.presence.look();
  }

  /** Calls back whenever the log has grown safely: for consumers that keep a cursor of their own. Returns the way out. */
  onGrowth(follower: () => void): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Calls back with the age, in milliseconds, of the newest event of each page that is read. */
  onDelay(hear: (ms: number) => void): void {
    this.#hearDelay = hear;
  }

  /** Sends every client to another node, or back to this one when it has started again. */
  drain(): void {
    for (const connection of this.hub.doors.all) connection.close(CLOSE.DRAINING, 'Restarting');
  }

  async close(): Promise<void> {
    clearInterval(this.#recheck);
    this.drain();
    await this.feed.close();
    await this.#notifier?.close();
  }
}
