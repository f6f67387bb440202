import { afterAll, beforeAll, expect, it } from 'vitest';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene } from '../support/a-ticket.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await runningDesk();
});
afterAll(() => desk.close());

async function change(viewer: Viewer, input: object) {
  const { data } = await desk.ask(
    viewer,
    `mutation($input: ChangeTicketInput!) { changeTicket(input: $input) { ticket { priority tags } errors { code field } } }`,
    { input },
  );
  return data.changeTicket;
}

const listed = async (viewer: Viewer, filter: object) =>
  (
    await desk.ask(viewer, `query($filter: TicketFilter) { tickets(filter: $filter) { edges { node { id } } } }`, {
      filter,
    })
  ).data.tickets.edges.map(({ node }: { node: { id: string } }) => node.id);

it('is changed, filtered by, told to staff, and nothing to customers', async () => {
  const { ticketId, ada, rita, department } = await aTicketScene(desk.desk);
  const id = globalId('Ticket', ticketId);
  const changed = await change(ada, { ticketId: id, priority: 'URGENT', tags: ['Roof  Leak', 'vip', 'VIP', ' '] });
  expect(changed).toEqual({ ticket: { priority: 'URGENT', tags: ['roof_leak', 'vip'] }, errors: [] });

  const query = `query($id: ID!) { ticket(id: $id) { priority tags events(first: 20) { edges { node {
    ... on TicketChanged { changed } } } } } }`;
  const toStaff = (await desk.ask(ada, query, { id })).data.ticket;
  expect(toStaff).toMatchObject({ priority: 'URGENT', tags: ['roof_leak', 'vip'] });
  expect(toStaff.events.edges.at(-1).node.changed.toSorted()).toEqual(['priority', 'tags']);
  const toRita = (await desk.ask(rita, query, { id })).data.ticket;
  expect(toRita).toMatchObject({ priority: null, tags: [] });
  expect(JSON.stringify(toRita.events)).not.toContain('priority');

  const departmentIds = [globalId('Department', department.id)];
  expect(await listed(ada, { departmentIds, tag: 'VIP' })).toEqual([id]);
  expect(await listed(ada, { departmentIds, tag: 'roof' })).toEqual([]);
  expect(await listed(ada, { priorities: ['HIGH', 'URGENT'] })).toContain(id);
  expect(await listed(ada, { departmentIds, priorities: ['HIGH'] })).toEqual([]);
  expect(await listed(rita, { tag: 'vip' })).toEqual([]);
  expect(await listed(rita, { priorities: ['URGENT'] })).toEqual([]);
});

it.each([
  ['a tag that is too long', ['x'.repeat(61)]],
  ['too many tags', Array.from({ length: 51 }, (_, index) => `tag${index}`)],
])('refuses %s', async (_, tags) => {
  const { ticketId, ada } = await aTicketScene(desk.desk);
  const { errors } = await change(ada, { ticketId: globalId('Ticket', ticketId), tags });
  expect(errors).toEqual([{ code: 'INVALID', field: ['tags'] }]);
});

it('opens tickets with them for staff, and refuses customers who choose them', async () => {
  const { ada, rita, department } = await aTicketScene(desk.desk);
  const open = async (viewer: Viewer, more: object) => {
    const input = { departmentId: globalId('Department', department.id), subject: 'Roof', body: 'Hello', ...more };
    const { data } = await desk.ask(
      viewer,
      `mutation($input: CreateTicketInput!) { createTicket(input: $input) { ticket { priority tags } errors { code field } } }`,
      { input },
    );
    return data.createTicket;
  };
  expect(await open(ada, { priority: 'HIGH', tags: ['b', 'a'] })).toEqual({
    ticket: { priority: 'HIGH', tags: ['a', 'b'] },
    errors: [],
  });
  for (const [name, value] of Object.entries({ priority: 'HIGH', tags: ['vip'] })) {
    expect((await open(rita, { [name]: value })).errors).toEqual([{ code: 'FORBIDDEN', field: [name] }]);
  }
});
