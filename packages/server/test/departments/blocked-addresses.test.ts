import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene } from '../support/a-ticket.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
let admin: Viewer;
beforeAll(async () => {
  desk = await runningDesk();
  admin = await aPerson(desk.desk, { name: 'Root', role: 'ADMIN', address: 'root@team.example' });
});
afterAll(() => desk.close());

async function mutate(viewer: Viewer, name: string, input: object) {
  const { data, errors } = await desk.ask(
    viewer,
    `mutation($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code message field } } }`,
    { input },
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return data[name].errors as { code: string; message: string; field: string[] | null }[];
}

const block = (departmentId: string, address: string, viewer = admin) =>
  mutate(viewer, 'blockAddress', { departmentId: globalId('Department', departmentId), address });
const unblock = (departmentId: string, address: string) =>
  mutate(admin, 'unblockAddress', { departmentId: globalId('Department', departmentId), address });

async function blocklist(departmentId: string): Promise<{ list: string; preset: string }> {
  const { data } = await desk.ask(
    admin,
    `query($id: ID!) { node(id: $id) { ... on Department { preset policy { cc { blocklist } } } } }`,
    { id: globalId('Department', departmentId) },
  );
  return { list: data.node.policy.cc.blocklist, preset: data.node.preset };
}

it('what is blocked is never copied, whoever asks, and stays blocked when a preset is applied', async () => {
  const { department, ticketId, ada, carl } = await aTicketScene(desk.desk);
  const domain = `${v7().slice(-12)}.example`;
  expect(
    await mutate(ada, 'addCcs', {
      ticketId: globalId('Ticket', ticketId),
      people: [{ email: carl.address }],
    }),
  ).toEqual([]);
  expect(await block(department.id, ` ${carl.address?.toUpperCase()} `)).toEqual([]);
  expect(await block(department.id, `@${domain}`)).toEqual([]);
  expect(await block(department.id, domain)).toEqual([]);
  expect(await blocklist(department.id)).toMatchObject({ list: `${carl.address} ${domain}` });
  const wish = { ticketId: globalId('Ticket', ticketId), people: [{ email: `x@mail.${domain}` }] };
  const refused = await mutate(ada, 'addCcs', wish);
  expect(refused).toMatchObject([{ code: 'CC_BLOCKED', message: expect.stringContaining('block list') }]);

  // Who is CC already stays, and is shown as blocked.
  const query = `query($id: ID!) { ticket(id: $id) { ccs { address blocked } } }`;
  const { data } = await desk.ask(ada, query, { id: globalId('Ticket', ticketId) });
  expect(data.ticket.ccs).toEqual([{ address: carl.address, blocked: true }]);

  const preset = { departmentId: globalId('Department', department.id), preset: 'ZOHO_DESK' };
  expect(await mutate(admin, 'applyPreset', preset)).toEqual([]);
  expect(await blocklist(department.id)).toEqual({ list: `${carl.address} ${domain}`, preset: 'ZOHO_DESK' });

  expect(await unblock(department.id, `x@mail.${domain}`)).toMatchObject([{ code: 'INVALID', field: ['address'] }]);
  expect(await unblock(department.id, 'nobody@elsewhere.example')).toMatchObject([{ code: 'NOT_FOUND' }]);
  expect(await unblock(department.id, domain)).toEqual([]);
  expect(await blocklist(department.id)).toMatchObject({ list: carl.address });
  const actions = await desk.desk.db
    .selectFrom('audit')
    .select(['action', 'old', 'new', 'actor_id'])
    .where('subject_id', '=', department.id)
    .orderBy('id')
    .execute();
  expect(actions).toMatchObject([
    { action: 'address.blocked', old: null, new: { address: carl.address }, actor_id: admin.id },
    { action: 'address.blocked', new: { address: domain } },
    { action: 'preset.applied' },
    { action: 'address.unblocked', old: { address: domain }, new: null },
  ]);
});

it('refuses nonsense, our own addresses, the team’s domain, and everybody but admins', async () => {
  const department = await aDepartment(desk.desk, { slug: `claims-${v7().slice(-10)}` });
  const agent = await aPerson(desk.desk, {
    name: 'Bea',
    role: 'AGENT',
    address: `bea-${v7().slice(-8)}@team.example`,
    departmentIds: [department.id],
  });
  for (const wrong of ['', 'bob', 'bob@x', department.address, 'desk.example.com', 'example.com', 'team.example']) {
    const errors = await block(department.id, wrong);
    expect(errors).toMatchObject([{ code: 'INVALID', field: ['address'] }]);
    expect(errors[0]?.message).toMatch(/\.$/u);
  }
  for (const list of [`x.example ${department.address}`, 'team.example']) {
    const input = { departmentId: globalId('Department', department.id), policy: { cc: { blocklist: list } } };
    expect(await mutate(admin, 'changeDepartment', input)).toMatchObject([
      { code: 'INVALID', field: ['policy', 'cc', 'blocklist'] },
    ]);
  }
  // A single colleague may be blocked; the whole team by its domain may not.
  expect(await block(department.id, agent.address ?? '')).toEqual([]);
  expect(await block(department.id, 'x.example', agent)).toMatchObject([{ code: 'FORBIDDEN' }]);
  expect(await blocklist(department.id)).toMatchObject({ list: agent.address });
});
