import { getNullableType, isListType, isLeafType, isObjectType } from 'graphql';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { changeTicket, createTicket } from '../../src/features/tickets/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { httpDesk, schema, type HttpDesk } from './http-desk.ts';

let h: HttpDesk;
let scene: Scene;
let token: string;
beforeAll(async () => {
  h = await httpDesk();
  scene = await aTicketScene(h.desk);
  const { ticketId, department, ada, rita } = scene;
  await addComment(h.desk, ada, { ticketId, body: 'Between us.', visibility: 'INTERNAL' });
  await changeTicket(h.desk, ada, { ticketId, priority: 'HIGH', tags: ['late'], assigneeId: ada.id });
  const ofTheTeam = { subject: 'Rita called', body: 'She waits.', visibility: 'INTERNAL' } as const;
  await createTicket(h.desk, ada, { departmentId: department.id, requester: { id: rita.id }, ...ofTheTeam });
  token = await h.tokenOf(ada);
});
afterAll(() => h.close());

/** The fields of a type that are values, and of people their values. */
function valuesOf(type: string): string[] {
  const object = schema.getType(type);
  if (!isObjectType(object)) throw new Error(`There is no type ${type}.`);
  return Object.values(object.getFields()).flatMap(({ name, args, type: of }) => {
    const inner = getNullableType(of);
    const one = isListType(inner) ? getNullableType(inner.ofType) : inner;
    if (args.length > 0) return [];
    if (isLeafType(one)) return [name];
    return isObjectType(one) && one.name === 'Person' && type !== 'Person'
      ? valuesOf('Person').map((value) => `${name} { ${value} }`)
      : [];
  });
}

it.each([
  ['tickets(first: 5) { edges { node', '} }', 'Ticket'],
  ['ticket(id: $id)', '', 'Ticket'],
  ['ticket(id: $id) { comments { edges { node', '} } }', 'Comment'],
])('says the same of a field that is asked alone and among all: %s', async (before, after, type) => {
  const ask = async (fields: string[]) => {
    const text = `query($id: ID!) { node(id: $id) { id } ${before} { ${fields.join(' ')} } ${after} }`;
    const { data, errors } = await h.ask(text, { token, variables: { id: globalId('Ticket', scene.ticketId) } });
    expect(errors, fields.join()).toBeUndefined();
    return Object.values(data).slice(1)[0];
  };
  const fields = valuesOf(type);
  expect(fields.length).toBeGreaterThan(15);
  const all = await ask(fields);
  for (const field of fields) expect(all, field).toMatchObject((await ask([field])) as object);
});

it('shows a department as it is now, whoever has changed it', async () => {
  const text = 'query($id: ID!) { ticket(id: $id) { department { name supportAddresses } } }';
  const variables = { id: globalId('Ticket', scene.ticketId) };
  const department = async () => (await h.ask(text, { token, variables })).data.ticket.department;
  const before = await department();
  expect(await department()).toEqual(before);
  // As another node does it: nothing is said to this one.
  await sql`update department set name = 'Renamed'`.execute(h.desk.db);
  expect(await department()).toEqual({ ...before, name: 'Renamed' });
  await sql`insert into address (canonical, department_id, is_primary)
    select 'aaa@desk.example.com', department_id, false from ticket where id = ${scene.ticketId}`.execute(h.desk.db);
  expect((await department()).supportAddresses).toContain('aaa@desk.example.com');
  await sql`update address set canonical = 'bbb@desk.example.com' where canonical = 'aaa@desk.example.com'`.execute(
    h.desk.db,
  );
  expect((await department()).supportAddresses).toContain('bbb@desk.example.com');
  await sql`delete from address where canonical = 'bbb@desk.example.com'`.execute(h.desk.db);
  expect(await department()).toEqual({ ...before, name: 'Renamed' });
});
