import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addComment, makeCommentInternal } from '../../src/features/comments/index.ts';
import { addCcs, removeCcs } from '../../src/features/copies/index.ts';
import { issueRatingLinks } from '../../src/features/ratings/index.ts';
import { changeTicket } from '../../src/features/tickets/index.ts';
import { requestLimit } from '../../src/platform/http/request-limit.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
let scene: Scene;
beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
});
afterAll(() => desk.close());
beforeEach(async () => {
  scene = await aTicketScene(desk.desk, (policy) => {
    policy.rating.requester = 'BOTH';
    policy.cc.mayRate = 'BOTH';
  });
  await addCcs(desk.desk, scene.ada, { ticketId: scene.ticketId, people: [{ id: scene.carl.id }] });
});

/** The path of a link for somebody; about the closure, unless a comment is named. */
async function linkFor(personId: string, commentId: string | null = null): Promise<string> {
  const asked = [{ ticketId: scene.ticketId, personId, commentId }];
  const [links] = await issueRatingLinks(desk.desk.db, desk.desk.config, asked);
  return new URL(links!.url).pathname;
}

type Shown = { status: number; title: string | undefined; text: string; headers: Headers };

async function shown(response: Response): Promise<Shown> {
  const text = await response.text();
  return { status: response.status, title: /<h1>(.*)<\/h1>/u.exec(text)?.[1], text, headers: response.headers };
}

const open = async (path: string, language = 'en') =>
  shown(await fetch(`${desk.baseUrl}${path}`, { headers: { 'accept-language': language } }));
const send = async (path: string, form: Record<string, string>) =>
  shown(await fetch(`${desk.baseUrl}${path}`, { method: 'POST', body: new URLSearchParams(form) }));

async function stored(): Promise<string[]> {
  const rows = await desk.desk.db
    .selectFrom('rating')
    .select(['person_id', 'score', 'remark'])
    .where('ticket_id', '=', scene.ticketId)
    .orderBy('given_at')
    .execute();
  const { rita } = scene;
  return rows.map(({ person_id: id, score, remark }) => `${id === rita.id ? 'rita' : 'carl'} ${score} ${remark ?? ''}`);
}

describe('the link', () => {
  it('shows the question and stores nothing, however often it is opened; the form stores it', async () => {
    await changeTicket(desk.desk, scene.ada, { ticketId: scene.ticketId, status: 'SOLVED' });
    const path = await linkFor(scene.rita.id);
    const page = await open(`${path}?score=BAD`);
    expect([page.status, page.title]).toEqual([200, 'How did we do?']);
    expect(page.text).toContain('class="chosen">Not good');
    await fetch(`${desk.baseUrl}${path}`, { method: 'HEAD' });
    expect(await stored()).toEqual([]);
    expect((await send(path, { score: 'BAD', comment: 'Too <b>slow</b>.' })).title).toBe('Thank you');
    expect((await send(path, { score: 'GOOD', comment: '' })).status).toBe(200);
    expect(await stored()).toEqual(['rita GOOD ']);
    // A character that the database does not keep is left out.
    expect((await send(path, { score: 'GOOD', comment: 'a\0b' })).status).toBe(200);
    expect(await stored()).toEqual(['rita GOOD ab']);
  });

  it('says number, subject and department, and nothing else of the ticket', async () => {
    const { ada, carl, rita, ticketId } = scene;
    await addComment(desk.desk, ada, { ticketId, body: 'A secret reply.', visibility: 'PUBLIC' });
    await changeTicket(desk.desk, ada, { ticketId, subject: 'Roof <claim>', status: 'CLOSED' });
    const { text, headers } = await open(await linkFor(carl.id));
    expect(text).toContain('Roof &lt;claim&gt;');
    for (const word of ['secret', 'It leaks', ada.name, rita.name, carl.name, rita.address!, carl.address!]) {
      expect(text).not.toContain(word);
    }
    const policy = headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|unsafe/u);
    expect(text).not.toContain('<script');
    expect([headers.get('cache-control'), headers.get('content-type')]).toEqual([
      'no-store',
      'text/html; charset=utf-8',
    ]);
  });

  it('speaks the person’s language, else the browser’s', async () => {
    const path = await linkFor(scene.rita.id);
    const titles = async () => [(await open(path, 'ja')).title, (await open(path, 'de, cs;q=0.9')).title];
    expect(await titles()).toEqual(['対応はいかがでしたか', 'Jak jste s námi spokojeni?']);
    await sql`update person set language = 'cs' where id = ${scene.rita.id}`.execute(desk.desk.db);
    expect(await titles()).toEqual(['Jak jste s námi spokojeni?', 'Jak jste s námi spokojeni?']);
  });

  it('rates what it was issued for, whatever came later', async () => {
    const { ada, rita, ticketId } = scene;
    const first = await addComment(desk.desk, ada, { ticketId, body: 'First.', visibility: 'PUBLIC' });
    const path = await linkFor(rita.id, first.commentId);
    await addComment(desk.desk, ada, { ticketId, body: 'Second.', visibility: 'PUBLIC' });
    await send(path, { score: 'BAD' });
    const row = await desk.desk.db
      .selectFrom('rating')
      .select('comment_id')
      .where('ticket_id', '=', ticketId)
      .execute();
    expect(row).toEqual([{ comment_id: first.commentId }]);
    await makeCommentInternal(desk.desk, ada, { commentId: first.commentId });
    expect(await send(path, { score: 'GOOD' })).toMatchObject({ status: 403 });
    expect(await stored()).toEqual(['rita BAD ']);
  });
});

describe('there is nothing to rate', () => {
  it('by a link that nobody issued, or that has run out', async () => {
    const path = await linkFor(scene.rita.id);
    await sql`update rating_link set expires_at = now() where person_id = ${scene.rita.id}`.execute(desk.desk.db);
    for (const wrong of [path, `/rate/${'x'.repeat(32)}`, '/rate/x', '/rate/%00']) {
      for (const page of [await open(wrong), await send(wrong, { score: 'GOOD' })]) {
        expect([wrong, page.status, page.title]).toEqual([wrong, 404, 'This link does not work']);
      }
    }
    expect(await stored()).toEqual([]);
  });

  it('for who is a CC no more: the right is asked again when the form is sent', async () => {
    const { ada, carl, ticketId } = scene;
    const path = await linkFor(carl.id);
    expect((await open(path)).status).toBe(200);
    await removeCcs(desk.desk, ada, { ticketId, personIds: [carl.id] });
    const refused = [await send(path, { score: 'GOOD' }), await open(path)];
    for (const page of refused) {
      expect([page.status, page.title]).toEqual([403, 'You cannot rate this request any more']);
      expect(page.text).not.toContain('Roof claim');
    }
    expect(await stored()).toEqual([]);
  });

  it('for a person who is barred', async () => {
    const path = await linkFor(scene.carl.id);
    await sql`update person set state = 'SPAM' where id = ${scene.carl.id}`.execute(desk.desk.db);
    expect((await send(path, { score: 'GOOD' })).status).toBe(403);
  });

  it('without an answer, or with too long a text, which is kept on the page', async () => {
    const path = await linkFor(scene.rita.id);
    const none = await send(path, { comment: 'Hm.' });
    expect([none.status, none.text.includes('Hm.</textarea>')]).toEqual([422, true]);
    const long = await send(path, { score: 'GOOD', comment: 'x'.repeat(5_001) });
    expect([long.status, long.text.includes('x</textarea>'), long.text.includes('role="alert"')]).toEqual([
      422,
      true,
      true,
    ]);
    expect(await stored()).toEqual([]);
  });
});

it('works for a CC who sees nothing in the help center', async () => {
  scene = await aTicketScene(desk.desk, (policy) => {
    policy.cc.mayRate = 'ON_CLOSE';
    policy.cc.portalAccess = false;
  });
  const { ada, ticketId } = scene;
  const ann = await aPerson(desk.desk, { name: 'Ann' });
  await addCcs(desk.desk, ada, { ticketId, people: [{ id: ann.id }] });
  expect((await send(await linkFor(ann.id), { score: 'GOOD' })).title).toBe('Thank you');
});

it('lets nobody in more than so often a minute', async () => {
  let now = 0;
  const admits = requestLimit(2, () => now);
  expect([admits('a'), admits('a'), admits('a'), admits('b')]).toEqual([true, true, false, true]);
  now = 60_000;
  expect(admits('a')).toBe(true);
});
