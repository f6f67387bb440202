import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addComment, makeCommentInternal } from '../../src/features/comments/index.ts';
import { addCcs, addFollowers, removeCcs } from '../../src/features/copies/index.ts';
import { startSideConversation } from '../../src/features/side-conversations/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { aToken, liveNode, type LiveNode } from '../support/live-node.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

const WATCH = /* GraphQL */ `
  subscription Watch($ticketId: ID!, $after: Int, $types: [TicketEventType!]) {
    ticketEvents(ticketId: $ticketId, after: $after, types: $types) {
      seq
      type
      ... on CommentAdded {
        comment {
          bodyText
          author {
            name
          }
        }
      }
      actor {
        name
      }
    }
  }
`;

let desk: TestDesk;
let node: LiveNode;
let scene: Scene;

beforeAll(async () => {
  desk = await testDesk();
  node = await liveNode(desk);
});
afterAll(async () => {
  await node.stop();
  await desk.close();
});

async function watcher(viewer: Viewer) {
  return LiveClient.open(node.url, (await aToken(desk, viewer)).token);
}

const ticket = () => globalId('Ticket', scene.ticketId);
const say = (actor: Viewer, body: string, visibility: 'PUBLIC' | 'INTERNAL' = 'PUBLIC') =>
  addComment(desk, actor, { ticketId: scene.ticketId, body, visibility });

describe('ticketEvents', () => {
  beforeAll(async () => {
    scene = await aTicketScene(desk);
  });

  test('replays the log from the beginning and goes on live, in order and without a double', async () => {
    await say(scene.ada, 'one');
    const client = await watcher(scene.ada);
    const watch = client.subscribe(WATCH, { ticketId: ticket(), after: 0 });
    await watch.count(3);
    await say(scene.rita, 'two');
    await say(scene.ada, 'three', 'INTERNAL');
    await watch.until(
      () => watch.events.at(-1)?.['comment'] !== undefined && JSON.stringify(watch.events).includes('three'),
      'the note',
    );
    const events = watch.events;
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({ type: 'TICKET_CREATED', actor: { name: 'Rita Novak' } });
    expect(JSON.stringify(events)).toContain('"bodyText":"two","author":{"name":"Rita Novak"}');
    client.cut();
  });

  test('a customer counts the public events alone and is told of a comment made internal as of a deleted one', async () => {
    const client = await watcher(scene.rita);
    const watch = client.subscribe(WATCH, { ticketId: ticket(), after: 0 });
    const { commentId } = await say(scene.ada, 'a slip');
    await watch.until(() => JSON.stringify(watch.events).includes('a slip'), 'the comment');
    await makeCommentInternal(desk, scene.ada, { commentId });
    await watch.until(() => watch.events.some(({ type }) => type === 'COMMENT_DELETED'), 'its deletion');
    expect(watch.events.map(({ seq }) => seq)).toEqual(watch.events.map((_, index) => index + 1));
    expect(JSON.stringify(watch.events)).not.toContain('three');

    const again = client.subscribe(WATCH, { ticketId: ticket(), after: 0 });
    await again.until(() => again.events.some(({ type }) => type === 'COMMENT_DELETED'), 'the replay');
    expect(JSON.stringify(again.events)).not.toContain('a slip');
    expect(again.events.map(({ seq, type }) => [seq, type])).toEqual(watch.events.map(({ seq, type }) => [seq, type]));
    client.cut();
  });

  test('a side conversation is told to the team alone, with the message that was added', async () => {
    const [client, customer] = [await watcher(scene.ada), await watcher(scene.rita)];
    const types = ['SIDE_CONVERSATION_CHANGED', 'COMMENT_ADDED'];
    const query = `subscription($ticketId: ID!, $types: [TicketEventType!]) {
      ticketEvents(ticketId: $ticketId, types: $types, after: 0) { type ... on SideConversationChanged {
        sideConversationId sideConversation { subject participants { header address } } message { bodyText } } } }`;
    const watch = client.subscribe(query, { ticketId: ticket(), types });
    const watching = customer.subscribe(query, { ticketId: ticket(), types });
    const { sideConversationId } = await startSideConversation(desk, scene.ada, {
      ticketId: scene.ticketId,
      subject: 'Beside it',
      body: 'A word in private.',
      to: [{ id: scene.carl.id }],
    });
    await say(scene.ada, 'after the side');
    await watching.until(() => watching.events.length > 3, 'the comment');
    expect(JSON.stringify(watching.payloads)).not.toMatch(/SIDE|Beside|in private/u);
    await watch.until(() => watch.events.some(({ type }) => type === 'SIDE_CONVERSATION_CHANGED'), 'the message');
    expect(watch.events.find(({ type }) => type === 'SIDE_CONVERSATION_CHANGED')).toMatchObject({
      sideConversationId: globalId('SideConversation', sideConversationId),
      sideConversation: { subject: 'Beside it', participants: [{ header: 'TO', address: scene.carl.address }] },
      message: { bodyText: 'A word in private.' },
    });
    client.cut();
    customer.cut();
  });

  test('types are filtered after the count', async () => {
    const client = await watcher(scene.ada);
    const watch = client.subscribe(WATCH, { ticketId: ticket(), after: 0, types: ['COMMENT_CHANGED'] });
    const [only] = await watch.count(1);
    expect(only).toMatchObject({ type: 'COMMENT_CHANGED' });
    const seen = only?.['seq'] as number;
    const { commentId } = await say(scene.ada, 'another slip');
    await makeCommentInternal(desk, scene.ada, { commentId });
    const [, second] = await watch.count(2);
    expect(second?.['seq']).toBeGreaterThan(seen + 1);
    client.cut();
  });

  test('without `after` only what is to come', async () => {
    const client = await watcher(scene.ada);
    const watch = client.subscribe(WATCH, { ticketId: ticket() });
    const twin = client.subscribe(WATCH, { ticketId: ticket(), after: 0 });
    await twin.count(3);
    await client.ping();
    const { changed } = await say(scene.ada, 'later', 'INTERNAL');
    const [first] = await watch.count(1);
    expect(first).toMatchObject({ seq: changed?.written.events[0]?.seq, comment: { bodyText: 'later' } });
    client.cut();
  });

  test('who may not see it, and what does not exist, is NOT_FOUND; a count of the future is RESYNC_REQUIRED', async () => {
    const client = await watcher(scene.otto);
    expect(await client.subscribe(WATCH, { ticketId: ticket(), after: 0 }).end()).toBe('NOT_FOUND');
    expect(await client.subscribe(WATCH, { ticketId: globalId('Ticket', scene.ada.id), after: 0 }).end()).toBe(
      'NOT_FOUND',
    );
    expect(await client.subscribe(WATCH, { ticketId: 'nonsense' }).end()).toBe('NOT_FOUND');
    const own = await watcher(scene.ada);
    expect(await own.subscribe(WATCH, { ticketId: ticket(), after: 100_000 }).end()).toBe('RESYNC_REQUIRED');
    expect(await own.subscribe(WATCH, { ticketId: ticket(), after: -1 }).end()).toBe('BAD_REQUEST');
    client.cut();
    own.cut();
  });

  test('a CC who is removed is shown no more, and who follows from elsewhere is', async () => {
    await addCcs(desk, scene.ada, { ticketId: scene.ticketId, people: [{ id: scene.carl.id }] });
    const client = await watcher(scene.carl);
    const watch = client.subscribe(WATCH, { ticketId: ticket(), after: 0 });
    await watch.until(() => watch.events.some(({ type }) => type === 'CC_ADDED'), 'the CC');
    await removeCcs(desk, scene.ada, { ticketId: scene.ticketId, personIds: [scene.carl.id] });
    expect(await watch.end()).toBe('NOT_FOUND');
    expect(watch.events.at(-1)).toMatchObject({ type: 'CC_ADDED' });

    await addFollowers(desk, scene.ada, { ticketId: scene.ticketId, personIds: [scene.otto.id] });
    const follower = await watcher(scene.otto);
    const followed = follower.subscribe(WATCH, { ticketId: ticket(), after: 0 });
    await followed.until(() => followed.events.some(({ type }) => type === 'FOLLOWER_ADDED'), 'the replay');
    client.cut();
    follower.cut();
  });
});
