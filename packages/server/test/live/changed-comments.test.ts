import { afterAll, beforeAll, expect, test } from 'vitest';
import { addComment, deleteComment, editComment } from '../../src/features/comments/index.ts';
import { addFollowers, removeFollowers } from '../../src/features/copies/index.ts';
import { startSideConversation } from '../../src/features/side-conversations/index.ts';
import { createTicket, mergeTickets } from '../../src/features/tickets/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { aPerson } from '../support/people.ts';
import { aToken, liveNode, type LiveNode } from '../support/live-node.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

const WATCH = `subscription($ticketId: ID!, $after: Int) { ticketEvents(ticketId: $ticketId, after: $after) { seq type
  ... on CommentAdded { comment { bodyText } }
  ... on CommentChanged { comment { bodyText revisions { bodyText } } }
  ... on CommentDeleted { commentId comment { bodyText deletedBy { name } } }
  ... on TicketMerged { into { id subject } from { id subject } } } }`;

let desk: TestDesk;
let node: LiveNode;
beforeAll(async () => {
  desk = await testDesk();
  node = await liveNode(desk);
});
afterAll(async () => {
  await node.stop();
  await desk.close();
});

async function watch(viewer: Viewer, ticketId: string, after = 0, query = WATCH) {
  const client = await LiveClient.open(node.url, (await aToken(desk, viewer)).token);
  return client.subscribe(query, { ticketId: globalId('Ticket', ticketId), after });
}

test('an edit is told with the new text; a deletion with nothing, not in a replay either', async () => {
  const { ticketId, ada, rita } = await aTicketScene(desk);
  const { commentId } = await addComment(desk, ada, { ticketId, body: 'on Monday', visibility: 'PUBLIC' });
  const customer = await watch(rita, ticketId);
  await customer.until(() => JSON.stringify(customer.events).includes('on Monday'), 'the comment');
  await editComment(desk, ada, { commentId, body: 'on Tuesday' });
  await customer.until(() => customer.events.some(({ type }) => type === 'COMMENT_CHANGED'), 'the edit');
  expect(customer.events.at(-1)).toMatchObject({ comment: { bodyText: 'on Tuesday', revisions: [] } });
  const team = await watch(ada, ticketId);
  await team.until(() => team.events.some(({ type }) => type === 'COMMENT_CHANGED'), 'the edit');
  expect(team.events.at(-1)).toMatchObject({
    comment: { bodyText: 'on Tuesday', revisions: [{ bodyText: 'on Monday' }] },
  });
  await deleteComment(desk, ada, { commentId });
  for (const own of [customer, team]) {
    await own.until(() => own.events.some(({ type }) => type === 'COMMENT_DELETED'), 'the deletion');
    const left = own === team ? { bodyText: '', deletedBy: { name: 'Ada Lind' } } : null;
    expect(own.events.at(-1)).toMatchObject({ commentId: globalId('Comment', commentId), comment: left });
  }
  for (const viewer of [rita, ada]) {
    const again = await watch(viewer, ticketId);
    await again.until(() => again.events.some(({ type }) => type === 'COMMENT_DELETED'), 'the replay');
    expect(JSON.stringify(again.payloads)).not.toMatch(/Monday|Tuesday/u);
    expect(again.events.map(({ seq }) => seq)).toEqual(again.events.map((_, index) => index + 1));
  }
});

test('a note’s edit and deletion are the team’s alone', async () => {
  const { ticketId, ada, rita } = await aTicketScene(desk);
  const { commentId } = await addComment(desk, ada, { ticketId, body: 'hush', visibility: 'INTERNAL' });
  await editComment(desk, ada, { commentId, body: 'hush hush' });
  await deleteComment(desk, ada, { commentId });
  await addComment(desk, ada, { ticketId, body: 'the last word', visibility: 'PUBLIC' });
  const customer = await watch(rita, ticketId);
  await customer.until(() => JSON.stringify(customer.events).includes('the last word'), 'the last word');
  expect(customer.events.map(({ type }) => type)).not.toContain('COMMENT_CHANGED');
  expect(customer.events.map(({ type }) => type)).not.toContain('COMMENT_DELETED');
});

test('a merge names the other ticket to those who may see it, each by their own rights', async () => {
  const scene = await aTicketScene(desk, (policy) => (policy.merge.ccPolicy = 'NONE'));
  const { ticketId: targetId, department, ada, carl, otto, rita } = scene;
  const { ticketId: sourceId } = await createTicket(desk, carl, {
    departmentId: department.id,
    subject: 'Twin',
    body: 'Same roof.',
  });
  // Otto follows the source from another department, and the target no longer.
  await addFollowers(desk, ada, { ticketId: sourceId, personIds: [otto.id] });
  const [team, owner] = [await watch(ada, sourceId), await watch(carl, sourceId)];
  const other = await watch(rita, targetId);
  await mergeTickets(desk, ada, { sourceId, targetId });
  await removeFollowers(desk, ada, { ticketId: targetId, personIds: [otto.id] });
  const mergeOf = async (own: typeof team) => {
    await own.until(() => own.events.some(({ type }) => type === 'TICKET_MERGED'), 'the merge');
    return own.events.find(({ type }) => type === 'TICKET_MERGED');
  };
  const [source, target] = [
    { id: globalId('Ticket', sourceId), subject: 'Twin' },
    { id: globalId('Ticket', targetId), subject: 'Roof claim' },
  ];
  expect(await mergeOf(team)).toMatchObject({ into: target, from: source });
  expect(await mergeOf(owner)).toMatchObject({ into: null, from: null });
  expect(await mergeOf(await watch(otto, sourceId))).toMatchObject({ into: null, from: source });
  expect(await mergeOf(await watch(ada, targetId))).toMatchObject({ into: target, from: source });
  await addComment(desk, ada, { ticketId: targetId, body: 'the last word', visibility: 'PUBLIC' });
  await other.until(() => JSON.stringify(other.events).includes('the last word'), 'the last word');
  expect(JSON.stringify(other.payloads)).not.toMatch(/MERGED|Twin/u);
});

test('a side conversation that a merge took away leads nobody to where it went, whoever shares their frames', async () => {
  const { ticketId: targetId, ada, otto, rita, carl } = await aTicketScene(desk);
  const admin = await aPerson(desk, { name: 'Root', role: 'ADMIN' });
  const { departmentIds } = otto;
  const oda = await aPerson(desk, { name: 'Oda', role: 'AGENT', departmentIds: [...departmentIds] });
  const [departmentId = ''] = departmentIds;
  const { ticketId: sourceId } = await createTicket(desk, rita, { departmentId, subject: 'Twin', body: 'Same roof.' });
  const to = [{ id: carl.id }];
  await startSideConversation(desk, otto, { ticketId: sourceId, subject: 'Beside', body: 'Look, please.', to });
  const query = `subscription($ticketId: ID!, $after: Int) { ticketEvents(ticketId: $ticketId, after: $after) { seq type
    ... on SideConversationChanged { sideConversation { ticket { id subject } } message { bodyText } } } }`;
  const before = await watch(oda, sourceId, 0, query);
  await before.until(() => before.events.some(({ type }) => type === 'SIDE_CONVERSATION_CHANGED'), 'the message');
  expect(JSON.stringify(before.payloads)).toContain('Look, please.');
  await mergeTickets(desk, admin, { sourceId, targetId });
  // Otto follows the target; Oda, of the same class, does not see it.
  await addFollowers(desk, ada, { ticketId: targetId, personIds: [otto.id] });
  for (const viewer of [otto, oda]) {
    const own = await watch(viewer, sourceId, 0, `${query} # again`);
    await own.until(() => own.events.some(({ type }) => type === 'TICKET_MERGED'), 'the merge');
    if (viewer === oda) expect(JSON.stringify(own.payloads)).not.toMatch(/Roof claim|Look, please/u);
  }
});
