import { print, type DocumentNode } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AddCommentDocument, TicketListDocument, TicketPageDocument } from '../../../console/src/gql/graphql.ts';
import { addComment } from '../../src/features/comments/index.ts';
import { addCcs, addFollowers } from '../../src/features/copies/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';
import { ownRhythm, statementsOf } from '../support/statements.ts';

let desk: RunningDesk;
let scene: Scene;
beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
  scene = await aTicketScene(desk.desk);
  const { ticketId, ada, carl, mia, lee } = scene;
  await addCcs(desk.desk, ada, { ticketId, people: [{ id: carl.id }, { id: mia.id }] });
  await addFollowers(desk.desk, ada, { ticketId, personIds: [lee.id] });
  for (let index = 0; index < 18; index += 1) {
    await addComment(desk.desk, index % 2 ? ada : scene.rita, {
      ticketId,
      body: `Comment ${index}`,
      visibility: 'PUBLIC',
    });
  }
  await desk.tokenOf(ada);
});
afterAll(() => desk.close());

async function count(document: DocumentNode, variables: Record<string, unknown>) {
  const query = print(document);
  await desk.ask(scene.ada, query, variables);
  const { result, statements } = await statementsOf(() => desk.ask(scene.ada, query, variables));
  expect(result.errors).toBeUndefined();
  return {
    data: result.data,
    statements: statements.filter((text) => !ownRhythm.test(text) || /insert into comment/.test(text)),
  };
}

describe('statements of what the console asks, authentication included', () => {
  it('posting a comment: 3 at most', async () => {
    const input = { ticketId: globalId('Ticket', scene.ticketId), body: 'Hello', visibility: 'PUBLIC' };
    const { data, statements } = await count(AddCommentDocument, { input });
    expect(data.addComment).toMatchObject({ errors: [], comment: { id: expect.any(String) } });
    expect(statements.length, statements.join('\n---\n')).toBeLessThanOrEqual(3);
  });

  it('opening a ticket: 6 at most', async () => {
    const number = await desk.desk.db
      .selectFrom('ticket')
      .select('number')
      .where('id', '=', scene.ticketId)
      .executeTakeFirstOrThrow();
    const { data, statements } = await count(TicketPageDocument, number);
    expect(data.ticket.ccs).toHaveLength(2);
    expect(data.ticket.comments.edges.length).toBeGreaterThan(15);
    expect(statements.length, statements.join('\n---\n')).toBeLessThanOrEqual(6);
  });

  it('listing a view: 2 at most', async () => {
    const { data, statements } = await count(TicketListDocument, { filter: {}, first: 50 });
    expect(data.tickets.edges).toHaveLength(1);
    expect(statements.length, statements.join('\n---\n')).toBeLessThanOrEqual(2);
  });
});
