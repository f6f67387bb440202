import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTicket } from '../../src/features/tickets/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { longestTurn } from '../support/stall.ts';
import { aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aStranger, type Stranger } from './strangers.ts';

let desk: RunningDesk;
let scene: Scene;
let admin: Viewer;
let [mallory, rita]: Stranger[] = [];

const many = (count: number, write: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => write(at)).join('');
/** Longer than this nobody waits for their turn, in ms of the desk's own work. */
const STALL = 100;
const MB = 1_000_000;

beforeAll(async () => {
  desk = await runningDesk();
  [mallory, rita] = [await aStranger(), await aStranger()];
  scene = await aTicketScene(desk.desk);
  admin = await aPerson(desk.desk, { name: 'Root', role: 'ADMIN' });
  // Found in forty comments, each of them long and not ASCII.
  const { ada, department } = scene;
  await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      createTicket(desk.desk, ada, {
        departmentId: department.id,
        subject: `Roof ${at}`,
        body: many(4_000, (one) => `střecha teče ${one % 97} `),
      }),
    ),
  );
}, 90_000);
afterAll(async () => {
  await desk.close();
  await Promise.all([mallory!, rita!].map((stranger) => stranger.leave()));
});

async function ask(stranger: Stranger, viewer: Viewer, query: string, variables: object = {}) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await desk.tokenOf(viewer)}` };
  return stranger.ask({ url: `${desk.baseUrl}/graphql`, headers, body: JSON.stringify({ query, variables }) });
}

/** What is asked and how long it held the desk at most; somebody else asks meanwhile, and is answered. */
async function asked(viewer: Viewer, query: string, variables: object = {}) {
  const { longest, result } = await longestTurn(() =>
    Promise.all([ask(mallory!, viewer, query, variables), ask(rita!, admin, '{ viewer { id } }')]),
  );
  expect(result[1].status).toBe(200);
  return { longest, said: result[0] };
}

const TEXTS: Record<string, string> = {
  'a megabyte of a letter': 'a'.repeat(MB),
  'a hundred thousand words': many(100_000, (at) => `w${at} `),
  wildcards: '%_*?.'.repeat(100_000),
  operators: '( & | ! <-> :* '.repeat(50_000),
  'combining characters': `a${'\u0301'.repeat(300_000)}`,
  emoji: '👩‍👩‍👧‍👦'.repeat(30_000),
  Japanese: '屋根が漏れ'.repeat(50_000),
  'ligatures that grow': '\ufdfa'.repeat(300_000),
  spaces: ' '.repeat(MB),
  'what is there': 'střecha teče',
};

describe('adversarial searches hold nobody up', () => {
  const search =
    'query($text: String!) { search(query: $text, first: 100) { totalCount edges { node { ticket { id } excerpt { text found } } } } }';
  const people = 'query($text: String!) { people(search: $text, first: 100) { totalCount edges { node { id } } } }';

  it.each(Object.entries(TEXTS))('%s', async (_, text) => {
    for (const [query, viewer] of [
      [search, scene.ada],
      [search, scene.rita],
      [people, admin],
    ] as const) {
      const { longest, said } = await asked(viewer, query, { text });
      expect([said.status, said.text.slice(0, 9)]).toEqual([200, '{"data":{']);
      expect(longest).toBeLessThan(STALL);
    }
  });

  it('lists of thousands of ids', async () => {
    const filter = { departmentIds: Array.from({ length: 9_000 }, () => globalId('Department', scene.department.id)) };
    const query =
      'query($filter: TicketFilter) { tickets(filter: $filter, first: 100) { totalCount edges { node { id } } } }';
    const { longest, said } = await asked(scene.ada, query, { filter });
    expect(said.status).toBe(200);
    expect(longest).toBeLessThan(STALL);
  });
});

describe('large answers hold nobody up', () => {
  const ticket = () => ({ id: globalId('Ticket', scene.ticketId) });
  const raw = Buffer.alloc(25_000_000, 'roof ');

  beforeAll(async () => {
    const { ada, ticketId } = scene;
    await desk.desk.db.insertInto('blob').values({ sha256: 'large', size: raw.length, content: raw }).execute();
    for (let at = 0; at < 8; at += 1)
      await sql`insert into comment (id, ticket_id, author_id, visibility, body_text, body_html, via, told)
        values (uuidv7(), ${ticketId}, ${ada.id}, 'PUBLIC', repeat('hellö wörld ', 80000), repeat('<p>héllo</p>', 24000),
          'API', '[]')`.execute(desk.desk.db);
  }, 30_000);

  it('comments of a megabyte', async () => {
    const query = `query($id: ID!) { ticket(id: $id) { comments(last: 100) { edges { node { bodyText bodyHtml quotedText } } } } }`;
    const { longest, said } = await asked(scene.ada, query, ticket());
    expect([said.status, said.bytes > 9_000_000]).toEqual([200, true]);
    expect(longest).toBeLessThan(STALL);
  });

  it('more than 32 million characters are refused', async () => {
    const texts = 'a: bodyText b: bodyText c: bodyText d: bodyText e: bodyText';
    const query = `query($id: ID!) { ticket(id: $id) { comments(last: 100) { edges { node { ${texts} } } } } }`;
    const { longest, said } = await asked(scene.ada, query, ticket());
    const says = 'The answer would be longer than 32 million characters.';
    expect([said.status, said.text]).toEqual([400, expect.stringContaining(says)]);
    expect(longest).toBeLessThan(STALL);
  });

  it('a change is made, though its answer is too long', async () => {
    const texts = 'a: bodyText b: bodyText c: bodyText d: bodyText e: bodyText';
    const query = `mutation($id: ID!) { changeTicket(input: { ticketId: $id, subject: "Roof and wall" }) { ticket { comments(last: 100) { edges { node { ${texts} } } } } errors { message } } }`;
    const { longest, said } = await asked(scene.ada, query, ticket());
    expect(said.text).toContain('The change was made, but its answer would be longer');
    expect(longest).toBeLessThan(STALL);
    const { rows } = await sql`select subject from ticket where id = ${scene.ticketId}`.execute(desk.desk.db);
    expect(rows).toEqual([{ subject: 'Roof and wall' }]);
  });

  it('files and mails of the largest size', async () => {
    const [attachment, message] = [v7(), v7()];
    await sql`insert into attachment (id, comment_id, sha256, name, content_type, size)
      select ${attachment}, id, 'large', 'a.bin', 'application/octet-stream', ${raw.length}::int from comment
      where ticket_id = ${scene.ticketId} limit 1`.execute(desk.desk.db);
    await sql`insert into inbound_message (id, raw_sha256, delivery_hash, envelope_from, envelope_to, status, department_id)
      values (${message}, 'large', 'large', 'a@example.com', array['b@example.com'], 'SUSPENDED', ${scene.department.id})`.execute(
      desk.desk.db,
    );
    const headers = { authorization: `Bearer ${await desk.tokenOf(admin)}` };
    for (const path of [
      `attachments/${globalId('Attachment', attachment)}`,
      `originals/${globalId('InboundMessage', message)}`,
    ]) {
      const { longest, result } = await longestTurn(() =>
        Promise.all([
          mallory!.ask({ url: `${desk.baseUrl}/${path}`, method: 'GET', headers }),
          ask(rita!, admin, '{ viewer { id } }'),
        ]),
      );
      expect(result.map(({ status }) => status)).toEqual([200, 200]);
      expect(result[0].bytes).toBe(raw.length);
      expect(longest).toBeLessThan(STALL);
    }
  });
});

describe('long comments hold nobody up, from the post to the last mail', () => {
  const BODIES: Record<string, string> = {
    'tags within tags': '<div><table>'.repeat(80_000),
    'signs of less': '<'.repeat(MB),
    entities: '&lt;&#60;'.repeat(100_000),
    'spaces within a line': `x${' '.repeat(90_000)}x`,
    addresses: 'https://example.org/?a=b&c=d '.repeat(30_000),
    quotations: '> '.repeat(400_000),
    Japanese: '屋根が漏れ、'.repeat(50_000),
  };
  const post =
    'mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } errors { code message } } }';

  it.each(Object.entries(BODIES))(
    '%s',
    async (_, body) => {
      const other = await aTicketScene(desk.desk);
      const ccs = Array.from({ length: 40 }, (_, at) => ({ email: `cc${at}@example.org` }));
      const input = { ticketId: globalId('Ticket', other.ticketId), body, visibility: 'PUBLIC', ccs };
      const { longest } = await longestTurn(async () => {
        const said = await ask(mallory!, other.ada, post, { input });
        const { id } = JSON.parse(said.text).data.addComment.comment;
        await vi.waitUntil(async () => (await mailsOf(id)) > 40, { timeout: 20_000, interval: 20 });
        return said;
      });
      expect(longest).toBeLessThan(STALL);
    },
    30_000,
  );

  async function mailsOf(id: string): Promise<number> {
    const uuid = Buffer.from(id, 'base64url').toString().split(':')[1];
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from outbound_message where comment_id = ${uuid}`.execute(desk.desk.db);
    return rows[0]!.count;
  }

  const sent = 'query($id: ID!) { sentMail(ticketId: $id, first: 100) { edges { node { bodyText bodyHtml } } } }';

  it('as a list of sent mail', async () => {
    const { rows } = await sql<{ id: string }>`
      select ticket_id as id from outbound_message order by length(body_html) desc limit 1`.execute(desk.desk.db);
    const { longest, said } = await asked(admin, sent, { id: globalId('Ticket', rows[0]!.id) });
    expect([said.status, said.bytes > 1_000]).toEqual([200, true]);
    expect(longest).toBeLessThan(STALL);
  });

  it.each([
    ['styles and links', '<p style="color:red;width:1px"><a href="https://x/">x</a></p>'.repeat(3_000)],
    ['signs of less', '<'.repeat(190_000)],
  ])(
    'a mail of hostile HTML, to a ticket with forty people: %s',
    async (_, html) => {
      const { department } = await aTicketScene(desk.desk);
      const to = `To: ${department.address}\r\nCc: ${Array.from({ length: 40 }, (_one, at) => `c${at}@example.org`).join(', ')}`;
      const lines = html.replaceAll(/(.{900})/gu, '$1\r\n');
      const body = `From: a@example.com\r\n${to}\r\nSubject: x\r\nMessage-ID: <${v7()}@example.com>\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${lines}\r\n`;
      const url = `${desk.baseUrl}/inbound/mail?recipient=${encodeURIComponent(department.address)}`;
      const headers = { 'content-type': 'message/rfc822', authorization: `Bearer ${await desk.tokenOf(admin)}` };
      const { longest, result } = await longestTurn(async () => {
        const said = await mallory!.ask({ url, headers, body });
        await vi.waitUntil(async () => (await left()) === 0, { timeout: 20_000, interval: 20 });
        return said;
      });
      expect(result.status).toBe(202);
      expect(longest).toBeLessThan(STALL);
    },
    30_000,
  );

  /** Mails that are not read yet, and events of which nobody has been told. */
  async function left(): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select (select count(*) from inbound_message where status = 'RECEIVED')::int
        + (select count(*) from event_consumer c where name = 'notifications' and exists (
          select from event where (epoch, xid, id) > (c.epoch, c.xid, c.last_id)))::int as count`.execute(desk.desk.db);
    return rows[0]!.count;
  }
});
