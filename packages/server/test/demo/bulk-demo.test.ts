import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulkDemo, type BulkResult } from '../../src/demo/bulk-demo.ts';
import { consumeBatch, placeNotificationsCursor } from '../../src/features/notifications/index.ts';
import { aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { readable } from '../support/readable.ts';

const log = () => undefined;

describe('bulk data', () => {
  let desk: TestDesk;
  let result: BulkResult;
  beforeAll(async () => {
    desk = await testDesk();
    result = await bulkDemo(desk, { tickets: 300, log, writers: 2 });
    await bulkDemo(desk, { tickets: 60, log });
  });
  afterAll(() => desk.close());

  const count = async (of: ReturnType<typeof sql<{ count: number }>>) => (await of.execute(desk.db)).rows[0]?.count;

  it('adds what was asked for, at every run', async () => {
    expect(result.tickets).toBe(300);
    expect(await count(sql`select count(*)::int from ticket`)).toBe(360);
    expect(await count(sql`select count(distinct department_id)::int as count from ticket`)).toBe(4);
  });

  it('counts a ticket as its rows do', async () => {
    const wrong = await sql`
      select t.number from ticket t
      where (t.seq, t.public_seq, t.comment_count, t.public_comment_count) is distinct from (
        (select count(*) from event e where e.ticket_id = t.id),
        (select count(*) from event e where e.ticket_id = t.id and e.public_seq is not null),
        (select count(*) from comment c where c.ticket_id = t.id),
        (select count(*) from comment c where c.ticket_id = t.id and c.visibility = 'PUBLIC'))`.execute(desk.db);
    expect(wrong.rows).toEqual([]);
  });

  it('numbers events without a gap, in the order of the log', async () => {
    const wrong = await sql`
      select * from (
        select ticket_id, seq, public_seq, xid,
          row_number() over told as place, count(public_seq) over told as public_place
        from event where ticket_id is not null window told as (partition by ticket_id order by epoch, xid, id)) e
      where seq <> place or public_seq <> public_place`.execute(desk.db);
    expect(wrong.rows).toEqual([]);
  });

  it('tells of each row by one event, and of internal notes to the team alone', async () => {
    const wrong = await sql`
      select c.id from comment c left join event e on e.type = 'comment.added' and e.data ->> 'commentId' = c.id::text
      where e.ticket_id is distinct from c.ticket_id or (e.public_seq is null) <> (c.visibility = 'INTERNAL')`.execute(
      desk.db,
    );
    expect(wrong.rows).toEqual([]);
    expect(await count(sql`select count(*)::int from event where type = 'cc.added'`)).toBe(
      await count(sql`select count(*)::int from cc`),
    );
    expect(await count(sql`select count(*)::int from event where type = 'follower.added'`)).toBe(
      await count(sql`select count(*)::int from follower`),
    );
  });

  it('has no moment in the future, and comments in the order in which they were written', async () => {
    expect(await count(sql`select count(*)::int from event where at > now()`)).toBe(0);
    expect(await count(sql`select count(*)::int from ticket where updated_at > now() or updated_at < created_at`)).toBe(
      0,
    );
    const wrong = await sql`
      select * from (select created_at, lag(created_at) over (partition by ticket_id order by id) as before from comment) c
      where before > created_at`.execute(desk.db);
    expect(wrong.rows).toEqual([]);
  });

  it('numbers tickets in the order in which they came', async () => {
    const wrong = await sql`
      select * from (select number, lag(number) over (order by created_at, id) as before from ticket where number <= 300) t
      where before >= number`.execute(desk.db);
    expect(wrong.rows).toEqual([]);
  });

  it('copies nobody twice, nor the requester', async () => {
    expect(
      await count(
        sql`select count(*)::int from cc join ticket t on t.id = cc.ticket_id and t.requester_id = cc.person_id`,
      ),
    ).toBe(0);
    expect(
      await count(sql`select count(*)::int from ticket t where comment_count = 20
      and (select count(*) from cc where ticket_id = t.id) = 5 and (select count(*) from follower where ticket_id = t.id) = 3`),
    ).toBe(18);
  });

  it('leaves the notifications nothing to write', async () => {
    await readable(desk);
    for (let more = true; more;) {
      const batch = await consumeBatch(desk);
      expect(batch?.messages).toEqual([]);
      more = batch?.more ?? false;
    }
  });
});

describe('bulk data on a desk where something else is still to be told', () => {
  it('skips nothing of it, and mails nobody of its own', async () => {
    const desk = await testDesk();
    try {
      await placeNotificationsCursor(desk.db, desk.epoch);
      await sql`insert into event (epoch, ticket_id, seq, type) values (1, uuidv7(), 1, 'ticket.created')`.execute(
        desk.db,
      );
      const { events } = await bulkDemo(desk, { tickets: 20, log, writers: 2 });
      await readable(desk);
      let read = 0;
      for (let more = true; more;) {
        const batch = await consumeBatch(desk);
        read += batch?.events ?? 0;
        more = batch?.more ?? false;
        expect(batch?.messages).toEqual([]);
      }
      expect(read).toBeGreaterThan(events);
    } finally {
      await desk.close();
    }
  });
});

describe('bulk data on a desk that is at work', () => {
  it('holds no reader of the log back for a second', async () => {
    const desk = await testDesk();
    let filling = true;
    const seen = new Map<string, { first: number; last: number }>();
    const watch = async () => {
      while (filling) {
        const { rows } = await sql<{ xid: string; at: number }>`
          select backend_xid::text as xid, (extract(epoch from clock_timestamp()) * 1000)::float8 as at
          from pg_stat_activity where backend_xid is not null and datname = current_database()
            and query like '%with customer as materialized%'`.execute(desk.db);
        for (const { xid, at } of rows) seen.set(xid, { first: seen.get(xid)?.first ?? at, last: at });
      }
    };
    try {
      const filled = bulkDemo(desk, { tickets: 1_500, log, writers: 2 }).finally(() => (filling = false));
      await Promise.all([filled, watch()]);
      const lengths = [...seen.values()].map(({ first, last }) => last - first);
      expect(lengths.length).toBeGreaterThan(3);
      expect(Math.max(...lengths)).toBeLessThan(1_000);
    } finally {
      await desk.close();
    }
  });

  it('writes in parts what takes too long, and loses nothing of it', async () => {
    const desk = await testDesk();
    try {
      const result = await bulkDemo(desk, { tickets: 120, log, longestMs: 12 });
      const chunks = await sql<{ tickets: number; numbers: number; chunks: number }>`
        select count(*)::int as tickets, count(distinct number)::int as numbers,
          (select count(distinct xid)::int from event where type = 'ticket.created') as chunks from ticket`.execute(
        desk.db,
      );
      expect(chunks.rows[0]).toMatchObject({ tickets: 120, numbers: 120 });
      // One writer took all 120 at once: it must have been given up.
      expect(chunks.rows[0]?.chunks).toBeGreaterThan(1);
      expect(result).toMatchObject({ tickets: 120 });
    } finally {
      await desk.close();
    }
  });
});

describe('bulk data through the API', () => {
  let desk: RunningDesk;
  beforeAll(async () => {
    desk = await runningDesk();
    await bulkDemo(desk.desk, { tickets: 100, log });
  });
  afterAll(() => desk.close());

  it('is listed and opened', async () => {
    const admin = await aPerson(desk.desk, { name: 'Ada', role: 'ADMIN' });
    const list = await desk.ask(
      admin,
      '{ tickets(first: 50) { totalCount edges { node { id number subject status commentCount requester { name } } } } }',
    );
    expect(list.errors).toBeUndefined();
    expect(list.data.tickets.totalCount).toBe(100);
    expect(list.data.tickets.edges).toHaveLength(50);
    const big = list.data.tickets.edges.find(
      ({ node }: { node: { commentCount: number } }) => node.commentCount === 20,
    ).node;
    const open = await desk.ask(
      admin,
      `query ($id: ID!) { ticket(id: $id) { seq ccs { person { name } address } followers { name }
        comments(first: 30) { edges { node { bodyText visibility author { name role } } } }
        events(first: 100) { edges { node { seq } } } } }`,
      { id: big.id },
    );
    expect(open.errors).toBeUndefined();
    const { ticket } = open.data;
    expect([ticket.ccs.length, ticket.followers.length, ticket.comments.edges.length]).toEqual([5, 3, 20]);
    expect(ticket.events.edges.map(({ node }: { node: { seq: number } }) => node.seq)).toEqual(
      Array.from({ length: ticket.seq }, (_, index) => index + 1),
    );
  });
});
