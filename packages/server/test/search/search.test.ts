import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addComment, makeCommentInternal } from '../../src/features/comments/index.ts';
import { addCcs } from '../../src/features/copies/index.ts';
import { createTicket } from '../../src/features/tickets/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
let scene: Scene;
/** A word that no other ticket of the desk has. */
let word: string;
beforeAll(async () => {
  desk = await runningDesk();
});
afterAll(() => desk.close());

async function aScene(): Promise<void> {
  scene = await aTicketScene(desk.desk);
  word = `q${v7().replaceAll('-', '').slice(-12)}`;
}

const say = (who: Viewer, body: string, visibility: 'PUBLIC' | 'INTERNAL' = 'PUBLIC') =>
  addComment(desk.desk, who, { ticketId: scene.ticketId, body, visibility });

async function search(who: Viewer | null, query: string, paging: { first?: number; after?: string } = {}) {
  const { data, errors } = await desk.ask(
    who,
    `query($query: String!, $first: Int, $after: String) { search(query: $query, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      edges { node { ticket { id number } comment { id bodyText } excerpt { text found } } } } }`,
    { query, ...paging },
  );
  if (errors) throw new Error(errors[0]!.extensions.code);
  return data.search;
}

/** Ticket ids and marked excerpts. */
async function found(who: Viewer, query: string) {
  const { edges, totalCount } = await search(who, query);
  expect(edges).toHaveLength(totalCount);
  return edges.map(({ node }: { node: { ticket: { id: string }; excerpt: { text: string; found: boolean }[] } }) => [
    node.ticket.id,
    node.excerpt.map(({ text, found: isFound }) => (isFound ? `[${text}]` : text)).join(''),
  ]);
}

const here = () => globalId('Ticket', scene.ticketId);

it('finds words in comments, whole or begun, with the place marked', async () => {
  await aScene();
  await say(scene.ada, `The surveyor looks at ${word.toUpperCase()}, the roof.`);
  const excerpt = `The surveyor looks at [${word.toUpperCase()}], the [roof].`;
  expect(await found(scene.ada, `roof ${word}`)).toEqual([[here(), excerpt]]);
  expect(await found(scene.ada, word.slice(0, 9))).toMatchObject([[here(), expect.stringContaining('[Q')]]);
  expect(await found(scene.ada, `${word} chimney`)).toEqual([]);
  expect(await found(scene.ada, '" \' & | ! ( :* \\')).toEqual([]);
});

it('finds Japanese by any part of it, and words without their accents', async () => {
  await aScene();
  await say(scene.ada, `請求書を${word}送ります。Příliš žluťoučký ${word}`);
  expect(await found(scene.rita, `求書 ${word}`)).toMatchObject([[here(), expect.stringContaining('請[求書]を')]]);
  expect(await found(scene.rita, `書 ${word}`)).toHaveLength(1);
  expect(await found(scene.rita, `請書 ${word}`)).toEqual([]);
  expect(await found(scene.rita, `zlutoucky ${word}`)).toMatchObject([
    [here(), expect.stringContaining('[žluťoučký]')],
  ]);
});

it('finds tickets by number first, by subject, and by the names of their people', async () => {
  await aScene();
  const { data } = await desk.ask(scene.ada, `query($id: ID!) { ticket(id: $id) { number } }`, { id: here() });
  expect(await found(scene.ada, `#${data.ticket.number}`)).toEqual([[here(), '']]);
  expect((await found(scene.rita, `${data.ticket.number}`))[0]).toEqual([here(), '']);
  const { ticketId } = await createTicket(desk.desk, scene.rita, {
    departmentId: scene.department.id,
    subject: `Window ${word}`,
    body: 'It broke.',
  });
  expect(await found(scene.ada, word)).toEqual([[globalId('Ticket', ticketId), '']]);
  await addCcs(desk.desk, scene.ada, {
    ticketId,
    people: [{ email: `${word}x@lawyers.example`, name: `Zoe ${word}y` }],
  });
  expect(await found(scene.ada, `zoe ${word}y`)).toHaveLength(1);
  expect(await found(scene.rita, `zoe ${word}y`)).toHaveLength(1);
  expect(await found(scene.ada, `${word}x@lawyers.example`)).toHaveLength(1);
  // Addresses are the team's to know.
  expect(await found(scene.rita, `${word}x@lawyers.example`)).toEqual([]);
});

it('shows a customer nothing of what is internal: no hit, no excerpt, no order, no count', async () => {
  await aScene();
  await say(scene.ada, `Public ${word}`);
  const later = await say(scene.ada, `Secret ${word} canary`, 'INTERNAL');
  expect(await found(scene.rita, word)).toEqual([[here(), `Public [${word}]`]]);
  expect(await found(scene.lee, word)).toEqual([[here(), `Secret [${word}] canary`]]);
  expect(await found(scene.rita, `${word} canary`)).toEqual([]);
  expect((await search(scene.rita, `${word} canary`)).totalCount).toBe(0);
  expect(later.commentId).not.toBe('');

  const other = await createTicket(desk.desk, scene.rita, {
    departmentId: scene.department.id,
    subject: 'Other',
    body: `Newer ${word}`,
  });
  await say(scene.ada, 'A note moves it on, for the team.', 'INTERNAL');
  const ids = async (who: Viewer) => (await found(who, word)).map(([id]: string[]) => id);
  expect(await ids(scene.rita)).toEqual([globalId('Ticket', other.ticketId), here()]);
  expect(await ids(scene.ada)).toEqual([here(), globalId('Ticket', other.ticketId)]);
});

it('hides from an agent who asks what their department hides from askers', async () => {
  await aScene();
  await say(scene.ada, `Secret ${word}`, 'INTERNAL');
  const { rows } = await sql<{ number: number }>`
    update ticket set requester_id = ${scene.lee.id} where id = ${scene.ticketId} returning number`.execute(
    desk.desk.db,
  );
  expect(await found(scene.lee, word)).toHaveLength(1);
  await sql`update department set policy = jsonb_set(policy, '{privacy,agentAsRequester}', '"HIDE_ALL"')
    where id = ${scene.department.id}`.execute(desk.desk.db);
  expect(await found(scene.lee, word)).toEqual([]);
  expect(await found(scene.lee, `#${rows[0]!.number}`)).toHaveLength(1);
  expect(await found(scene.ada, word)).toHaveLength(1);
});

it('forgets a comment that becomes internal', async () => {
  await aScene();
  const { commentId } = await say(scene.ada, `Oops ${word}`);
  expect(await found(scene.rita, word)).toHaveLength(1);
  await makeCommentInternal(desk.desk, scene.ada, { commentId });
  expect(await found(scene.rita, word)).toEqual([]);
  expect(await found(scene.ada, word)).toHaveLength(1);
});

it('finds nobody the tickets of others', async () => {
  await aScene();
  await say(scene.ada, `Public ${word}`);
  expect([await found(scene.otto, word), await found(scene.mia, word)]).toEqual([[], []]);
  await expect(search(null, word)).rejects.toThrow('UNAUTHENTICATED');
});

it('pages without losing or doubling any', async () => {
  await aScene();
  const made = [];
  for (let i = 0; i < 5; i += 1) {
    const { ticketId } = await createTicket(desk.desk, scene.rita, {
      departmentId: scene.department.id,
      subject: `${word} ${i}`,
      body: `Also ${word}`,
    });
    made.unshift(globalId('Ticket', ticketId));
  }
  const seen = [];
  for (let after: string | undefined; ;) {
    const { edges, pageInfo, totalCount } = await search(scene.ada, word, { first: 2, ...(after ? { after } : {}) });
    expect(totalCount).toBe(5);
    seen.push(...edges.map(({ node }: { node: { ticket: { id: string } } }) => node.ticket.id));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(seen).toEqual(made);
  await expect(search(scene.ada, word, { after: 'x' })).rejects.toThrow('BAD_REQUEST');
});

it('looks in a long text for no more than the index was asked', async () => {
  await aScene();
  const long = `${word} `.padEnd(200, 'x');
  await say(scene.ada, `${long} and so on`);
  // Beyond that no expression could be made of it.
  const [[, excerpt]] = await found(scene.ada, long + 'x'.repeat(100_000));
  expect(excerpt).toContain(`[${word}]`);
});
