import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { graphql, type GraphQLSchema } from 'graphql';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bulkDemo } from '../../src/demo/bulk-demo.ts';
import { addComment, editComment } from '../../src/features/comments/index.ts';
import { addCcs, addFollowers } from '../../src/features/copies/index.ts';
import { saveDraft } from '../../src/features/drafts/index.ts';
import { setPresence } from '../../src/features/presence/index.ts';
import { startSideConversation } from '../../src/features/side-conversations/index.ts';
import { UNWANTED_WAYS } from '../../src/platform/database/orm.ts';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { createContext } from '../../src/platform/graphql/context.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { everythingBelow, type Literals } from '../support/everything-query.ts';
import { LiveClient } from '../support/live-client.ts';
import { aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';
import { askedOfOne, explainQuery, type Explained } from './explain-query.ts';
import { watchQueries, type SeenQueries } from './watch-queries.ts';

/**
 * Every SELECT that answers a query of the API, under the file that sends it, with how PostgreSQL finds its rows: in
 * `packages/server/queries`, so that a change of either is read in review. `vitest run --project server queries -u` writes them.
 */

/** A row for each department or account: read whole on purpose, or as cheaply as by an index. */
const SMALL = new Set(['department', 'mail_account']);

/** Ways that pay for the few rows of a test; without them it shows which index leads to each row of a large table. */
const OFF = [...UNWANTED_WAYS, 'material', 'memoize'];

/** What is read from end to end all the same, and why. */
const KNOWN: Readonly<Record<string, string>> = {
  'features/tickets/ticket-list.reader.ts ticket': 'The total of a list that names no department: it stops at 10,001.',
};

/** Readers, and what every mail and every subscription asks. What a job reads depends on how much it has at once. */
const isRead = (file: string) => /\.reader\.ts$|read-routing\.ts$|events\/log\.ts$/u.test(file);

const src = fileURLToPath(new URL('../../src/', import.meta.url));
let desk: RunningDesk;
let schema: GraphQLSchema;
let scene: Scene;
let admin: Viewer;
let explained: Map<string, Explained[]>;

beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web,jobs' });
  schema = buildSchema(readSlices(), resolvers);
  await bulkDemo(desk.desk, { tickets: 1_000, log: () => undefined });
  scene = await aTicketScene(desk.desk);
  admin = await aPerson(desk.desk, { name: 'Root', role: 'ADMIN', address: 'root@team.example' });
  await sql`
    insert into warning (id, ticket_id, department_id, kind, message)
    select uuidv7(), id, department_id, 'THIRD_PARTY_REPLY', '' from ticket`.execute(desk.desk.db);
  await sql`analyze warning`.execute(desk.desk.db);
  const { seen, stop } = watchQueries();
  const live = await watchLive();
  const literals = await tellAStory();
  await live.until();
  for (const viewer of [admin, scene.ada, scene.lee, scene.rita, scene.carl]) await askEverything(viewer, literals);
  for (const source of lists()) {
    const answer = await graphql({ schema, source, contextValue: createContext(desk.desk, scene.ada, 'queries') });
    expect(answer.errors).toBeUndefined();
  }
  stop();
  explained = await explainAll(seen);
}, 120_000);
afterAll(() => desk.close());

/** One of everything that a ticket may have. */
async function tellAStory(): Promise<Literals> {
  const { ticketId, ada, carl, lee, department } = scene;
  await addCcs(desk.desk, ada, { ticketId, people: [{ id: carl.id }] });
  await addFollowers(desk.desk, ada, { ticketId, personIds: [lee.id] });
  const { commentId } = await addComment(desk.desk, ada, { ticketId, visibility: 'PUBLIC', body: 'On its way.' });
  await editComment(desk.desk, ada, { commentId, body: 'It is on its way.' });
  await saveDraft(desk.desk, ada, { ticketId, visibility: 'INTERNAL', body: 'A draft' });
  await setPresence(desk.desk, lee, { ticketId, state: 'WRITING_NOTE', clientKey: '' });
  const side = await startSideConversation(desk.desk, ada, {
    ticketId,
    subject: 'Stock',
    body: 'Is one left?',
    to: [{ id: lee.id }],
  });
  const inbound = await fetch(`${desk.baseUrl}/inbound/mail?recipient=${department.address}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await desk.tokenOf(admin)}`, 'content-type': 'message/rfc822' },
    body: `From: a@example.com\r\nTo: ${department.address}\r\nSubject: Hi\r\n\r\nHi`,
  });
  const { id: inboundId } = (await inbound.json()) as { id: string };
  const ticket = globalId('Ticket', ticketId);
  return {
    first: '20',
    id: JSON.stringify(ticket),
    ticketId: JSON.stringify(ticket),
    sideConversationId: JSON.stringify(globalId('SideConversation', side.sideConversationId)),
    'node.id': JSON.stringify(globalId('Comment', commentId)),
    'inboundMessage.id': JSON.stringify(inboundId),
    search: JSON.stringify('ada'),
    'search.query': JSON.stringify('leaks'),
    'previewReply.input': `{ ticketId: "${ticket}", visibility: PUBLIC }`,
    'previewMailTemplate.input': `{ departmentId: "${globalId('Department', department.id)}", kind: REPLY, language: en, subject: "Hi", body: "Hi" }`,
    'simulateMessage.input': `{ raw: "From: a@example.com\\nTo: ${department.address}\\n\\nHi", departmentId: "${globalId('Department', department.id)}" }`,
  };
}

/** What is asked of the desk live, and what it tells by mail. */
async function watchLive() {
  const client = await LiveClient.open(desk.baseUrl, await desk.tokenOf(scene.ada));
  const id = globalId('Ticket', scene.ticketId);
  const event = '__typename seq ticket { id subject } ... on CommentAdded { comment { bodyText } }';
  const ofTicket = client.subscribe(`subscription { ticketEvents(ticketId: "${id}", after: 0) { ${event} } }`, {});
  const ofDesk = client.subscribe(`subscription { deskEvents { ${event} } }`, {});
  const present = client.subscribe(`subscription { presence(ticketId: "${id}") { people { person { name } } } }`, {});
  const unread = async () => {
    const { rows } = await sql<{ unread: boolean }>`
      select exists (select from event e, event_consumer c where c.name = 'notifications'
        and (e.xid, e.id) > (c.xid, c.last_id)) as unread`.execute(desk.desk.db);
    return rows[0]!.unread;
  };
  return {
    async until() {
      for (const stream of [ofTicket, ofDesk])
        await stream.until(() => JSON.stringify(stream.events).includes('SideConversationChanged'), 'the last event');
      await present.count(1);
      await vi.waitUntil(async () => !(await unread()), { timeout: 20_000 });
      client.socket.close();
    },
  };
}

/** Lists as a view asks for them. */
function lists(): string[] {
  const department = JSON.stringify(globalId('Department', scene.department.id));
  const person = JSON.stringify(globalId('Person', scene.ada.id));
  const filters = [
    `{ departmentIds: [${department}], statuses: [NEW, OPEN] }`,
    `{ assigneeId: ${person} }`,
    `{ departmentIds: [${department}], unassigned: true }`,
    `{ requesterId: ${person} }`,
    '{ followed: true }',
    '{ tag: "vip" }',
    '{ withWarnings: true }',
  ];
  return [
    ...filters.map((filter) => `{ tickets(filter: ${filter}, first: 50) { totalCount edges { node { id } } } }`),
    '{ tickets(orderBy: CREATED_AT_DESC, first: 50) { edges { node { id } } } }',
    `{ suspendedMessages(departmentIds: [${department}], first: 20) { edges { node { id } } } }`,
    `{ node(id: ${department}) { ... on Department { policyAt(version: 1) { preset } } } }`,
  ];
}

async function askEverything(viewer: Viewer, literals: Literals): Promise<void> {
  for (const field of Object.values(schema.getQueryType()!.getFields())) {
    const source = everythingBelow(schema, 'query', field, literals, 2);
    if (source === null) throw new Error(`${field.name} needs a value for one of its arguments.`);
    await graphql({ schema, source, contextValue: createContext(desk.desk, viewer, 'queries') });
  }
}

async function explainAll(seen: SeenQueries): Promise<Map<string, Explained[]>> {
  const client = new pg.Client(desk.databaseUrl);
  await client.connect();
  await client.query(OFF.map((way) => `set enable_${way} = off;`).join(' '));
  const all = new Map<string, Explained[]>();
  for (const [file, texts] of [...seen].toSorted(([a], [b]) => a.localeCompare(b))) {
    const byText = new Map<string, Explained>();
    // The shortest form stands for all: it is the one that asks of one.
    for (const text of [...texts].toSorted((a, b) => a.length - b.length)) {
      const one = await explainQuery(client, text);
      const known = byText.get(askedOfOne(one.text));
      byText.set(
        askedOfOne(one.text),
        known ? { ...known, sequential: [...known.sequential, ...one.sequential] } : one,
      );
    }
    all.set(
      file,
      [...byText.values()].toSorted((a, b) => a.text.localeCompare(b.text)),
    );
  }
  await client.end();
  return all;
}

describe('the queries of the API', () => {
  it('read no table from end to end that grows', () => {
    const found = [...explained].flatMap(([file, queries]) =>
      queries.flatMap(({ sequential, text }) =>
        sequential
          .filter((table) => !SMALL.has(table) && !(`${file} ${table}` in KNOWN))
          .map((table) => `${file} reads all of ${table}:\n${text}`),
      ),
    );
    expect(found).toEqual([]);
  });

  it('are those that are committed, and find their rows as they did', async () => {
    for (const [file, queries] of explained) {
      if (!isRead(file)) continue;
      const name = file
        .replace(/^features\//u, '')
        .replace(/^platform\//u, '')
        .replace(/\.ts$/u, '.sql');
      const text = queries
        .map((query) => `${query.text};\n${query.reached.map((one) => `-- ${one}\n`).join('')}`)
        .join('\n');
      await expect(text).toMatchFileSnapshot(`../../queries/${name}`);
    }
  });

  it('come from every reader', () => {
    const readers = readdirSync(`${src}features`, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.reader.ts'),
    );
    const missing = readers.filter((file) => !explained.has(`features/${file}`));
    expect(missing).toEqual([]);
  });
});
