import { TRIGGER_LIMIT } from '@copydesk/rules';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDepartment } from '../../src/features/departments/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { httpDesk, type Answer, type HttpDesk } from '../graphql/http-desk.ts';
import { aDepartment, aPerson } from '../support/people.ts';

const SHOWN = `trigger { id name active on after { hours since } actions { kind values subject body }
  conditions { all { field is values } any { field is values } } }
  department { triggers { id name } } errors { code message field }`;

let h: HttpDesk;
let root: Viewer;
let ada: Viewer;
let rita: Viewer;
let departmentId: string;
let address: string;
let count = 0;
beforeAll(async () => {
  h = await httpDesk();
  root = await aPerson(h.desk, { name: 'Root', role: 'ADMIN' });
  rita = await aPerson(h.desk, { name: 'Rita' });
});
beforeEach(async () => {
  const department = await aDepartment(h.desk, { slug: `claims-${(count += 1)}` });
  ada = await aPerson(h.desk, { name: 'Ada', role: 'AGENT', departmentIds: [department.id] });
  departmentId = globalId('Department', department.id);
  address = department.address;
});
afterAll(() => h.close());

async function mutate(name: 'create' | 'change' | 'delete', input: object, as: Viewer = root): Promise<Answer['data']> {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}TriggerInput`;
  const query = `mutation($input: ${type}!) { ${name}Trigger(input: $input) { ${SHOWN} } }`;
  const { data, errors } = await h.ask(query, { token: await h.tokenOf(as), variables: { input } });
  expect(errors).toBeUndefined();
  return data[`${name}Trigger`];
}

const aTrigger = (more: object = {}) => ({
  departmentId,
  name: 'Tag it',
  on: ['COMMENT_ADDED'],
  actions: [{ kind: 'ADD_TAGS', values: ['roof'] }],
  ...more,
});

const auditOf = () =>
  h.desk.db
    .selectFrom('audit')
    .select(['action', 'actor_id', 'old', 'new'])
    .where('action', 'like', 'trigger.%')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

describe('a department begins with', () => {
  it('triggers that tell customers of new tickets and public comments, and others that are off', async () => {
    const made = await createDepartment(h.desk, root, { name: `Fresh ${count}`, supportAddresses: [] });
    const { data } = await h.ask(
      `query($id: ID!) { node(id: $id) { ... on Department { triggers { name active on actions { kind values } } } } }`,
      { token: await h.tokenOf(ada), variables: { id: globalId('Department', made.departmentId) } },
    );
    const notify = (audience: string) => [{ kind: 'NOTIFY', values: [audience] }];
    expect(data.node.triggers.filter((one: { active: boolean }) => one.active)).toEqual([
      {
        name: 'Tell requester and CCs of a new ticket',
        active: true,
        on: ['TICKET_CREATED'],
        actions: notify('REQUESTER_AND_CCS'),
      },
      {
        name: 'Tell requester and CCs of public comments',
        active: true,
        on: ['COMMENT_ADDED', 'COMMENT_EDITED', 'COMMENT_DELETED'],
        actions: notify('REQUESTER_AND_CCS'),
      },
    ]);
    expect(data.node.triggers).toHaveLength(7);
  });
});

describe('an admin', () => {
  it('creates a trigger, with its place; people are named by id or address, and shown by id', async () => {
    const { trigger, department, errors } = await mutate(
      'create',
      aTrigger({
        position: 1,
        conditions: {
          all: [{ field: 'CC', is: 'IS', values: [globalId('Person', rita.id), '@Acme.example', 'New@x.example'] }],
          any: [{ field: 'TAGS', is: 'PRESENT' }],
        },
        actions: [
          { kind: 'ADD_CC', values: [rita.address!.toUpperCase()] },
          { kind: 'ADD_FOLLOWER', values: [globalId('Person', ada.id)] },
          { kind: 'NOTIFY', values: ['REQUESTER'], subject: 'About {{ticket.title}}' },
        ],
      }),
    );
    expect(errors).toEqual([]);
    const ritaId = globalId('Person', rita.id);
    expect(trigger).toMatchObject({
      active: true,
      conditions: {
        all: [{ field: 'CC', is: 'IS', values: [ritaId, 'acme.example', 'new@x.example'] }],
        any: [{ field: 'TAGS', is: 'PRESENT', values: [] }],
      },
      actions: [
        { kind: 'ADD_CC', values: [ritaId], subject: null },
        { kind: 'ADD_FOLLOWER', values: [globalId('Person', ada.id)] },
        { kind: 'NOTIFY', values: ['REQUESTER'], subject: 'About {{ticket.title}}', body: null },
      ],
    });
    expect(department.triggers[1]).toEqual({ id: trigger.id, name: 'Tag it' });
    expect(await auditOf()).toMatchObject({ action: 'trigger.created', actor_id: root.id, old: null });
  });

  it('changes only what is given, moves it, and deletes it', async () => {
    const { trigger } = await mutate('create', aTrigger());
    const changed = await mutate('change', { triggerId: trigger.id, active: false, position: 0 });
    expect(changed.trigger).toEqual({ ...trigger, active: false });
    expect(changed.department.triggers[0].id).toBe(trigger.id);
    expect(await auditOf()).toMatchObject({ action: 'trigger.changed', old: { active: true }, new: { active: false } });
    const { data } = await h.ask(`query($id: ID!) { node(id: $id) { ... on Trigger { name } } }`, {
      token: await h.tokenOf(ada),
      variables: { id: trigger.id },
    });
    expect(data.node).toEqual({ name: 'Tag it' });
    const gone = await mutate('delete', { triggerId: trigger.id });
    expect([gone.trigger, gone.errors, gone.department.triggers.length]).toEqual([null, [], 7]);
    expect((await mutate('delete', { triggerId: trigger.id })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('who repeats a request with the same key has one trigger', async () => {
    const first = await mutate('create', aTrigger({ clientKey: 'once' }));
    const again = await mutate('create', aTrigger({ clientKey: 'once' }));
    expect([again.errors, again.trigger.id, again.department.triggers.length]).toEqual([[], first.trigger.id, 8]);
    const other = await aDepartment(h.desk, { slug: `other-${count}` });
    const elsewhere = await mutate(
      'create',
      aTrigger({ departmentId: globalId('Department', other.id), clientKey: 'once' }),
    );
    expect(elsewhere.errors).toMatchObject([{ code: 'INVALID', field: ['clientKey'] }]);
  });

  it('makes an automation into a trigger by its events alone', async () => {
    const { trigger } = await mutate('create', aTrigger({ on: ['TIME'], after: { hours: 4, since: 'UPDATED' } }));
    expect(trigger.after).toEqual({ hours: 4, since: 'UPDATED' });
    const changed = await mutate('change', { triggerId: trigger.id, on: ['COMMENT_ADDED'] });
    expect([changed.errors, changed.trigger.after]).toEqual([[], null]);
  });

  it('is told what is wrong, each with its path and what to do', async () => {
    const { trigger, errors } = await mutate(
      'create',
      aTrigger({
        name: ' ',
        after: { hours: 1, since: 'CREATED' },
        conditions: {
          all: [
            { field: 'STATUS', is: 'IS', values: ['LATE'] },
            { field: 'CHANGED', is: 'IS', values: ['STATUS'] },
          ],
        },
        actions: [
          { kind: 'ADD_FOLLOWER', values: [globalId('Person', rita.id)] },
          { kind: 'ADD_CC', values: ['nobody@x.example', address] },
          { kind: 'ASSIGN', values: [globalId('Person', rita.id)] },
        ],
      }),
    );
    expect(trigger).toBeNull();
    expect(
      Object.fromEntries(errors.map((one: { field: string[]; message: string }) => [one.field.join('.'), one.message])),
    ).toEqual({
      name: 'A name has 1 to 100 characters.',
      after: '`after` is for TIME alone: leave it out.',
      'conditions.all.0.values.0': '“LATE” is none of NEW, OPEN, ANSWERED, ON_HOLD, SOLVED, CLOSED.',
      'conditions.all.1.field':
        'CHANGED says nothing about COMMENT_ADDED: leave it out, or make a trigger of its own for TICKET_CHANGED.',
      'actions.0.values.0': 'Rita cannot follow: followers are agents, light agents or admins.',
      'actions.1.values.0': 'Nobody is known by this: create the person first, or name another one.',
      'actions.1.values.1': `${address} is an address of the desk itself: name a person.`,
      'actions.2.values.0': 'Rita cannot be assigned: choose an agent of this department.',
    });
    expect(new Set(errors.map((one: { code: string }) => one.code))).toEqual(new Set(['INVALID']));
  });

  it('is told what is wrong with a mail’s own words', async () => {
    const { errors } = await mutate(
      'create',
      aTrigger({ actions: [{ kind: 'NOTIFY', values: ['REQUESTER'], subject: 'News', body: 'Dear {% if %}' }] }),
    );
    expect(errors).toMatchObject([{ code: 'INVALID', field: ['actions', '0', 'body'] }]);
  });

  it(`has ${TRIGGER_LIMIT} triggers in a department at most`, async () => {
    for (let number = 7; number < TRIGGER_LIMIT; number += 1)
      expect((await mutate('create', aTrigger())).errors).toEqual([]);
    expect((await mutate('create', aTrigger())).errors).toMatchObject([{ code: 'INVALID', field: ['departmentId'] }]);
  });
});

describe('nobody else', () => {
  it('makes or changes one: agents are told why, customers find no department', async () => {
    const { trigger } = await mutate('create', aTrigger());
    for (const [name, input] of [
      ['create', aTrigger()],
      ['change', { triggerId: trigger.id, active: false }],
      ['delete', { triggerId: trigger.id }],
    ] as const) {
      expect((await mutate(name, input, ada)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
      expect((await mutate(name, input, rita)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    }
    const { data } = await h.ask(`query($id: ID!) { node(id: $id) { id } }`, {
      token: await h.tokenOf(rita),
      variables: { id: trigger.id },
    });
    expect(data.node).toBeNull();
  });
});
