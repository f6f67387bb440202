import { getNamedType, getNullableType, isInputObjectType, isListType, isObjectType } from 'graphql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { freshPolicy, policyKeys, PRESET_POLICIES, type DepartmentPolicy } from '@copydesk/rules';
import { globalId, localId } from '../../src/platform/graphql/ids.ts';
import { httpDesk, schema, type Answer, type HttpDesk } from '../graphql/http-desk.ts';
import { aPerson } from '../support/people.ts';

let h: HttpDesk;
let token: string;
let adminId: string;

beforeAll(async () => {
  h = await httpDesk();
  const admin = await aPerson(h.desk, { name: 'Ada', role: 'ADMIN' });
  adminId = admin.id;
  token = await h.tokenOf(admin);
});
afterAll(() => h.close());

const shown =
  'department { id slug name preset ccEnabled ccLimit supportAddresses policy { cc { enabled maxPerTicket } } } errors { code message field }';

async function mutate(name: string, input: object) {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await h.ask(`mutation($input: ${type}!) { ${name}(input: $input) { ${shown} } }`, {
    token,
    variables: { input },
  });
  expect(errors).toBeUndefined();
  return data[name] as { department: Answer['data']; errors: { code: string; message: string; field: string[] }[] };
}

let count = 0;
async function aFreshDepartment(input: object = {}) {
  count += 1;
  const { department, errors } = await mutate('createDepartment', {
    name: `Fresh ${count}`,
    supportAddresses: [`fresh${count}@desk.example.com`],
    ...input,
  });
  expect(errors).toEqual([]);
  return { ...department, departmentId: department.id as string, row: () => rowOf(department.id) };
}

const rowOf = (id: string) =>
  h.desk.db.selectFrom('department').selectAll().where('id', '=', localId('Department', id)!).executeTakeFirstOrThrow();
const auditOf = (id: string) =>
  h.desk.db
    .selectFrom('audit')
    .select(['action', 'actor_id', 'old', 'new'])
    .where('subject_id', '=', localId('Department', id)!)
    .orderBy('id')
    .execute();
const eventsOf = (id: string) =>
  h.desk.db
    .selectFrom('event')
    .select(['type', 'actor_id', 'ticket_id'])
    .where('department_id', '=', localId('Department', id)!)
    .execute();

describe('the policy in the API', () => {
  const sample = PRESET_POLICIES.COPYDESK as unknown as Record<string, Record<string, unknown>>;
  const expected = Object.fromEntries(
    Object.entries(sample).map(([section, keys]) => [section, Object.keys(keys).sort()]),
  );

  it.each(['DepartmentPolicy', 'DepartmentPolicyInput'])(
    '%s has the keys of the rules, no more and no fewer',
    (name) => {
      const type = schema.getType(name);
      if (!isObjectType(type) && !isInputObjectType(type)) throw new Error(`${name} is missing`);
      const found: Record<string, string[]> = {};
      for (const [section, field] of Object.entries(type.getFields())) {
        const inner = getNamedType(field.type);
        if (!isObjectType(inner) && !isInputObjectType(inner)) throw new Error(`${section} is no section`);
        found[section] = Object.keys(inner.getFields()).sort();
      }
      expect(found).toEqual(expected);
    },
  );

  it('has the types and values of the rules', () => {
    for (const { key, kind, values } of policyKeys) {
      const [section = '', name = ''] = key.split('.');
      const type = schema.getType('DepartmentPolicy');
      const inner = isObjectType(type) ? getNamedType(type.getFields()[section]!.type) : undefined;
      const field = isObjectType(inner) ? inner.getFields()[name]! : undefined;
      const named = getNamedType(field!.type);
      expect([key, isListType(getNullableType(field!.type))]).toEqual([key, kind === 'SET' || kind === 'LIST']);
      if (values === null)
        expect([key, named.name]).toEqual([key, { BOOL: 'Boolean', INT: 'Int', TEXT: 'String' }[kind as string]]);
      else expect([key, 'getValues' in named && named.getValues().map((value) => value.name)]).toEqual([key, values]);
    }
  });

  it('is read back as the rules wrote it', async () => {
    const { departmentId } = await aFreshDepartment();
    const sections = Object.entries(sample)
      .map(([section, keys]) => `${section} { ${Object.keys(keys).join(' ')} }`)
      .join(' ');
    const query = `query($id: ID!) { node(id: $id) { ... on Department { policy { ${sections} } settings { key value source sentence } } } }`;
    const { data } = await h.ask(query, { token, variables: { id: departmentId } });
    expect(data.node.policy).toEqual(freshPolicy());
    expect(data.node.settings).toHaveLength(policyKeys.length);
    expect(data.node.settings[0]).toMatchObject({
      key: 'cc.enabled',
      value: 'false',
      source: 'DEPARTMENT',
    });
    expect(data.node.settings[1]).toMatchObject({ key: 'cc.maxPerTicket', value: '48', source: 'PRESET' });
  });
});

describe('createDepartment', () => {
  it('makes a slug of the name, takes its addresses, and leaves CCs off', async () => {
    const { department } = await mutate('createDepartment', {
      name: 'Schäden & Co',
      supportAddresses: ['Claims@Example.org', 'also@example.org'],
    });
    expect(department).toMatchObject({
      slug: 'schaden-co',
      preset: 'COPYDESK',
      ccEnabled: false,
      supportAddresses: ['claims@example.org', 'also@example.org'],
    });
  });

  it('with the same key again, finds what it made', async () => {
    const input = { name: 'Twice', slug: 'twice', supportAddresses: ['twice@example.org'], clientKey: 'once' };
    const [first, second] = await Promise.all([mutate('createDepartment', input), mutate('createDepartment', input)]);
    const third = await mutate('createDepartment', input);
    expect([first.errors, second.errors, third.errors]).toEqual([[], [], []]);
    expect(new Set([first.department.id, second.department.id, third.department.id]).size).toBe(1);
    expect(await auditOf(first.department.id)).toHaveLength(1);
  });

  it('refuses what is taken, naming who has it, and leaves nothing behind', async () => {
    const mia = await aPerson(h.desk, { name: 'Mia Holm' });
    const { slug, supportAddresses } = await aFreshDepartment();
    const before = await h.desk.db.selectFrom('department').select('id').execute();
    expect((await mutate('createDepartment', { name: 'X', slug })).errors).toMatchObject([
      { code: 'INVALID', field: ['slug'] },
    ]);
    expect((await mutate('createDepartment', { name: 'X', slug: 'Not Plain' })).errors).toMatchObject([
      { code: 'INVALID', field: ['slug'] },
    ]);
    const taken = (address: string) =>
      mutate('createDepartment', { name: 'Y', supportAddresses: ['y@example.org', address] });
    expect((await taken(mia.address!)).errors).toEqual([
      { code: 'INVALID', message: `${mia.address} belongs already to Mia Holm.`, field: ['supportAddresses', '1'] },
    ]);
    expect((await taken(supportAddresses[0])).errors[0]!.message).toContain('belongs already to the department Fresh');
    expect((await taken('no address')).errors[0]!.message).toBe('"no address" is not an e-mail address.');
    expect((await taken('a+b@example.org')).errors[0]!.message).toContain('"+"');
    expect(await h.desk.db.selectFrom('department').select('id').execute()).toEqual(before);
  });
});

describe('changeDepartment', () => {
  it('asks for a confirmation before CCs are turned on', async () => {
    const { departmentId, row } = await aFreshDepartment();
    const policy = { cc: { enabled: true } };
    const refused = await mutate('changeDepartment', { departmentId, policy });
    expect(refused.errors).toMatchObject([{ code: 'INVALID', field: ['policy', 'cc', 'enabled'] }]);
    expect(refused.errors[0]!.message).toContain('confirmCc: true');
    expect(await row()).toMatchObject({ policy_version: 1 });
    const done = await mutate('changeDepartment', { departmentId, policy, confirmCc: true });
    expect(done).toMatchObject({ errors: [], department: { ccEnabled: true, preset: 'COPYDESK' } });
    expect(await row()).toMatchObject({ policy_version: 2 });
    // Turning them off, or changing other keys while they are on, needs none.
    expect((await mutate('changeDepartment', { departmentId, policy: { cc: { maxPerTicket: 3 } } })).errors).toEqual(
      [],
    );
    expect((await mutate('changeDepartment', { departmentId, policy: { cc: { enabled: false } } })).errors).toEqual([]);
  });

  it('makes the preset CUSTOM, raises the version, and tells the audit and the log', async () => {
    const { departmentId, row } = await aFreshDepartment();
    const { department } = await mutate('changeDepartment', {
      departmentId,
      name: 'Renamed',
      policy: { cc: { maxPerTicket: 2 } },
    });
    expect(department).toMatchObject({ name: 'Renamed', preset: 'CUSTOM', ccLimit: 2 });
    expect((await row()).policy_version).toBe(2);
    expect((await auditOf(departmentId)).at(-1)).toEqual({
      action: 'department.changed',
      actor_id: adminId,
      old: { name: expect.stringContaining('Fresh'), 'cc.maxPerTicket': 48 },
      new: { name: 'Renamed', 'cc.maxPerTicket': 2 },
    });
    expect((await eventsOf(departmentId)).at(-1)).toEqual({
      type: 'department.changed',
      actor_id: adminId,
      ticket_id: null,
    });
    expect(h.desk.woken.length).toBeGreaterThan(0);
    const { department: back } = await mutate('changeDepartment', {
      departmentId,
      policy: { cc: { maxPerTicket: 48 } },
    });
    expect(back.preset).toBe('COPYDESK');
  });

  it('refuses all of it when part is wrong', async () => {
    const { departmentId, row } = await aFreshDepartment();
    const policy = { cc: { maxPerTicket: 501 }, mail: { hourlySoft: 5 } };
    const { errors, department } = await mutate('changeDepartment', { departmentId, name: 'Other', policy });
    expect(department).toBeNull();
    expect(errors).toMatchObject([{ code: 'INVALID', field: ['policy', 'cc', 'maxPerTicket'] }]);
    expect(await row()).toMatchObject({ policy_version: 1, name: expect.stringContaining('Fresh') });
  });

  it('notes nothing when nothing changes', async () => {
    const { departmentId } = await aFreshDepartment();
    const before = await auditOf(departmentId);
    expect((await mutate('changeDepartment', { departmentId, policy: { cc: { maxPerTicket: 48 } } })).errors).toEqual(
      [],
    );
    expect(await auditOf(departmentId)).toEqual(before);
  });

  it('loses no change of two that are made at once', async () => {
    const { departmentId, row } = await aFreshDepartment();
    const policies = [
      { cc: { maxPerTicket: 7 } },
      { mail: { hourlySoft: 3 } },
      { ticket: { reopenOnCustomerReply: false } },
    ];
    // All three have begun, and wait for the row, before the first goes on.
    const waiting = sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    const changes = await h.desk.db.transaction().execute(async (trx) => {
      await sql`select 1 from department where id = ${localId('Department', departmentId)} for update`.execute(trx);
      const begun = policies.map((policy) => mutate('changeDepartment', { departmentId, policy }));
      await vi.waitFor(async () => expect((await waiting.execute(h.desk.db)).rows[0]?.waiting).toBe(3), {
        timeout: 4_000,
      });
      return begun;
    });
    await Promise.all(changes);
    const { policy, policy_version: version } = await row();
    const { cc, mail, ticket } = policy as DepartmentPolicy;
    expect([cc.maxPerTicket, mail.hourlySoft, ticket.reopenOnCustomerReply, version]).toEqual([7, 3, false, 4]);
  });

  it.each([
    '',
    'nonsense',
    globalId('Person', '01900000-0000-7000-8000-000000000000'),
    globalId('Department', '01900000-0000-7000-8000-000000000000'),
  ])('knows no department %j', async (departmentId) => {
    expect((await mutate('changeDepartment', { departmentId, name: 'X' })).errors).toMatchObject([
      { code: 'NOT_FOUND', field: ['departmentId'] },
    ]);
  });
});

describe('applyPreset', () => {
  it.each(['ZENDESK', 'ZOHO_DESK', 'LIVEAGENT', 'COPYDESK'] as const)(
    '%s writes every key, and CCs only when confirmed',
    async (preset) => {
      const { departmentId, row } = await aFreshDepartment();
      await mutate('applyPreset', { departmentId, preset });
      const values = PRESET_POLICIES[preset];
      expect((await row()).policy).toEqual({ ...values, cc: { ...values.cc, enabled: false } });
      const { department } = await mutate('applyPreset', { departmentId, preset, confirmCc: true });
      expect(department).toMatchObject({ preset, ccEnabled: true });
      expect((await row()).policy).toEqual(values);
      expect((await auditOf(departmentId)).at(-1)).toMatchObject({
        action: 'preset.applied',
        new: { preset, 'cc.enabled': true },
      });
    },
  );

  it('is not for CUSTOM', async () => {
    const { departmentId } = await aFreshDepartment();
    expect((await mutate('applyPreset', { departmentId, preset: 'CUSTOM' })).errors).toMatchObject([
      { code: 'INVALID', field: ['preset'] },
    ]);
  });
});

describe('support addresses', () => {
  it('come and go, but the last one stays', async () => {
    const { departmentId, supportAddresses } = await aFreshDepartment();
    const [first] = supportAddresses;
    expect((await mutate('removeSupportAddress', { departmentId, address: first })).errors[0]!.message).toContain(
      'add another one first',
    );
    const added = await mutate('addSupportAddress', {
      departmentId,
      address: ` New.${departmentId.slice(-5)}@Example.ORG `,
    });
    const address = `new.${departmentId.slice(-5)}@example.org`.toLowerCase();
    expect(added.department.supportAddresses).toEqual([first, address]);
    expect((await mutate('addSupportAddress', { departmentId, address })).errors).toEqual([]);
    expect(
      (await mutate('removeSupportAddress', { departmentId, address: first })).department.supportAddresses,
    ).toEqual([address]);
    expect((await mutate('removeSupportAddress', { departmentId, address: first })).errors[0]!.code).toBe('NOT_FOUND');
    expect((await auditOf(departmentId)).map((entry) => entry.action)).toEqual([
      'department.created',
      'support_address.added',
      'support_address.removed',
    ]);
  });

  it('have one owner, whoever asks at the same time', async () => {
    const made = await Promise.all([1, 2, 3].map(() => aFreshDepartment()));
    const results = await Promise.all(
      made.map(({ departmentId }) => mutate('addSupportAddress', { departmentId, address: 'wanted@example.org' })),
    );
    expect(results.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    const refused = results.filter(({ errors }) => errors.length > 0);
    for (const { errors } of refused)
      expect(errors[0]!.message).toMatch(/^wanted@example\.org belongs already to the department Fresh \d+\.$/);
  });
});

it('lists all departments to admins, their own to staff, none to customers', async () => {
  const mine = await aFreshDepartment();
  const agent = await aPerson(h.desk, {
    name: 'Ben',
    role: 'AGENT',
    departmentIds: [localId('Department', mine.departmentId)!],
  });
  const customer = await aPerson(h.desk, { name: 'Cy' });
  const list = async (as: string) =>
    (await h.ask('{ departments { id } }', { token: as })).data.departments as unknown[];
  expect((await list(token)).length).toBe((await h.desk.db.selectFrom('department').select('id').execute()).length);
  expect(await list(await h.tokenOf(agent))).toEqual([{ id: mine.departmentId }]);
  expect(await list(await h.tokenOf(customer))).toEqual([]);
});
