import { performance } from 'node:perf_hooks';
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
/** Long enough to see whether others keep the thread busy. */
const GLANCE_MS = 10;
/** A thread that works so much of its time has others waiting. */
const BUSY = 0.6;

/**
 * Runs `consumeOnce` until it says that nothing is left: when woken, and every second by itself. What fails is logged and
 * tried again. Several nodes may run it: the turn is taken in `consumeOnce`. Nobody waits for what it does, but many may
 * wait for this thread: between two batches it gives way to them.
 *
 * @param givesWayFor milliseconds that the oldest of what is to be read waits at most, but for the batches themselves
 */
export function startConsumer(
  desk: Pick<Desk, 'log'>,
  name: string,
  consumeOnce: () => Promise<boolean>,
  givesWayFor = 0,
): Consumer {
  let wanted = true;
  let stopped = false;
  let running: Promise<void> | null = null;
  /** When what is still to be read was first heard of. */
  let since = performance.now();

  const run = async () => {
    while (wanted && !stopped) {
      wanted = false;
      const [began, more] = [performance.now(), await consumeOnce()];
      if (!more) since = began;
      // What comes meanwhile is read with the rest, in one batch instead of ten.
      if (more || wanted) await giveWay(more ? GLANCE_MS : REST_MS);
      wanted ||= more;
    }
  };
  const giveWay = async (ms: number) => {
    let busy = true;
    do {
      const before = performance.eventLoopUtilization();
      await delay(ms);
      busy = performance.eventLoopUtilization(before).utilization > BUSY;
    } while (busy && !stopped && performance.now() - since < givesWayFor);
  };
  const wake = () => {
    if (!wanted && running === null) since = performance.now();
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
