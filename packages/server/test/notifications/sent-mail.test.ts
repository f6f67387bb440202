import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changeTicket } from '../../src/features/tickets/index.ts';
import { placeNotificationsCursor } from '../../src/features/notifications/index.ts';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { createContext } from '../../src/platform/graphql/context.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { aPerson } from '../support/people.ts';
import { statementsOf } from '../support/statements.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';
import { aStory, consumeAll, note, reply } from './story.ts';

let desk: TestDesk;
const schema = buildSchema(readSlices(), resolvers);

beforeAll(async () => {
  desk = await testDesk();
  await placeNotificationsCursor(desk.db, desk.epoch);
});
afterAll(() => desk.close());

async function ask(viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}) {
  const { data, errors } = await graphql({
    schema,
    source,
    variableValues,
    contextValue: createContext(desk, viewer, 'test'),
  });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data));
}

const DELIVERIES = `query ($id: ID!) { ticket(id: $id) { comments { edges { node {
  bodyText deliveries { person { name } address header state because error } } } } } }`;

async function deliveriesOf(viewer: Viewer, ticketId: string) {
  const { ticket } = await ask(viewer, DELIVERIES, { id: globalId('Ticket', ticketId) });
  type Node = { deliveries: { person: { name: string }; header: string; state: string; error: string | null }[] };
  const { deliveries } = (ticket.comments.edges as { node: Node }[]).at(-1)!.node;
  return deliveries.map(({ person, header, state, error }) => [person.name, header, state, error]);
}

describe('deliveries of a comment', () => {
  it('are there as soon as the comment is, and say what became of them', async () => {
    const { ada, carl, ticketId } = await aStory(desk);
    await consumeAll(desk);
    await reply(desk, ada, ticketId, 'On its way.');
    const people = (state: string, carls: [string, string | null]) => [
      ['Rita', 'TO', state, null],
      ['Carl', 'CC', ...carls],
      ['Fiona Hidden', 'HIDDEN', state, null],
    ];
    expect(await deliveriesOf(ada, ticketId)).toEqual(people('QUEUED', ['QUEUED', null]));
    await desk.db.updateTable('person').set({ state: 'SPAM' }).where('id', '=', carl.id).execute();
    await consumeAll(desk);
    expect(await deliveriesOf(ada, ticketId)).toEqual(
      people('KEPT', ['FAILED', 'Not sent: the contact Carl is spam.']),
    );
  });

  it('are nothing to customers', async () => {
    const { rita, ticketId } = await aStory(desk);
    await consumeAll(desk);
    expect(await deliveriesOf(rita, ticketId)).toEqual([]);
  });

  it('cost one statement, however many comments', async () => {
    const { ada, ticketId } = await aStory(desk);
    for (const body of ['One.', 'Two.', 'Three.']) await reply(desk, ada, ticketId, body);
    const { statements } = await statementsOf(() => deliveriesOf(ada, ticketId));
    expect(statements).toHaveLength(3);
  });
});

const SENT = `query ($ticket: ID, $first: Int, $after: String) { sentMail(ticketId: $ticket, first: $first, after: $after) {
  totalCount pageInfo { hasNextPage endCursor }
  edges { node { id to cc address subject bodyText bodyHtml state because error person { name } ticket { id } } } } }`;

describe('sent mail', () => {
  it('is listed newest first, page by page, with its visible headers', async () => {
    const { ada, rita, carl, fiona, ticketId } = await aStory(desk);
    await consumeAll(desk);
    await reply(desk, ada, ticketId, 'Once more.');
    await consumeAll(desk);
    const ticket = globalId('Ticket', ticketId);
    const { sentMail: first } = await ask(ada, SENT, { ticket, first: 4 });
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([6, true]);
    const { sentMail: rest } = await ask(ada, SENT, { ticket, first: 4, after: first.pageInfo.endCursor });
    const nodes = [...first.edges, ...rest.edges].map(({ node }) => node);
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(6);
    const toRita = nodes.find(({ person }) => person.name === 'Rita');
    expect(toRita.bodyText).toContain('Once more.');
    expect([toRita.to, toRita.cc]).toEqual([[`Rita <${rita.address}>`], [`Carl <${carl.address}>`]]);
    expect(nodes.find(({ person }) => person.name === 'Fiona Hidden').to).toEqual([`Fiona Hidden <${fiona.address}>`]);
  });

  it('is only of tickets that the viewer sees, by list and by node; customers see none', async () => {
    const mine = await aStory(desk);
    await note(desk, mine.ada, mine.ticketId, 'A word to the team.');
    await consumeAll(desk);
    const stranger = (await aStory(desk)).ada;
    const admin = await aPerson(desk, { name: 'Root', role: 'ADMIN' });
    const ticket = globalId('Ticket', mine.ticketId);
    const listed = await ask(admin, SENT, { ticket });
    expect(listed.sentMail.edges).toHaveLength(4);
    const { id } = listed.sentMail.edges[0].node;
    const byNode = 'query ($id: ID!) { node(id: $id) { ... on OutboundMessage { bodyText } } }';
    expect((await ask(mine.ada, byNode, { id })).node.bodyText).toContain('A word to the team.');
    for (const outsider of [stranger, mine.rita, mine.carl]) {
      expect((await ask(outsider, SENT, { ticket })).sentMail.edges).toEqual([]);
      expect((await ask(outsider, byNode, { id })).node).toBeNull();
    }
    const everything = JSON.stringify(await ask(stranger, SENT));
    expect(everything).not.toContain('A word to the team.');
  });

  it('says which comment it tells of, so that the mails of one comment can be shown together', async () => {
    const { ada, ticketId } = await aStory(desk);
    const commentId = await reply(desk, ada, ticketId, 'One comment, three mails.');
    await changeTicket(desk, ada, { ticketId, status: 'ON_HOLD' });
    await consumeAll(desk);
    const query = 'query ($ticket: ID) { sentMail(ticketId: $ticket) { edges { node { comment { id } batch } } } }';
    const { sentMail } = await ask(ada, query, { ticket: globalId('Ticket', ticketId) });
    const told = (sentMail.edges as { node: { comment: { id: string } | null; batch: number } }[]).map(
      ({ node }) => node,
    );
    // Newest first: of the change to Fiona, of the reply to all three, of the first comment to all three.
    expect(told.map(({ comment }) => comment?.id === globalId('Comment', commentId))).toEqual([
      false,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(told[0]).toEqual({ comment: null, batch: 1 });
  });
});
