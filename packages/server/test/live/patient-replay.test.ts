import { afterAll, beforeAll, expect, test } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { aToken, liveNode, type LiveNode } from '../support/live-node.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

/** More than the kernel's buffers hold, some 4 MB, and than a live reader may leave unread. */
const NOTES = 110;
const LONG = 'x'.repeat(60_000);

let desk: TestDesk;
let node: LiveNode;
let scene: Scene;

beforeAll(async () => {
  desk = await testDesk();
  node = await liveNode(desk);
  scene = await aTicketScene(desk);
  for (let count = 0; count < NOTES; count += 1)
    await addComment(desk, scene.ada, { ticketId: scene.ticketId, body: LONG, visibility: 'INTERNAL' });
});
afterAll(async () => {
  await node.stop();
  await desk.close();
});

test('a replay waits for a reader who takes their time, and keeps little for them meanwhile', async () => {
  const client = await LiveClient.open(node.url, (await aToken(desk, scene.ada)).token);
  const unread = () => Math.max(...node.connections().map((connection) => connection.unread));
  const watch = client.subscribe(
    'subscription ($id: ID!) { ticketEvents(ticketId: $id, after: 0) { seq ... on CommentAdded { comment { bodyText } } } }',
    { id: globalId('Ticket', scene.ticketId) },
  );
  await watch.count(1);
  client.socket.pause();
  await expect.poll(unread).toBeGreaterThan(0);
  expect(unread()).toBeLessThan(200_000);
  client.socket.resume();
  // Two of the ticket's own.
  const events = await watch.count(NOTES + 2);
  expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: NOTES + 2 }, (_, index) => index + 1));
  client.cut();
});
