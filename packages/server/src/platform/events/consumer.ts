import { setTimeout as delay } from 'node:timers/promises';
import { sql, type RawBuilder } from 'kysely';
import type { Queries, Transaction } from '../database/database.ts';
import type { Desk } from '../desk.ts';

/** How far a stored consumer has read. */
export type Cursor = { epoch: number; xid: string; lastId: string };

/** A place in the log that is kept in the database, under a name: what a consumer that must miss nothing reads from. */
export type StoredCursor = {
  /**
   * Puts it at the log's present end, at the very first start only: what happened before is not made good afterwards.
   * Every process calls it before it opens a door, so that nothing falls between.
   */
  place(db: Queries, epoch: number): Promise<void>;
  /**
   * Takes the consumer's turn until the transaction ends; false: another node has it. An advisory lock, not the row's:
   * it gives the transaction no id, so that reading here holds back no other reader of the log.
   */
  takeTurn(trx: Transaction): Promise<boolean>;
  /** SQL of two parts of a `with`: `cursor`, and `page` with the next rows of `event`. After `takeTurn`, in a statement of its own. */
  nextPage(epoch: number, size: number): RawBuilder<unknown>;
  /** SQL that moves it to an event, for the statement that writes what was made of the events up to it. */
  advance(to: Cursor): RawBuilder<unknown>;
};

export function storedCursor(name: string): StoredCursor {
  return {
    place: async (db, epoch) => {
      await sql`insert into event_consumer (name, epoch, xid, last_id)
        values (${name}, ${epoch}, pg_snapshot_xmin(pg_current_snapshot()), 0)
        on conflict (name) do nothing`.execute(db);
    },
    takeTurn: async (trx) => {
      const { rows } = await sql<{ taken: boolean }>`
        select pg_try_advisory_xact_lock(hashtextextended(${`consumer:${name}`}, 0)) as taken`.execute(trx);
      return rows[0]?.taken ?? false;
    },
    nextPage: (epoch, size) => sql`
      cursor as materialized (select epoch, xid, last_id from event_consumer where name = ${name}),
      page as (
        select e.* from event e
        where (e.epoch, e.xid, e.id)
            > ((select epoch from cursor), (select xid from cursor), (select last_id from cursor))
          and (e.epoch < ${epoch} or e.xid < pg_snapshot_xmin(pg_current_snapshot()))
        order by e.epoch, e.xid, e.id limit ${size})`,
    advance: ({ epoch, xid, lastId }) => sql`update event_consumer
      set epoch = ${epoch}, xid = ${xid}::xid8, last_id = ${lastId}::bigint, updated_at = now()
      where name = ${name}`,
  };
}

export type Consumer = {
  /** The log has grown: read it now. Never waits. */
  wake(): void;
  /** Waits for the batch that is being written, then stops. */
  stop(): Promise<void>;
};

const POLL_MS = 1_000;
const REST_MS = 30;

/**
 * Runs `consumeOnce` until it says that nothing is left: when woken, and every second by itself. What fails is logged and
 * tried again. Several nodes may run it: the turn is taken in `consumeOnce`.
 */
export function startConsumer(desk: Desk, name: string, consumeOnce: () => Promise<boolean>): Consumer {
  let wanted = true;
  let stopped = false;
  let running: Promise<void> | null = null;

  const run = async () => {
    while (wanted && !stopped) {
      wanted = false;
      if (await consumeOnce()) wanted = true;
      // Woken meanwhile: what comes in the next moment is read with it, in one batch instead of ten.
      else if (wanted) await delay(REST_MS);
    }
  };
  const wake = () => {
    wanted = true;
    if (stopped || running !== null) return;
    running = run()
      .catch((error: unknown) => {
        wanted = false;
        desk.log.error({ err: error, consumer: name }, 'A consumer of the log failed; it tries again.');
      })
      .then(() => {
        running = null;
        // Woken while the last batch was ending.
        if (wanted && !stopped) wake();
      });
  };
  const timer = setInterval(wake, POLL_MS);
  timer.unref();
  wake();
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
