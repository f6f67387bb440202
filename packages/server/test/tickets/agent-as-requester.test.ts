import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addComment, editComment } from '../../src/features/comments/index.ts';
import { addFollowers } from '../../src/features/copies/index.ts';
import { createTicket } from '../../src/features/tickets/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { LiveClient } from '../support/live-client.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

const SECRET = 'canary-7731';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await runningDesk();
});
afterAll(() => desk.close());

/** A ticket that Ada, an agent, asks with, and on which Ben, an agent of its department, wrote a note. */
async function scene(setting: 'SHOW_ALL' | 'HIDE_PRIVATE_GROUPS' | 'HIDE_ALL', where: 'SAME' | 'OTHER') {
  const slug = `hr-${v7().slice(-10)}`;
  const hr = await aDepartment(desk.desk, {
    slug,
    policy: (policy) => {
      policy.privacy = { ...policy.privacy, agentAsRequester: setting };
    },
  });
  const other = await aDepartment(desk.desk, { slug: `it-${v7().slice(-10)}` });
  const member = (name: string, id: string) => aPerson(desk.desk, { name, role: 'AGENT', departmentIds: [id] });
  const ben = await member('Ben', hr.id);
  const ada = await member('Ada', where === 'SAME' ? hr.id : other.id);
  const given = { departmentId: hr.id, subject: 'Pay', body: 'Please look.', requester: { id: ada.id } };
  const { ticketId } = await createTicket(desk.desk, ben, given);
  await addFollowers(desk.desk, ben, { ticketId, personIds: [ada.id] });
  const note = (body: string) => addComment(desk.desk, ben, { ticketId, body, visibility: 'INTERNAL' });
  const { commentId } = await note(`She earns enough. ${SECRET}`);
  return { hr, ben, ada, ticketId, commentId, note };
}

/** Everything that somebody can ask about the ticket. */
async function everything(viewer: Viewer, { ticketId, commentId }: { ticketId: string; commentId: string }) {
  const query = `query($id: ID!, $comment: ID!) {
    ticket(id: $id) { commentCount warningCount warnings { message } comments(first: 20) { totalCount edges { node { bodyText } } }
      events(first: 50) { edges { node { __typename ... on CommentAdded { comment { bodyText } } } } } }
    node(id: $comment) { ... on Comment { bodyText } }
    sentMail(ticketId: $id, first: 50) { edges { node { bodyText bodyHtml } } } }`;
  const variables = { id: globalId('Ticket', ticketId), comment: globalId('Comment', commentId) };
  const answer = await desk.ask(viewer, query, variables);
  expect(answer.errors).toBeUndefined();
  return answer.data;
}

it.each([
  ['SHOW_ALL', 'OTHER', true],
  ['HIDE_PRIVATE_GROUPS', 'SAME', true],
  ['HIDE_PRIVATE_GROUPS', 'OTHER', false],
  ['HIDE_ALL', 'SAME', false],
] as const)('%s, an agent of the %s department who asks: reads notes %s', async (setting, where, reads) => {
  const made = await scene(setting, where);
  const toAda = await everything(made.ada, made);
  expect(JSON.stringify(toAda).includes(SECRET)).toBe(reads);
  expect(toAda.ticket.commentCount).toBe(reads ? 2 : 1);
  expect(toAda.ticket.comments.totalCount).toBe(reads ? 2 : 1);
  expect(JSON.stringify(await everything(made.ben, made))).toContain(SECRET);
});

it.each([
  ['SHOW_ALL', true],
  ['HIDE_ALL', false],
] as const)(
  '%s: what a public mail quotes and what a comment said before are shown to them %s',
  async (setting, reads) => {
    const { ben, ada, ticketId } = await scene(setting, 'SAME');
    const say = { ticketId, body: `Said too much. ${SECRET}`, visibility: 'PUBLIC' as const };
    const { commentId } = await addComment(desk.desk, ben, say);
    await editComment(desk.desk, ben, { commentId, body: 'Said enough.' });
    await desk.desk.db.updateTable('comment').set({ quoted_text: SECRET }).where('id', '=', commentId).execute();
    const asked = async (viewer: Viewer) => {
      const query = `query($id: ID!, $comment: ID!) { node(id: $comment) { ... on Comment { bodyText quotedText revisions { bodyText } } }
      ticket(id: $id) { comments(last: 1) { edges { node { bodyText quotedText revisions { bodyText } } } } } }`;
      const { data } = await desk.ask(viewer, query, {
        id: globalId('Ticket', ticketId),
        comment: globalId('Comment', commentId),
      });
      expect(data.node.bodyText).toBe('Said enough.');
      return JSON.stringify(data).split(SECRET).length - 1;
    };
    expect(await asked(ada)).toBe(reads ? 4 : 0);
    expect(await asked(ben)).toBe(4);
  },
);

it('live and in replay, colleagues of the same class are shown different things', async () => {
  const after = (await desk.ask(await aPerson(desk.desk, { name: 'Root', role: 'ADMIN' }), '{ eventCursor }')).data;
  const made = await scene('HIDE_ALL', 'SAME');
  const one = `subscription($id: ID!) { ticketEvents(ticketId: $id, after: 0) { type ... on CommentAdded { comment { bodyText } } } }`;
  const all = `subscription($after: String) { deskEvents(after: $after) { type ... on CommentAdded { comment { bodyText } } } }`;
  const watch = async (viewer: Viewer) => {
    const client = await LiveClient.open(desk.baseUrl, await desk.tokenOf(viewer));
    return [
      client.subscribe(one, { id: globalId('Ticket', made.ticketId) }),
      client.subscribe(all, { after: after.eventCursor }),
    ];
  };
  // Whoever comes first stands for their class, so one of Ada's comes before Ben and one after.
  const watchers = [await watch(made.ada), await watch(made.ben), await watch(made.ada)];
  for (const comments of [2, 3]) {
    for (const [index, watching] of watchers.entries()) {
      for (const subscription of watching) {
        const said = () => subscription.events.filter((event) => event['type'] === 'COMMENT_ADDED');
        await subscription.until(() => said().length === comments, `${comments} comments`);
        expect(JSON.stringify(said().at(-1)).includes(SECRET)).toBe(index === 1);
      }
    }
    if (comments === 2) await made.note(`Still enough. ${SECRET}`);
  }
});

it('no mail takes a note to an agent who asks and follows, where it is hidden', async () => {
  const made = await scene('HIDE_ALL', 'SAME');
  const query = `query($id: ID!) { ticket(id: $id) { comments(last: 1) { edges { node {
    deliveries { person { id } state error } } } } } }`;
  let deliveries: { person: { id: string }; state: string; error: string | null }[] = [];
  await expect
    .poll(async () => {
      const { data } = await desk.ask(made.ben, query, { id: globalId('Ticket', made.ticketId) });
      deliveries = data.ticket.comments.edges[0].node.deliveries;
      return deliveries.every(({ state }) => state !== 'QUEUED');
    })
    .toBe(true);
  const toAda = deliveries.filter(({ person }) => person.id === globalId('Person', made.ada.id));
  for (const { state, error } of toAda) expect({ state, error }).toMatchObject({ state: 'FAILED' });
  const { rows } = {
    rows: await desk.desk.db.selectFrom('outbound_message').select(['person_id', 'body_text']).execute(),
  };
  expect(rows.filter((row) => row.person_id === made.ada.id && row.body_text.includes(SECRET))).toEqual([]);
});
