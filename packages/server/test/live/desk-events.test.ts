import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { addFollowers, removeFollowers } from '../../src/features/copies/index.ts';
import { changeDepartment } from '../../src/features/departments/index.ts';
import { changePerson } from '../../src/features/people/index.ts';
import { changeTicket, createTicket } from '../../src/features/tickets/index.ts';
import { encodeCursor } from '../../src/platform/events/cursor.ts';
import { readSafeEnd } from '../../src/platform/events/log.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { aToken, liveNode, type LiveNode } from '../support/live-node.ts';
import { aPerson } from '../support/people.ts';
import { readable } from '../support/readable.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

const WATCH = /* GraphQL */ `
  subscription ($after: String, $departmentIds: [ID!], $types: [TicketEventType!]) {
    deskEvents(after: $after, departmentIds: $departmentIds, types: $types) {
      cursor
      seq
      type
      ticketId
      actor {
        name
      }
      ticket {
        number
      }
    }
  }
`;

let desk: TestDesk;
let node: LiveNode;
let scene: Scene;
let other: Scene;
let admin: Viewer;
const clients: LiveClient[] = [];

beforeAll(async () => {
  desk = await testDesk();
  node = await liveNode(desk);
  admin = await aPerson(desk, { name: 'Alma Root', role: 'ADMIN' });
});
beforeEach(async () => {
  scene = await aTicketScene(desk);
  other = await aTicketScene(desk);
});
afterAll(async () => {
  for (const client of clients) client.cut();
  await node.stop();
  await desk.close();
});

async function connected(viewer: Viewer) {
  const client = await LiveClient.open(node.url, (await aToken(desk, viewer)).token);
  clients.push(client);
  return client;
}

/** Where the log ends, once all that was written is safe to read. */
async function cursor() {
  await readable(desk);
  const end = await readSafeEnd(desk.db, desk.epoch);
  return encodeCursor(end!);
}

async function watching(viewer: Viewer, given: Record<string, unknown> = {}) {
  const client = await connected(viewer);
  return client.subscribe(WATCH, { after: await cursor(), ...given });
}

const note = (of: Scene, body = 'a note') =>
  addComment(desk, of.ada, { ticketId: of.ticketId, body, visibility: 'INTERNAL' });

describe('deskEvents', () => {
  test('replays what came since the cursor, of the tickets the viewer may see, then goes on live', async () => {
    const after = await cursor();
    await note(scene, 'missed');
    await note(other, 'not hers');
    const watch = (await connected(scene.ada)).subscribe(WATCH, { after });
    await watch.count(1);
    await note(other, 'not hers either');
    await note(scene, 'live');
    const events = await watch.count(2);
    expect(events.map(({ ticketId, seq }) => [ticketId, seq])).toEqual([
      [globalId('Ticket', scene.ticketId), 3],
      [globalId('Ticket', scene.ticketId), 4],
    ]);
    const resumed = (await connected(scene.ada)).subscribe(WATCH, { after: events[0]?.['cursor'] });
    expect((await resumed.count(1))[0]).toEqual(events[1]);
  });

  test('shows an agent of another department the ticket they follow, until they follow it no more: then it is gone', async () => {
    const [departmentId = ''] = scene.otto.departmentIds;
    const mine = await createTicket(desk, scene.otto, { departmentId, subject: 'Mine', body: 'x' });
    const watch = await watching(scene.otto);
    const mate = await watching(
      await aPerson(desk, { name: 'Ola', role: 'AGENT', departmentIds: [...scene.otto.departmentIds] }),
    );
    const theirs = () => watch.events.filter(({ ticketId }) => ticketId === globalId('Ticket', scene.ticketId));
    let barriers = 0;
    /** Whatever came before has been delivered once this has: access is what it is at delivery. */
    const settled = async () => {
      await addComment(desk, scene.otto, { ticketId: mine.ticketId, body: 'so far', visibility: 'INTERNAL' });
      barriers += 1;
      await watch.until(() => watch.payloads.length - theirs().length === barriers, 'the barrier');
    };
    await note(scene, 'before');
    await settled();
    await addFollowers(desk, scene.ada, { ticketId: scene.ticketId, personIds: [scene.otto.id] });
    await settled();
    await note(scene, 'while');
    await settled();
    await removeFollowers(desk, scene.ada, { ticketId: scene.ticketId, personIds: [scene.otto.id] });
    await settled();
    await note(scene, 'after');
    await settled();
    await addFollowers(desk, scene.ada, { ticketId: scene.ticketId, personIds: [scene.otto.id] });
    await settled();
    const events = theirs();
    expect(events.map(({ type }) => type)).toEqual([
      'FOLLOWER_ADDED',
      'COMMENT_ADDED',
      'TICKET_GONE',
      'FOLLOWER_ADDED',
    ]);
    expect(events[2]).toMatchObject({ ticket: null, actor: null });
    expect(new Set(mate.events.map(({ ticketId }) => ticketId))).toEqual(new Set([globalId('Ticket', mine.ticketId)]));
  });

  test('a ticket that is moved is gone once, even when its assignee is taken off it by the move', async () => {
    await changeTicket(desk, scene.ada, { ticketId: scene.ticketId, assigneeId: scene.ada.id });
    const watch = await watching(scene.ada);
    const all = await watching(admin, { departmentIds: [globalId('Department', scene.department.id)] });
    const target = scene.otto.departmentIds[0]!;
    await changeTicket(desk, scene.ada, { ticketId: scene.ticketId, departmentId: target });
    await addComment(desk, scene.otto, { ticketId: scene.ticketId, body: 'ours now', visibility: 'INTERNAL' });
    await changeTicket(desk, admin, { ticketId: other.ticketId, departmentId: scene.department.id });
    const events = await watch.count(2);
    expect(events.map(({ type, ticketId }) => [type, ticketId])).toEqual([
      ['TICKET_GONE', globalId('Ticket', scene.ticketId)],
      ['TICKET_CHANGED', globalId('Ticket', other.ticketId)],
    ]);
    expect((await all.count(2)).map(({ type }) => type)).toEqual(['TICKET_GONE', 'TICKET_CHANGED']);
  });

  test('filters by type, and ends for who is given another department', async () => {
    const watch = await watching(scene.ada, { types: ['TICKET_CHANGED'] });
    await note(scene);
    await changeTicket(desk, scene.ada, { ticketId: scene.ticketId, status: 'ON_HOLD' });
    expect((await watch.count(1))[0]).toMatchObject({ type: 'TICKET_CHANGED', seq: 4 });
    await changePerson(desk, admin, { personId: scene.ada.id, departmentIds: [...scene.otto.departmentIds] });
    expect(await watch.end()).toBe('RESYNC_REQUIRED');
  });

  test('refuses customers and what is no cursor of this log', async () => {
    expect(await (await watching(scene.rita)).end()).toBe('NOT_FOUND');
    const ada = await connected(scene.ada);
    const ended = (after: string) => ada.subscribe(WATCH, { after }).end();
    expect(await ended('nonsense')).toBe('BAD_REQUEST');
    expect(await ended(Buffer.from('1.5').toString('base64url'))).toBe('BAD_REQUEST');
    expect(await ended(encodeCursor({ epoch: 2, xid: '1', id: '1' }))).toBe('RESYNC_REQUIRED');
    expect(await ended(encodeCursor({ epoch: 1, xid: '9000000000', id: '1' }))).toBe('RESYNC_REQUIRED');
    expect(await ended(encodeCursor({ epoch: 1, xid: '99999999999999999999', id: '1' }))).toBe('BAD_REQUEST');
  });
});

describe('departmentEvents', () => {
  test('tell staff that a department was changed', async () => {
    const query = `subscription ($departmentIds: [ID!]) { departmentEvents(departmentIds: $departmentIds) { department { name } actor { name } } }`;
    const watch = (await connected(scene.ada)).subscribe(query, {
      departmentIds: [globalId('Department', scene.department.id)],
    });
    const desktop = await watching(scene.ada);
    await note(scene);
    await desktop.count(1);
    await changeDepartment(desk, admin, { departmentId: other.department.id, name: 'Elsewhere' });
    await changeDepartment(desk, admin, { departmentId: scene.department.id, name: 'Roofs' });
    const [event] = await watch.count(1);
    expect(event).toEqual({ department: { name: 'Roofs' }, actor: { name: 'Alma Root' } });
  });
});
