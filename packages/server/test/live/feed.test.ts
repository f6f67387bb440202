import fc from 'fast-check';
import pg from 'pg';
import { sql } from 'kysely';
import pino from 'pino';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  comparePositions,
  encodeCursor,
  ORIGIN,
  parseCursor,
  type Position,
} from '../../src/platform/events/cursor.ts';
import { openEpoch } from '../../src/platform/events/epoch.ts';
import { Feed, type FeedPage } from '../../src/platform/events/feed.ts';
import { readLog, readSafeLog, type LogEvent } from '../../src/platform/events/log.ts';
import { openNotifier } from '../../src/platform/events/notify.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(async () => desk.close());

/** Reads pages into two lists until told to stop. */
async function reading(options: { pageSize?: number; pollEvery?: number } = {}) {
  const fresh: LogEvent[] = [];
  const safe: LogEvent[] = [];
  let hear: () => void = () => {};
  const onPage = async (page: FeedPage) => {
    fresh.push(...page.fresh);
    safe.push(...page.safe);
    hear();
  };
  const feed = new Feed({ db: desk.db, log: desk.log, epoch: 1, pollEvery: 20, ...options, onPage });
  await feed.start();
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise<void>((resolve) => (hear = resolve));
  };
  return { feed, fresh, safe, until };
}

const insert = (ticketId: string, seq: number) =>
  `insert into event (epoch, ticket_id, seq, type) values (1, '${ticketId}', ${seq}, 'ticket.changed')`;

describe('the feed', () => {
  test('hands on every event once, safe ones in the order of the log, a ticket’s in the order of its seq', async () => {
    const feed = await reading({ pageSize: 7 });
    const tickets = Array.from({ length: 3 }, () => v7());
    const seed = Math.floor(Math.random() * 1e9);
    process.stderr.write(`feed ordering: seed ${seed}\n`);
    let state = seed;
    const random = (below: number) => ((state = (state * 1_103_515_245 + 12_345) % 2_147_483_648), state % below);
    const seqs = new Map(tickets.map((ticket) => [ticket, 0]));
    const writers = Array.from({ length: 8 }, async () => {
      const client = new pg.Client(desk.url);
      await client.connect();
      for (let turn = 0; turn < 25; turn += 1) {
        const ticketId = tickets[random(tickets.length)]!;
        const [aborts, lingers] = [random(6) === 0, random(4)];
        await client.query('begin');
        await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [ticketId]);
        const seq = seqs.get(ticketId)! + 1;
        await client.query(insert(ticketId, seq));
        for (let wait = 0; wait < lingers; wait += 1) await client.query('select 1');
        // The lock goes with the commit: count before the next writer can read the count.
        if (!aborts) seqs.set(ticketId, seq);
        await client.query(aborts ? 'rollback' : 'commit');
      }
      await client.end();
    });
    await Promise.all(writers);
    const total = [...seqs.values()].reduce((sum, seq) => sum + seq, 0);
    await feed.until(() => feed.safe.length >= total && feed.fresh.length >= total);
    await feed.feed.close();
    expect(new Set(feed.safe.map(({ id }) => id)).size).toBe(total);
    expect(feed.safe.length).toBe(total);
    expect(feed.fresh.length).toBe(total);
    for (let index = 1; index < feed.safe.length; index += 1) {
      expect(comparePositions(feed.safe[index - 1]!, feed.safe[index]!)).toBeLessThan(0);
    }
    for (const ticket of tickets) {
      const own = feed.fresh.filter(({ ticketId }) => ticketId === ticket).map(({ seq }) => seq);
      expect(own).toEqual(Array.from({ length: seqs.get(ticket)! }, (_, index) => index + 1));
    }
  }, 30_000);

  test('hands an event on at once, and passes it only when no older transaction is under way', async () => {
    const feed = await reading();
    const lingering = new pg.Client(desk.url);
    await lingering.connect();
    await lingering.query('begin');
    const [early, late] = [v7(), v7()];
    await lingering.query(insert(late, 1));
    await sql.raw(insert(early, 1)).execute(desk.db);
    feed.feed.wake();
    await feed.until(() => feed.fresh.length === 1);
    expect(feed.safe).toEqual([]);
    await lingering.query('commit');
    feed.feed.wake();
    await feed.until(() => feed.safe.length === 2);
    expect(feed.fresh.map(({ ticketId }) => ticketId)).toEqual([early, late]);
    expect(feed.safe.map(({ ticketId }) => ticketId)).toEqual([late, early]);
    await feed.feed.close();
    await lingering.end();
  });

  test('orders xids as numbers', async () => {
    const xids = ['8', '9', '10', '99', '100', '101'];
    for (const xid of xids.toReversed()) {
      await sql`insert into event (epoch, xid, type) values (0, ${xid}::xid8, 'access.changed')`.execute(desk.db);
    }
    const rows = await readLog(desk.db, 1, ORIGIN, xids.length);
    expect(rows.map(({ xid }) => xid)).toEqual(xids);
    expect((await readSafeLog(desk.db, 1, ORIGIN, 3)).map(({ xid }) => xid)).toEqual(xids.slice(0, 3));
    expect(await readLog(desk.db, 1, rows[3]!, 2)).toEqual(rows.slice(4));
  });

  test('finds by itself what nobody woke it for', async () => {
    const feed = await reading({ pollEvery: 10 });
    const ticketId = v7();
    await sql.raw(insert(ticketId, 1)).execute(desk.db);
    await feed.until(() => feed.safe.some((event) => event.ticketId === ticketId));
    await feed.feed.close();
    expect(feed.fresh.filter((event) => event.ticketId === ticketId)).toHaveLength(1);
  });
});

describe('wake-ups', () => {
  test('reach the other nodes, once for many, and come back after the connection was lost', async () => {
    const heard: number[] = [0, 0];
    let tell: () => void = () => {};
    const nodes = heard.map((_, index) =>
      openNotifier({
        url: desk.url,
        log: pino({ level: 'silent' }),
        onNotify: () => {
          heard[index]! += 1;
          tell();
        },
      }),
    );
    const until = async (holds: () => boolean) => {
      while (!holds()) await new Promise<void>((resolve) => (tell = resolve));
    };
    // Each says once that it listens now.
    await until(() => heard[0]! >= 1 && heard[1]! >= 1);
    const before = heard[1]!;
    for (let times = 0; times < 50; times += 1) nodes[0]!.announce('LOG');
    await until(() => heard[1]! > before);
    expect(heard[1]).toBe(before + 1);
    expect(heard[0]).toBe(1);

    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'copydesk wake-ups' and datname = current_database()`.execute(desk.db);
    await until(() => heard[0]! >= 2 && heard[1]! >= before + 2);
    const again = heard[0]!;
    nodes[1]!.announce('LOG');
    await until(() => heard[0]! > again);
    await Promise.all(nodes.map((node) => node.close()));
  });
});

describe('the epoch', () => {
  test('is 1 at first, stays on this cluster, and rises once on another, however many nodes start', async () => {
    expect(await Promise.all([openEpoch(desk.db), openEpoch(desk.db), openEpoch(desk.db)])).toEqual([1, 1, 1]);
    await sql`update event_epoch set system_identifier = 'the cluster the dump came from'`.execute(desk.db);
    expect(await Promise.all([openEpoch(desk.db), openEpoch(desk.db), openEpoch(desk.db)])).toEqual([2, 2, 2]);
    expect(await openEpoch(desk.db)).toBe(2);
    await sql`update event_epoch set epoch = 1`.execute(desk.db);
  });

  test('puts the events of a restored desk behind those of the dump, whatever their xids', async () => {
    await sql`insert into event (epoch, xid, type) values (1, '18446744073709551000', 'access.changed')`.execute(
      desk.db,
    );
    const seen: LogEvent[] = [];
    let hear: () => void = () => {};
    const feed = new Feed({
      db: desk.db,
      log: desk.log,
      epoch: 2,
      pollEvery: 10,
      onPage: async ({ safe }) => {
        seen.push(...safe);
        hear();
      },
    });
    await feed.start();
    await sql`insert into event (epoch, type) values (2, 'access.changed')`.execute(desk.db);
    while (seen.length === 0) await new Promise<void>((resolve) => (hear = resolve));
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ epoch: 2 });
    await feed.close();
  });
});

describe('cursors', () => {
  const position = fc.record({
    epoch: fc.constant(1),
    xid: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
    id: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
  });

  test('come back as they were', () => {
    fc.assert(
      fc.property(position, (given) => {
        expect(parseCursor(encodeCursor(given), 1)).toEqual(given);
      }),
    );
  });

  test('order as their numbers do', () => {
    const order = (a: Position, b: Position) => {
      const [x, y] = [BigInt(a.xid), BigInt(b.xid)];
      const [i, j] = [BigInt(a.id), BigInt(b.id)];
      if (x !== y) return x < y ? -1 : 1;
      if (i === j) return 0;
      return i < j ? -1 : 1;
    };
    fc.assert(
      fc.property(position, position, (a, b) => {
        expect(Math.sign(comparePositions(a, b))).toBe(order(a, b));
      }),
    );
  });

  test('of any other text are none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseCursor(text, 1)).toThrow('no cursor');
      }),
    );
  });
});
