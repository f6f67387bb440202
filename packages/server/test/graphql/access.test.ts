import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isEnumType,
  parse,
  type GraphQLField,
  type GraphQLInputType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '@copydesk/rules';
import { buildSchema, ownObjectTypes } from '../../src/platform/graphql/build-schema.ts';
import { readSlices } from '../../src/platform/graphql/read-slices.ts';
import type { Context } from '../../src/platform/graphql/context.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { httpDesk, schema, type HttpDesk } from './http-desk.ts';

let h: HttpDesk;
let departmentId: string;
const people = new Map<Role, { viewer: Viewer; token: string }>();

beforeAll(async () => {
  h = await httpDesk();
  departmentId = (await aDepartment(h.desk, { slug: 'claims' })).id;
  for (const role of ['ADMIN', 'AGENT', 'LIGHT_AGENT', 'END_USER'] as const) {
    const departmentIds = role === 'AGENT' || role === 'LIGHT_AGENT' ? [departmentId] : [];
    const viewer = await aPerson(h.desk, { name: `The ${role}`, role, departmentIds });
    people.set(role, { viewer, token: await h.tokenOf(viewer) });
  }
});
afterAll(() => h.close());

/** A value of the type: well-formed, and meaning nothing that exists. */
function anything(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type);
  if (isListType(nullable)) return [];
  if (isEnumType(nullable)) return nullable.getValues()[0]!.value;
  if (isInputObjectType(nullable)) {
    const required = Object.values(nullable.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(required.map((field) => [field.name, anything(field.type)]));
  }
  if (!isScalarType(nullable)) throw new Error(`what is ${String(type)}?`);
  return { ID: globalId('Ticket', '01900000-0000-7000-8000-000000000000'), Int: 1, Boolean: true, String: 'x' }[
    nullable.name
  ];
}

/** A document that asks one root field, with everything it must be given, for as little as can be selected. */
function documentOf(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>) {
  // What is looked for by id is looked for by some id, also where the schema would let it be left out.
  const required = field.args.filter((argument) => isNonNullType(argument.type) || argument.name === 'id');
  const declared = required.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = required.map(({ name }) => `${name}: $${name}`).join(', ');
  const leaf = isScalarType(getNamedType(field.type))
    ? ''
    : kind === 'mutation'
      ? '{ errors { code } }'
      : '{ __typename }';
  const query = `${kind} ${declared && `(${declared})`} { ${field.name}${passed && `(${passed})`} ${leaf} }`;
  return { query, variables: Object.fromEntries(required.map(({ name, type }) => [name, anything(type)])) };
}

const rootFields = (['query', 'mutation'] as const).flatMap((kind) => {
  const type = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
  return Object.values(type?.getFields() ?? {}).map((field) => ({ kind, field, name: `${kind} ${field.name}` }));
});

describe('every operation', () => {
  it.each(rootFields)('$name is refused to whom is not signed in', async ({ kind, field }) => {
    const { query, variables } = documentOf(kind, field);
    const { data, errors } = await h.ask(query, { variables });
    if (field.extensions.audience === 'ANYONE') {
      expect(data).toEqual({ [field.name]: null });
      return;
    }
    expect(errors?.map((error) => error.extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(data?.[field.name] ?? null).toBeNull();
  });

  it.each(rootFields)('$name answers every role, or refuses as data, never by failing', async ({ kind, field }) => {
    const { query, variables } = documentOf(kind, field);
    for (const [role, { token }] of people) {
      const { errors } = await h.ask(query, { variables, token });
      const codes = errors?.map((error) => error.extensions.code) ?? [];
      expect([role, codes.filter((code) => code !== 'NOT_FOUND')]).toEqual([role, []]);
    }
  });

  it.each(rootFields.filter(({ field }) => ['STAFF', 'ADMIN'].includes(field.extensions.audience ?? '')))(
    '$name, which is for staff, is nothing to a customer',
    async ({ kind, field }) => {
      const { query, variables } = documentOf(kind, field);
      const { data, errors } = await h.ask(query, { variables, token: people.get('END_USER')!.token });
      const isConnection = getNamedType(field.type).name.endsWith('Connection');
      // What cannot be nothing is an error, and nothing of the query is answered.
      const nothing = isNonNullType(field.type) && !isConnection && !isListType(getNullableType(field.type));
      expect(errors?.map((error) => error.extensions.code)).toEqual(
        kind === 'query' && nothing ? ['NOT_FOUND'] : undefined,
      );
      const empty = isConnection ? { __typename: getNamedType(field.type).name } : null;
      expect([null, [], empty]).toContainEqual(data?.[field.name] ?? null);
    },
  );

  const mutations = rootFields.filter(({ kind }) => kind === 'mutation');
  const administration = new Set([
    'createPerson',
    'changePerson',
    'createDepartment',
    'changeDepartment',
    'applyPreset',
    'addSupportAddress',
    'removeSupportAddress',
  ]);
  it.each(mutations.filter(({ field }) => administration.has(field.name)))(
    '$name changes nothing for anybody but an admin',
    async ({ kind, field }) => {
      const { query } = documentOf(kind, field);
      const input = {
        createPerson: { name: 'X', email: 'x@example.org', role: 'ADMIN' },
        changePerson: { personId: globalId('Person', people.get('END_USER')!.viewer.id), role: 'ADMIN' },
        createDepartment: { name: 'X' },
        changeDepartment: { departmentId: globalId('Department', departmentId), name: 'X' },
        applyPreset: { departmentId: globalId('Department', departmentId), preset: 'ZENDESK' },
        addSupportAddress: { departmentId: globalId('Department', departmentId), address: 'x@example.org' },
        removeSupportAddress: {
          departmentId: globalId('Department', departmentId),
          address: 'claims@desk.example.com',
        },
      }[field.name];
      const before = await everything();
      for (const role of ['AGENT', 'LIGHT_AGENT', 'END_USER'] as const) {
        const { data } = await h.ask(query, { variables: { input }, token: people.get(role)!.token });
        const [{ code }] = data[field.name].errors;
        expect(code).toBe(
          role === 'END_USER' && /epartment|Preset|Address/.test(field.name) ? 'NOT_FOUND' : 'FORBIDDEN',
        );
      }
      expect(await everything()).toEqual(before);
    },
  );
});

const everything = async () => ({
  people: await h.desk.db.selectFrom('person').selectAll().orderBy('id').execute(),
  departments: await h.desk.db.selectFrom('department').selectAll().orderBy('id').execute(),
  addresses: await h.desk.db.selectFrom('address').selectAll().orderBy('canonical').execute(),
  events: await h.desk.db.selectFrom('event').selectAll().orderBy('id').execute(),
});

/** Calls a field as the server would for somebody, its parent being the row of a stranger. */
function resolveAs(viewer: Viewer | null, field: GraphQLField<unknown, Context>): unknown {
  const parent = new Proxy({ id: 'a stranger' }, { get: (target, key) => (key === 'id' ? target.id : 'the secret') });
  const context = { desk: h.desk, viewer, loaders: new Map(), rows: new Map(), asks: null, requestId: 'test' };
  return field.resolve?.(parent, {}, context, {} as never);
}

describe('every subscription', () => {
  const subscriptions = Object.values(schema.getSubscriptionType()?.getFields() ?? {});
  const subscribeAs = (viewer: Viewer | null, field: GraphQLField<unknown, Context>) => {
    const context = { desk: h.desk, viewer, loaders: new Map(), rows: new Map(), asks: null, requestId: 'test' };
    return () => field.subscribe?.({}, {}, context, {} as never);
  };

  it.each(subscriptions)('$name begins for nobody it is not for', (field) => {
    expect(field.subscribe).toBeTypeOf('function');
    expect(subscribeAs(null, field)).toThrow('Sign in first.');
    if (field.extensions.audience !== 'STAFF') return;
    expect(subscribeAs(people.get('END_USER')!.viewer, field)).toThrow('There is no such thing.');
  });
});

describe('every field', () => {
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  const fields = ownObjectTypes(schema)
    .filter((type) => !roots.has(type))
    .flatMap((type) =>
      Object.values(type.getFields()).map((field) => ({
        field,
        name: `${type.name}.${field.name}`,
        audience: field.extensions.audience,
      })),
    );

  it('says whom it is for', () => {
    expect(fields.length).toBeGreaterThan(200);
    expect(fields.filter(({ audience }) => audience === undefined)).toEqual([]);
  });

  const nothing = (value: unknown) =>
    value === null ||
    (Array.isArray(value) ? value.length === 0 : (value as { edges?: unknown[] }).edges?.length === 0);
  const denied = (viewer: Viewer | null, field: GraphQLField<unknown, Context>) => {
    try {
      return nothing(resolveAs(viewer, field));
    } catch (error) {
      return ['UNAUTHENTICATED', 'NOT_FOUND'].includes(
        (error as { extensions?: { code: string } }).extensions?.code ?? '',
      );
    }
  };

  it.each(fields.filter(({ audience }) => ['STAFF', 'STAFF_OR_SELF', 'ADMIN'].includes(audience ?? '')))(
    '$name, for $audience, is nothing to customers and strangers',
    ({ field }) => {
      expect(denied(people.get('END_USER')!.viewer, field)).toBe(true);
      expect(denied({ ...people.get('AGENT')!.viewer, state: 'SUSPENDED' }, field)).toBe(true);
      expect(denied(null, field)).toBe(true);
    },
  );

  it.each(fields.filter(({ audience }) => audience !== 'ANYONE'))(
    '$name is nothing to whom is not signed in',
    ({ field }) => {
      expect(denied(null, field)).toBe(true);
    },
  );
});

describe('a schema is not built', () => {
  const build = (more: string) => () =>
    buildSchema({ ...readSlices(), definitions: [...readSlices().definitions, ...parse(more).definitions] }, []);

  it('with a field that does not say whom it is for', () => {
    expect(build('extend type Ticket { secret: String }')).toThrow('Ticket.secret needs @access');
  });

  it('with a field for staff that could not be nothing to a customer', () => {
    expect(build('extend type Ticket { secret: String! @access(to: STAFF) }')).toThrow(
      'Ticket.secret is for STAFF, and END_USER can reach Ticket',
    );
    expect(build('extend type Ticket { secret: [String!]! @access(to: STAFF) }')).not.toThrow();
  });

  it('with a field for the person alone, or for admins, that could not be nothing to others', () => {
    expect(build('extend type Person { secret: String! @access(to: STAFF_OR_SELF) }')).toThrow('Person.secret');
    expect(build('extend type Department { secret: String! @access(to: ADMIN) }')).toThrow('Department.secret');
    expect(build('extend type Warning { secret: String! @access(to: ADMIN) }')).toThrow(
      'Warning.secret is for ADMIN, and STAFF can reach Warning',
    );
  });

  it('with a resolver of nothing', () => {
    expect(() => buildSchema(readSlices(), [{ Ticket: { nope: () => 1 } }])).toThrow('Ticket.nope, which no slice has');
  });
});

it('shows a customer their own person, and nobody else beyond the name', async () => {
  const { token, viewer } = people.get('END_USER')!;
  const query =
    'query($id: ID!) { viewer { id addresses state } node(id: $id) { id } people { edges { node { name } } totalCount } }';
  const { data, errors } = await h.ask(query, {
    token,
    variables: { id: globalId('Person', people.get('AGENT')!.viewer.id) },
  });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    viewer: { id: globalId('Person', viewer.id), addresses: [viewer.address], state: 'ACTIVE' },
    node: null,
    people: { edges: [], totalCount: null },
  });
});

it('knows no object type without its guard', () => {
  const unguarded = Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
    .filter(
      (type) => isObjectType(type) && Object.values(type.getFields()).some((field) => !field.extensions.audience),
    );
  expect(unguarded).toEqual([]);
});
