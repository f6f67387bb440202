import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { addFollowers } from '../../src/features/copies/index.ts';
import { changePerson, revokeToken } from '../../src/features/people/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { aToken, liveNode, type LiveNode } from '../support/live-node.ts';
import { aPerson } from '../support/people.ts';
import { statementsOf } from '../support/statements.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

const WATCH = /* GraphQL */ `
  subscription Watch($ticketId: ID!, $after: Int) {
    ticketEvents(ticketId: $ticketId, after: $after) {
      seq
      type
      actor {
        name
      }
      ticket {
        number
        status
        updatedAt
        requester {
          name
        }
      }
      ... on CommentAdded {
        comment {
          id
          bodyText
          visibility
          author {
            name
          }
        }
      }
    }
  }
`;
const FOLLOWS = /* GraphQL */ `
  subscription ($ticketId: ID!, $after: Int) {
    ticketEvents(ticketId: $ticketId, after: $after) {
      seq
      ticket {
        viewerFollows
      }
    }
  }
`;

let desk: TestDesk;
let node: LiveNode;
let scene: Scene;
let admin: Viewer;

beforeAll(async () => {
  desk = await testDesk();
  node = await liveNode(desk, { maxUnread: 200_000 });
  scene = await aTicketScene(desk);
  admin = await aPerson(desk, { name: 'Alma Root', role: 'ADMIN' });
});
afterAll(async () => {
  await node.stop();
  await desk.close();
});

const ticketId = () => globalId('Ticket', scene.ticketId);
const note = (body: string) => addComment(desk, scene.ada, { ticketId: scene.ticketId, body, visibility: 'INTERNAL' });

async function signedIn(viewer: Viewer) {
  const { token, tokenId } = await aToken(desk, viewer);
  const client = await LiveClient.open(node.url, token);
  return { client, tokenId };
}

/** Watches live: the replay has come, so that what follows is delivered by the hub. */
async function watching(viewer: Viewer) {
  const { client, tokenId } = await signedIn(viewer);
  const watch = client.subscribe(WATCH, { ticketId: ticketId(), after: 0 });
  await watch.count(2);
  return { client, tokenId, watch };
}

describe('one event', () => {
  test('to 1,000 watchers of a class: three statements, and one frame each with their own id', async () => {
    const agents = await Promise.all(
      ['Uma', 'Vic', 'Wes', 'Xia'].map((name) =>
        aPerson(desk, { name, role: 'AGENT', departmentIds: [scene.department.id] }),
      ),
    );
    const sockets = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => (await signedIn(agents[index % 4]!)).client),
    );
    const watches = sockets.flatMap((client) =>
      Array.from({ length: 50 }, () => client.subscribe(WATCH, { ticketId: ticketId(), after: 1 })),
    );
    await Promise.all(watches.map((watch) => watch.count(1)));
    const before = watches.map(({ payloads }) => payloads.length);
    let mark = 0;
    const { statements } = await statementsOf(async () => {
      const { changed } = await note('for a thousand');
      mark = changed!.written.seq;
      await Promise.all(
        watches.map((watch) => watch.until(() => watch.events.at(-1)?.['seq'] === mark, `event ${mark}`)),
      );
    });
    // Posting takes two, loading and writing; the feed may look once more, and the doors be checked, by the clock.
    const posting = statements.filter((text) => /insert into event|"deskAddresses"/.test(text));
    const feed = statements.filter((text) => text.includes('pg_snapshot_xmin'));
    expect(posting.length).toBe(2);
    expect(feed.length).toBeLessThanOrEqual(2);
    const rechecks = statements.filter((text) => text.includes('as expired'));
    expect(statements.length - posting.length - feed.length - rechecks.length).toBeLessThanOrEqual(2);
    for (const [index, watch] of watches.entries()) {
      expect(watch.payloads.length).toBe(before[index]! + 1);
      expect(watch.events.at(-1)).toMatchObject({ seq: mark, comment: { bodyText: 'for a thousand' } });
    }
    for (const client of sockets) client.cut();
  });

  test('is executed for each viewer where a field is theirs alone', async () => {
    const ada = await signedIn(scene.ada);
    const lee = await signedIn(scene.lee);
    const uma = await signedIn(
      await aPerson(desk, { name: 'Ugo', role: 'AGENT', departmentIds: [scene.department.id] }),
    );
    await addFollowers(desk, scene.ada, { ticketId: scene.ticketId, personIds: [scene.ada.id] });
    const watches = [ada, lee, uma].map(({ client }) => client.subscribe(FOLLOWS, { ticketId: ticketId(), after: 1 }));
    await Promise.all(watches.map((watch) => watch.count(1)));
    const { changed } = await note('who follows?');
    const seq = changed!.written.seq;
    await Promise.all(watches.map((watch) => watch.until(() => watch.events.at(-1)?.['seq'] === seq, 'it')));
    expect(watches.map((watch) => watch.events.at(-1)?.['ticket'])).toEqual([
      { viewerFollows: true },
      { viewerFollows: false },
      { viewerFollows: false },
    ]);
    for (const { client } of [ada, lee, uma]) client.cut();
  });
});

describe('a socket', () => {
  test('of a revoked token and of a disabled person is closed with 4401, and stays out', async () => {
    const revoked = await watching(scene.ada);
    await revokeToken(desk, admin, { tokenId: revoked.tokenId });
    expect(await revoked.client.closed).toBe(4401);

    const gone = await aPerson(desk, { name: 'Gil', role: 'AGENT', departmentIds: [scene.department.id] });
    const own = await aToken(desk, gone);
    const { client } = await watching(gone);
    await changePerson(desk, admin, { personId: gone.id, state: 'SUSPENDED' });
    expect(await client.closed).toBe(4401);
    await expect(LiveClient.open(node.url, own.token)).rejects.toThrow('4401');
    await expect(LiveClient.open(node.url, 'cd_nonsense')).rejects.toThrow('4401');
  });

  test('whose session has run out is closed with 4403', async () => {
    const person = await aPerson(desk, { name: 'Sia', role: 'AGENT', departmentIds: [scene.department.id] });
    const sessionId = v7();
    const moment = new Date(Date.now() - 1_000).toISOString();
    await sql`insert into auth."user" (id, name, email, "emailVerified")
      values (${person.id}, 'Sia', ${person.address}, true)`.execute(desk.db);
    await sql`insert into auth.session (id, "expiresAt", token, "updatedAt", "userId")
      values (${sessionId}, ${moment}, ${sessionId}, now(), ${person.id})`.execute(desk.db);
    const checking = await liveNode(desk, { recheckEvery: 50 });
    const { token, tokenId } = await aToken(desk, person);
    const client = await LiveClient.open(checking.url, token);
    // As if the socket had come in by that session.
    const connection = checking.connections().find(({ viewer }) => viewer.door.id === tokenId)!;
    connection.viewer = { ...connection.viewer, door: { kind: 'SESSION', id: sessionId } };
    expect(await client.closed).toBe(4403);
    await checking.stop();
  });

  test('of somebody who leaves the department keeps what they take part in and loses the rest', async () => {
    const mover = await aPerson(desk, { name: 'Mo', role: 'AGENT', departmentIds: [scene.department.id] });
    const follower = await aPerson(desk, { name: 'Fay', role: 'AGENT', departmentIds: [scene.department.id] });
    await addFollowers(desk, scene.ada, { ticketId: scene.ticketId, personIds: [follower.id] });
    const [lost, kept] = [await watching(mover), await watching(follower)];
    for (const personId of [mover.id, follower.id]) await changePerson(desk, admin, { personId, departmentIds: [] });
    expect(await lost.watch.end()).toBe('NOT_FOUND');
    const { changed } = await note('still here?');
    await kept.watch.until(() => kept.watch.events.at(-1)?.['seq'] === changed!.written.seq, 'the note');
    expect(kept.watch.ended).toBeNull();
    lost.client.cut();
    kept.client.cut();
  });

  test('of somebody who is no longer staff starts over', async () => {
    const former = await aPerson(desk, { name: 'Rex', role: 'AGENT', departmentIds: [scene.department.id] });
    const { client, watch } = await watching(former);
    await changePerson(desk, admin, { personId: former.id, role: 'END_USER', departmentIds: [] });
    expect(await watch.end()).toBe('RESYNC_REQUIRED');
    client.cut();
  });

  test('that does not read is closed with 1013, and loses nothing', async () => {
    const person = await aPerson(desk, { name: 'Slow', role: 'AGENT', departmentIds: [scene.department.id] });
    const { client, watch } = await watching(person);
    await note('before');
    const seen = watch.payloads.length;
    client.socket.pause();
    // More than the kernel's buffers and ours hold together; written by us alone to this one reader.
    const long = 'x'.repeat(60_000);
    const started = node.connections().length;
    while (node.connections().some(({ viewer, subscribers }) => viewer.id === person.id && subscribers.size > 0)) {
      await note(long);
    }
    client.socket.resume();
    expect(await client.closed).toBe(1013);
    expect(started).toBeGreaterThan(0);
    expect(watch.payloads.length).toBeGreaterThan(seen);
    const last = watch.events.at(-1)?.['seq'] as number;
    const back = await signedIn(person);
    const rest = back.client.subscribe(WATCH, { ticketId: ticketId(), after: last });
    const [next] = await rest.count(1);
    expect(next?.['seq']).toBe(last + 1);
    back.client.cut();
  });

  test('carries subscriptions only, within the limits of HTTP', async () => {
    const { client } = await signedIn(scene.lee);
    expect(await client.subscribe('{ viewer { id } }').end()).toBe('BAD_REQUEST');
    expect(
      await client.subscribe('mutation { followTicket(input: { ticketId: "x" }) { errors { code } } }').end(),
    ).toBe('BAD_REQUEST');
    expect(await client.subscribe('subscription { nonsense }').end()).toBe('BAD_REQUEST');
    expect(await client.subscribe(`subscription { ${'a '.repeat(500)} }`).end()).toBe('LIMITED');
    const aliases = Array.from({ length: 20 }, (_, index) => `a${index}: seq`).join(' ');
    expect(await client.subscribe(`subscription { ticketEvents(ticketId: "x") { ${aliases} } }`).end()).toBe('LIMITED');
    client.cut();
    const unsigned = new LiveClient(node.url);
    unsigned.init({}).catch(() => undefined);
    expect(await unsigned.closed).toBe(4401);
  });

  test('is closed with 1012 when the node drains', async () => {
    const other = await liveNode(desk);
    const client = await LiveClient.open(other.url, (await aToken(desk, scene.ada)).token);
    await other.stop();
    expect(await client.closed).toBe(1012);
  });
});
