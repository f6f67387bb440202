import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authenticate } from '../../src/platform/auth/authenticate.ts';
import { globalId, localId } from '../../src/platform/graphql/ids.ts';
import { httpDesk, type Answer, type HttpDesk } from '../graphql/http-desk.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { statementsOf } from '../support/statements.ts';

let h: HttpDesk;
let token: string;
let adminId: string;
let departmentId: string;

beforeAll(async () => {
  h = await httpDesk();
  const admin = await aPerson(h.desk, { name: 'Ada Admin', role: 'ADMIN' });
  adminId = admin.id;
  token = await h.tokenOf(admin);
  departmentId = (await aDepartment(h.desk, { slug: 'claims' })).id;
});
afterAll(() => h.close());

const shown =
  'person { id name role state mayCommentPublicly addresses organization departments { slug } } errors { code message field }';

async function mutate(name: 'createPerson' | 'changePerson', input: object, as = token) {
  const type = name === 'createPerson' ? 'CreatePersonInput' : 'ChangePersonInput';
  const { data, errors } = await h.ask(`mutation($input: ${type}!) { ${name}(input: $input) { ${shown} } }`, {
    token: as,
    variables: { input },
  });
  expect(errors).toBeUndefined();
  return data[name] as { person: Answer['data']; errors: { code: string; message: string; field: string[] }[] };
}

const rowOf = (id: string) => h.desk.db.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const accessEventsOf = async (id: string) => {
  const rows = await h.desk.db
    .selectFrom('event')
    .select(['data', 'actor_id'])
    .where('type', '=', 'access.changed')
    .execute();
  return rows.filter((row) => (row.data as { personId?: string }).personId === id);
};

describe('createPerson', () => {
  it('makes somebody who can sign in and sees their departments', async () => {
    const input = {
      name: ' Ben Okoro ',
      email: 'Ben@Example.org',
      role: 'AGENT',
      departmentIds: [globalId('Department', departmentId)],
      organization: 'Copydesk',
      password: 'right horse battery',
    };
    const { person, errors } = await mutate('createPerson', input);
    expect(errors).toEqual([]);
    expect(person).toEqual({
      id: expect.any(String),
      name: 'Ben Okoro',
      role: 'AGENT',
      state: 'ACTIVE',
      mayCommentPublicly: true,
      addresses: ['ben@example.org'],
      organization: 'Copydesk',
      departments: [{ slug: 'claims' }],
    });
    const { cookie } = await h.signIn('ben@example.org', 'right horse battery');
    expect(await authenticate(h.desk, { cookie })).toMatchObject({ name: 'Ben Okoro', departmentIds: [departmentId] });
    expect((await mutate('createPerson', { ...input, name: 'Ben Again' })).errors).toEqual([
      {
        code: 'INVALID',
        message: 'ben@example.org belongs already to Ben Okoro: change them instead.',
        field: ['email'],
      },
    ]);
    const taken = await mutate('createPerson', { name: 'X', email: 'claims@desk.example.com', role: 'END_USER' });
    expect(taken.errors[0]!.message).toContain('the department claims');
  });

  it('with the same key again, finds whom it made', async () => {
    const input = { name: 'Kay', email: 'kay@example.org', role: 'END_USER', clientKey: 'kay' };
    const first = await mutate('createPerson', input);
    const second = await mutate('createPerson', input);
    expect(second).toEqual(first);
    expect((await mutate('createPerson', { ...input, clientKey: 'other' })).errors).toMatchObject([
      { field: ['email'] },
    ]);
  });

  it('lets light agents write notes only, unless told otherwise', async () => {
    const light = { name: 'Lee', role: 'LIGHT_AGENT' };
    expect((await mutate('createPerson', { ...light, email: 'lee1@example.org' })).person.mayCommentPublicly).toBe(
      false,
    );
    const told = await mutate('createPerson', { ...light, email: 'lee2@example.org', mayCommentPublicly: true });
    expect(told.person.mayCommentPublicly).toBe(true);
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ email: 'nobody' }, 'email'],
    [{ email: 'a b@example.org' }, 'email'],
    [{ password: 'short' }, 'password'],
    [{ role: 'END_USER', departmentIds: ['D'] }, 'departmentIds'],
    [{ departmentIds: ['x'] }, 'departmentIds.0'],
  ])('refuses %j and leaves nothing behind', async (wrong, field) => {
    const before = await h.desk.db.selectFrom('person').select('id').execute();
    const departmentIds =
      'departmentIds' in wrong
        ? wrong.departmentIds.map((id) => (id === 'D' ? globalId('Department', departmentId) : id))
        : [];
    const { errors } = await mutate('createPerson', {
      name: 'X',
      email: 'x@example.org',
      role: 'AGENT',
      ...wrong,
      departmentIds,
    });
    expect(errors.map((error) => error.field.join('.'))).toEqual([field]);
    expect(await h.desk.db.selectFrom('person').select('id').execute()).toEqual(before);
  });
});

describe('changePerson', () => {
  it('tells the log and raises the version when it changes what somebody may see', async () => {
    const agent = await aPerson(h.desk, { name: 'Fay', role: 'AGENT' });
    const personId = globalId('Person', agent.id);
    await mutate('changePerson', { personId, name: 'Fay Moreau' });
    expect([(await rowOf(agent.id)).access_version, await accessEventsOf(agent.id)]).toEqual([1, []]);
    for (const [at, change] of [
      { departmentIds: [globalId('Department', departmentId)] },
      { role: 'LIGHT_AGENT' },
      { mayCommentPublicly: false },
      { state: 'SUSPENDED' },
    ].entries()) {
      expect((await mutate('changePerson', { personId, ...change })).errors).toEqual([]);
      expect((await rowOf(agent.id)).access_version).toBe(at + 2);
      expect(await accessEventsOf(agent.id)).toHaveLength(at + 1);
    }
    expect((await accessEventsOf(agent.id))[0]).toEqual({ data: { personId: agent.id }, actor_id: adminId });
    const audit = await h.desk.db
      .selectFrom('audit')
      .select(['action', 'old', 'new'])
      .where('subject_id', '=', agent.id)
      .orderBy('id')
      .execute();
    expect(audit[1]).toEqual({
      action: 'person.changed',
      old: { departmentIds: [] },
      new: { departmentIds: [departmentId] },
    });
    expect(audit.at(-1)).toEqual({ action: 'person.changed', old: { state: 'ACTIVE' }, new: { state: 'SUSPENDED' } });
  });

  it('takes the departments from who becomes a customer', async () => {
    const agent = await aPerson(h.desk, { name: 'Max', role: 'AGENT', departmentIds: [departmentId] });
    const { person } = await mutate('changePerson', { personId: globalId('Person', agent.id), role: 'END_USER' });
    expect(person).toMatchObject({ role: 'END_USER', departments: [] });
  });

  it('keeps an active admin, also when two demote each other at once', async () => {
    const other = await aPerson(h.desk, { name: 'Ole', role: 'ADMIN' });
    const otherToken = await h.tokenOf(other);
    const demote = (id: string, as: string) =>
      mutate('changePerson', { personId: globalId('Person', id), role: 'AGENT' }, as);
    const results = await Promise.all([demote(other.id, token), demote(adminId, otherToken)]);
    const admins = await h.desk.db.selectFrom('person').select('id').where('role', '=', 'ADMIN').execute();
    expect(admins.length).toBe(1);
    expect(results.filter(({ errors }) => errors.length > 0).length).toBeGreaterThan(0);
    await h.desk.db.updateTable('person').set({ role: 'ADMIN' }).where('id', '=', adminId).execute();
    await h.desk.db.updateTable('person').set({ role: 'AGENT' }).where('id', '=', other.id).execute();
    expect(
      (await mutate('changePerson', { personId: globalId('Person', adminId), state: 'SUSPENDED' })).errors,
    ).toMatchObject([{ code: 'INVALID' }]);
  });

  it('finds nobody by a wrong id', async () => {
    expect((await mutate('changePerson', { personId: 'x' })).errors).toMatchObject([
      { code: 'NOT_FOUND', field: ['personId'] },
    ]);
  });
});

describe('people', () => {
  const search = async (variables: object) => {
    const query = `query($search: String, $roles: [Role!], $first: Int, $after: String) {
      people(search: $search, roles: $roles, first: $first, after: $after) {
        edges { cursor node { id name addresses organization departments { slug } } } pageInfo { hasNextPage endCursor } totalCount } }`;
    const { data, errors } = await h.ask(query, { token, variables });
    expect(errors).toBeUndefined();
    return data.people;
  };
  const names = async (variables: object): Promise<string[]> =>
    (await search(variables)).edges.map((edge: { node: { name: string } }) => edge.node.name);

  beforeAll(async () => {
    const zoe = await aPerson(h.desk, { name: 'Zoë Quill', address: 'zq@northwind.example' });
    await aPerson(h.desk, { name: 'Quentin 100%', address: 'quentin@other.example' });
    await mutate('changePerson', { personId: globalId('Person', zoe.id), organization: 'Northern Lights' });
    await aPerson(h.desk, { name: 'Quinn Gone', state: 'DELETED' });
  });

  it.each([
    ['zoë', ['Zoë Quill']],
    ['QUILL', ['Zoë Quill']],
    ['zq@north', ['Zoë Quill']],
    ['northwind.ex', ['Zoë Quill']],
    ['@northwind.example', ['Zoë Quill']],
    ['zoe', ['Zoë Quill']],
    ['light north', ['Zoë Quill']],
    ['quill northwind lights', ['Zoë Quill']],
    ['quill other', []],
    ['thern', []],
    ['qu', ['Quentin 100%', 'Zoë Quill']],
    ['100%', ['Quentin 100%']],
    ['%', []],
    ['_', []],
    ["'; drop table person --", []],
  ])('finds %j by name, address, domain or organization', async (text, found) => {
    expect((await names({ search: text })).sort()).toEqual(found);
  });

  it('pages through everybody once, in order', async () => {
    const all = await names({ first: 100 });
    const paged: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page: Awaited<ReturnType<typeof search>> = await search({ first: 3, after });
      paged.push(...page.edges.map((edge: { node: { name: string } }) => edge.node.name));
      expect(page.totalCount).toBe(all.length);
      [after, more] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect(paged).toEqual(all);
  });

  it('asks the database a fixed number of times, however many there are', async () => {
    const { statements } = await statementsOf(() => search({ first: 100 }));
    // Who asks, the page, its addresses, organizations and departments, and the count.
    expect(statements.length).toBe(6);
  });

  it('filters by role', async () => {
    const customers = await names({ roles: ['END_USER'], first: 100 });
    expect(customers).toContain('Zoë Quill');
    expect(customers).not.toContain('Ada Admin');
  });
});

it('gives nothing away by ids', () => {
  expect(localId('Person', globalId('Department', departmentId))).toBeNull();
  expect(localId('Department', globalId('Department', departmentId))).toBe(departmentId);
});
