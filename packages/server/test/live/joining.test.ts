import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { addCcs, removeCcs } from '../../src/features/copies/index.ts';
import { loadLiveTickets } from '../../src/features/live/live-tickets.reader.ts';
import { reloadViewers } from '../../src/platform/auth/authenticate.ts';
import { encodeCursor } from '../../src/platform/events/cursor.ts';
import { Live } from '../../src/platform/events/live.ts';
import { readSafeEnd } from '../../src/platform/events/log.ts';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import { attachWebSocket } from '../../src/platform/graphql/websocket.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { LiveClient, type LiveSubscription } from '../support/live-client.ts';
import { aToken } from '../support/live-node.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { readable } from '../support/readable.ts';

const EVENT = '{ seq type ... on CommentAdded { comment { bodyText } } }';
const TICKET = `subscription ($ticketId: ID!, $after: Int) { ticketEvents(ticketId: $ticketId, after: $after) ${EVENT} }`;
const DESK = `subscription ($after: String) { deskEvents(after: $after) ${EVENT} }`;

let desk: TestDesk;
let live: Live;
let http: Server;
let scene: Scene;
/** Called when a subscriber's tickets have been loaded, and before it goes on with them; once. */
let whileLoaded: (() => Promise<void>) | null = null;
/** So many loads fail. */
let failNext = 0;

beforeAll(async () => {
  desk = await testDesk();
  live = await Live.open({
    desk,
    url: desk.url,
    notify: false,
    // Nothing is found but what is woken for: what a test misses, it misses for good.
    pollEvery: 3_600_000,
    source: {
      schema: buildSchema(readSlices(), resolvers),
      loadPresence: async () => [],
      reloadViewers: (doors) => reloadViewers(desk, doors),
      expectComments: () => undefined,
      async loadTickets(ticketIds, personIds) {
        const meanwhile = whileLoaded;
        whileLoaded = null;
        if (failNext > 0) {
          failNext -= 1;
          throw new Error('The database is away.');
        }
        const loaded = await loadLiveTickets(desk.db, ticketIds, personIds);
        await meanwhile?.();
        return loaded;
      },
    },
  });
  desk.wake = () => live.wake();
  http = createServer();
  attachWebSocket(http, { desk, hub: live.hub, schema: buildSchema(readSlices(), resolvers) });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});
beforeEach(async () => {
  scene = await aTicketScene(desk);
});
afterAll(async () => {
  await live.close();
  http.close();
  await desk.close();
});

const connect = async (viewer: Viewer) =>
  LiveClient.open(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, (await aToken(desk, viewer)).token);
const ticketId = () => globalId('Ticket', scene.ticketId);
const say = (body: string) => addComment(desk, scene.ada, { ticketId: scene.ticketId, body, visibility: 'PUBLIC' });

const holds = (watch: LiveSubscription, body: string) =>
  watch.until(() => JSON.stringify(watch.events).includes(body), body);

/** Where the log ends, once all that was written is safe to read. */
async function safeEnd() {
  await readable(desk);
  return encodeCursor((await readSafeEnd(desk.db, desk.epoch))!);
}

describe('going live', () => {
  test.each([
    { what: 'one ticket', query: TICKET },
    { what: 'the desk', query: DESK },
  ])('misses nothing that is handed on while the replay is under way ($what)', async ({ query }) => {
    const after = query === TICKET ? 2 : await safeEnd();
    const client = await connect(scene.ada);
    // Somebody who is live already shows when the hub is done with the event.
    const witness = client.subscribe(query, { ticketId: ticketId(), after });
    await say('before');
    await holds(witness, 'before');
    whileLoaded = async () => {
      await say('in between');
      await holds(witness, 'in between');
    };
    const watch = client.subscribe(query, { ticketId: ticketId(), after });
    await holds(watch, 'in between');
    expect(watch.events).toEqual(witness.events);
    await say('live');
    await holds(watch, 'live');
    expect(watch.events.map(({ seq }) => seq)).toEqual(watch.events.map((_, index) => index + 3));
    client.cut();
  });

  test('shows nothing that comes after the access was lost, though the replay began before', async () => {
    await addCcs(desk, scene.ada, { ticketId: scene.ticketId, people: [{ id: scene.carl.id }] });
    const client = await connect(scene.carl);
    whileLoaded = async () => {
      await removeCcs(desk, scene.ada, { ticketId: scene.ticketId, personIds: [scene.carl.id] });
      await say('among ourselves');
    };
    const watch = client.subscribe(TICKET, { ticketId: ticketId(), after: 0 });
    expect(await watch.end()).toBe('NOT_FOUND');
    expect(watch.events.map(({ type }) => type)).toEqual(['TICKET_CREATED', 'COMMENT_ADDED', 'CC_ADDED']);
    client.cut();
  });

  test('makes good from the log what could not be delivered', async () => {
    const client = await connect(scene.ada);
    const watch = client.subscribe(TICKET, { ticketId: ticketId(), after: 0 });
    const all = client.subscribe(DESK, { after: await safeEnd() });
    await say('settled');
    await Promise.all([watch.count(3), all.count(1)]);
    failNext = 2;
    await say('through a fault');
    await holds(watch, 'through a fault');
    await holds(all, 'through a fault');
    expect(watch.events.map(({ seq }) => seq)).toEqual(watch.events.map((_, index) => index + 1));
    client.cut();
  });
});
