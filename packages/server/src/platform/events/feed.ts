import { AsyncLocalStorage } from 'node:async_hooks';
import type { Logger } from 'pino';
import type { Database } from '../database/database.ts';
import { ORIGIN, type Position } from './cursor.ts';
import { readLog, readSafeEnd, type LogEvent, type ReadEvent } from './log.ts';

/**
 * What one statement brought: `fresh` are the rows not seen before, in order, some of them earlier than they are safe;
 * `safe` are the rows that the feed's position has now passed, in order, some of them seen before.
 */
export type FeedPage = { fresh: LogEvent[]; safe: LogEvent[] };

export type FeedOptions = {
  db: Database;
  log: Logger;
  epoch: number;
  /** The safety net below all wake-ups, in milliseconds. */
  pollEvery?: number;
  /** Rows a statement. */
  pageSize?: number;
  /** Called with each page; the next statement waits for it. Its synchronous part sees `position` as just moved. */
  onPage(page: FeedPage): Promise<void>;
};

/** Rows that wait for somebody's transaction become safe without a wake-up: look again soon. */
const EARLY_AGAIN = 20;

/**
 * The node's one reader of the log. Each poll reads all rows after `position` that its snapshot shows. A row whose xid
 * is below the snapshot's xmin is safe: nothing can appear before it, and the position passes it. The others are handed
 * on at once for whoever follows one ticket: a ticket's writers hold its lock from before their xid until their
 * commit shows, so a snapshot that shows a ticket's event n + 1 shows its event n.
 */
export class Feed {
  /** All rows up to here have been handed on as safe. */
  position: Position = ORIGIN;
  readonly #options: FeedOptions;
  /** Ids handed on before they were safe. */
  readonly #early = new Set<string>();
  #polling: Promise<void> | null = null;
  #again = false;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  /** What it reads belongs to nobody's request. */
  readonly #apart = AsyncLocalStorage.snapshot();

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  /** Starts at the log's safe end: what came before is for replays. */
  async start(): Promise<void> {
    this.position = (await readSafeEnd(this.#options.db, this.#options.epoch)) ?? ORIGIN;
    this.wake();
  }

  /** The log may have grown. Never waits; wake-ups while a poll runs become one more poll. */
  wake(): void {
    if (this.#closed) return;
    if (this.#polling) {
      this.#again = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#polling = this.#apart(() => this.#pollUntilQuiet());
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#polling;
  }

  async #pollUntilQuiet(): Promise<void> {
    do {
      this.#again = false;
      try {
        await this.#poll();
      } catch (error) {
        if (!this.#closed) this.#options.log.warn({ err: error }, 'reading the event log failed; trying again');
        break;
      }
    } while (this.#again && !this.#closed);
    this.#polling = null;
    if (this.#closed) return;
    const wait = this.#early.size > 0 ? EARLY_AGAIN : (this.#options.pollEvery ?? 500);
    this.#timer = setTimeout(() => this.wake(), wait);
  }

  async #poll(): Promise<void> {
    const { db, epoch, pageSize = 500, onPage } = this.#options;
    let from = this.position;
    /** Later pages have later snapshots: past a row that was not safe, theirs prove nothing about what lies before. */
    let passing = true;
    for (;;) {
      const rows = await readLog(db, epoch, from, pageSize);
      const page: FeedPage = { fresh: [], safe: [] };
      for (const row of rows) {
        passing &&= row.safe;
        this.#sort(row, passing, page);
      }
      const last = rows.at(-1);
      if (last) await onPage(page);
      if (!last || rows.length < pageSize || this.#closed) return;
      from = last;
    }
  }

  #sort(row: ReadEvent, passes: boolean, page: FeedPage): void {
    const known = this.#early.has(row.id);
    if (!known) page.fresh.push(row);
    if (passes) {
      if (known) this.#early.delete(row.id);
      this.position = { epoch: row.epoch, xid: row.xid, id: row.id };
      page.safe.push(row);
    } else if (!known) {
      this.#early.add(row.id);
    }
  }
}
