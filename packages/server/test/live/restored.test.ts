import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { encodeCursor, type Position } from '../../src/platform/events/cursor.ts';
import { openEpoch } from '../../src/platform/events/epoch.ts';
import { readSafeEnd } from '../../src/platform/events/log.ts';
import { storedCursor } from '../../src/platform/events/consumer.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { aToken, liveNode, type LiveNode } from '../support/live-node.ts';
import { readable } from '../support/readable.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

/**
 * A dump restored into another cluster. The cluster that it came from was far ahead: its xids are all greater than those
 * that are given out here.
 */

const AHEAD = 2n ** 40n;

let desk: TestDesk;
let scene: Scene;
let node: LiveNode;
/** What the client saw last, and what came after it and is in the dump as well. */
let seen: Position;
let missed: string;

const note = async (body: string) => {
  const { commentId } = await addComment(desk, scene.ada, { ticketId: scene.ticketId, body, visibility: 'INTERNAL' });
  return commentId;
};

beforeAll(async () => {
  desk = await testDesk();
  await openEpoch(desk.db);
  scene = await aTicketScene(desk);
  await storedCursor('notifications').place(desk.db, desk.epoch);
  await note('seen');
  await readable(desk);
  const end = await readSafeEnd(desk.db, desk.epoch);
  seen = { ...end!, xid: String(BigInt(end!.xid) + AHEAD) };
  missed = await note('missed');
  for (const table of ['event', 'event_consumer']) {
    await sql`update ${sql.table(table)} set xid = ((xid::text)::numeric + ${String(AHEAD)}::numeric)::text::xid8`.execute(
      desk.db,
    );
  }
  await sql`update event_epoch set system_identifier = 'the cluster the dump came from'`.execute(desk.db);
  desk.epoch = await openEpoch(desk.db);
  node = await liveNode(desk);
});
afterAll(async () => {
  await node.stop();
  await desk.close();
});

async function subscribe(root: string) {
  const client = await LiveClient.open(node.url, (await aToken(desk, scene.ada)).token);
  return client.subscribe(`subscription { ${root} { cursor seq type ... on CommentAdded { commentId } } }`, {});
}

const feedAfter = (after: string) => subscribe(`deskEvents(after: "${after}", types: [COMMENT_ADDED])`);

test('feeds go on: what was missed before it, then what comes after it, once and in order', async () => {
  expect(desk.epoch).toBe(2);
  const watch = await feedAfter(encodeCursor(seen));
  await watch.count(1);
  const fresh = await note('fresh');
  const events = await watch.count(2);
  expect(events.map(({ commentId }) => commentId)).toEqual([missed, fresh].map((id) => globalId('Comment', id)));
  const resumed = await feedAfter(events[0]!['cursor'] as string);
  expect((await resumed.count(1))[0]).toEqual(events[1]);
});

test('a ticket’s feed goes on by its count', async () => {
  const watch = await subscribe(`ticketEvents(ticketId: "${globalId('Ticket', scene.ticketId)}", after: 3)`);
  expect((await watch.count(1))[0]).toMatchObject({ seq: 4, commentId: globalId('Comment', missed) });
});

test('who has seen what is not in the dump reads anew', async () => {
  const lost = encodeCursor({ ...seen, id: String(BigInt(seen.id) + 1_000n) });
  expect(await (await feedAfter(lost)).end()).toBe('RESYNC_REQUIRED');
  const future = encodeCursor({ ...seen, epoch: 3 });
  expect(await (await feedAfter(future)).end()).toBe('RESYNC_REQUIRED');
});

test('mails go on where they were: what the dump had not told of is read, and nothing twice', async () => {
  const cursor = storedCursor('notifications');
  const page = async () => {
    const { rows } = await sql<{ id: string; epoch: number; xid: string; commentId: string | null }>`
      with ${cursor.nextPage(desk.epoch, 100)}
      select id::text, epoch, xid::text, data ->> 'commentId' as "commentId" from page order by page.epoch, page.xid, page.id`.execute(
      desk.db,
    );
    return rows;
  };
  const after = await note('after');
  await readable(desk);
  const rows = await page();
  expect(rows.map(({ commentId }) => commentId)).toEqual(expect.arrayContaining([missed, after]));
  expect(rows.map(({ epoch }) => epoch)).toEqual(rows.map(({ epoch }) => epoch).toSorted((a, b) => a - b));
  const last = rows.at(-1)!;
  await sql`${cursor.advance({ epoch: last.epoch, xid: last.xid, lastId: last.id })}`.execute(desk.db);
  expect(await page()).toEqual([]);
});
