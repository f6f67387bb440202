import { graphql } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { changeTicket } from '../../src/features/tickets/index.ts';
import { parseCursor } from '../../src/platform/events/cursor.ts';
import { readSafeEnd } from '../../src/platform/events/log.ts';
import { buildSchema } from '../../src/platform/graphql/build-schema.ts';
import { createContext } from '../../src/platform/graphql/context.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { resolvers } from '../../src/resolvers.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { testDesk, type TestDesk } from '../support/test-desk.ts';

const LOG = /* GraphQL */ `
  query ($id: ID, $after: Int, $first: Int) {
    eventCursor
    ticket(id: $id) {
      events(after: $after, first: $first) {
        edges {
          cursor
          node {
            seq
            type
            actor {
              name
            }
            ... on TicketChanged {
              changed
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`;

let desk: TestDesk;
let scene: Scene;
const schema = buildSchema(readSlices(), resolvers);

beforeAll(async () => {
  desk = await testDesk();
  scene = await aTicketScene(desk);
  const { ticketId } = scene;
  await addComment(desk, scene.ada, { ticketId, body: 'between us', visibility: 'INTERNAL' });
  await changeTicket(desk, scene.ada, { ticketId, assigneeId: scene.ada.id, status: 'ON_HOLD' });
});
afterAll(async () => desk.close());

async function ask(viewer: Viewer, variables: Record<string, unknown> = {}) {
  const result = await graphql({
    schema,
    source: LOG,
    variableValues: { id: globalId('Ticket', scene.ticketId), ...variables },
    contextValue: createContext(desk, viewer, 'test'),
  });
  return JSON.parse(JSON.stringify(result)) as {
    data: {
      eventCursor: string;
      ticket: { events: { edges: { node: Record<string, unknown> }[]; pageInfo: unknown } } | null;
    };
  };
}

const nodesOf = ({ data }: Awaited<ReturnType<typeof ask>>) => data.ticket?.events.edges.map(({ node }) => node);

test('staff page through all of a ticket’s log', async () => {
  const first = await ask(scene.ada, { first: 2 });
  expect(nodesOf(first)?.map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'TICKET_CREATED'],
    [2, 'COMMENT_ADDED'],
  ]);
  expect(first.data.ticket?.events.pageInfo).toEqual({ hasNextPage: true, endCursor: '2' });
  const rest = await ask(scene.ada, { after: 2 });
  expect(nodesOf(rest)).toMatchObject([
    { seq: 3, type: 'COMMENT_ADDED', actor: { name: 'Ada Lind' } },
    { seq: 4, changed: ['status'] },
    { seq: 5, changed: ['assignee'] },
  ]);
});

test('a customer has a count of their own, and does not learn who works on it', async () => {
  const events = nodesOf(await ask(scene.rita));
  expect(events?.map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'TICKET_CREATED'],
    [2, 'COMMENT_ADDED'],
    [3, 'TICKET_CHANGED'],
  ]);
  expect(events?.at(-1)).toMatchObject({ actor: null, changed: ['status'] });
});

test('eventCursor is where the log safely ends', async () => {
  const { data } = await ask(scene.ada);
  expect(parseCursor(data.eventCursor, desk.epoch)).toEqual(await readSafeEnd(desk.db, desk.epoch));
  expect((await ask(scene.otto)).data.ticket).toBeNull();
});
