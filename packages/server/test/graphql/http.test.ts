import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createToken, revokeToken } from '../../src/features/people/index.ts';
import { httpDesk, type HttpDesk } from './http-desk.ts';
import { aPerson } from '../support/people.ts';

let h: HttpDesk;
let token: string;
let mail: () => Promise<void> = async () => {};
const logged: string[] = [];

beforeAll(async () => {
  h = await httpDesk({ checks: { database: async () => {}, jobs: async () => {}, mail: () => mail() } });
  h.desk.log.level = 'error';
  h.desk.log.error = (entry: { err?: Error }) => void logged.push(String(entry.err?.message));
  token = await h.tokenOf(await aPerson(h.desk, { name: 'Ada', role: 'ADMIN' }));
});
afterAll(() => h.close());

const codesOf = async (query: string, variables = {}) =>
  (await h.ask(query, { token, variables })).errors?.map((error) => error.extensions.code);

it('describes itself', async () => {
  const { errors } = await h.ask(getIntrospectionQuery());
  expect(errors).toBeUndefined();
});

it('answers a token that does not hold as nobody’s, at every field', async () => {
  const ada = await aPerson(h.desk, { name: 'Ada', role: 'ADMIN' });
  const made = await createToken(h.desk, 'COMMAND_LINE', { email: ada.address!, name: 'once' });
  const answered = async (shown: string) =>
    (await h.ask('{ viewer { id } }', { token: shown })).errors?.[0]?.extensions;
  expect(await answered(made.token)).toBeUndefined();
  await revokeToken(h.desk, 'COMMAND_LINE', { tokenId: made.tokenId });
  for (const shown of [made.token, 'cd_wrong']) expect((await answered(shown))?.code).toBe('UNAUTHENTICATED');
});

it('limits documents', async () => {
  expect(await codesOf(`{ ${'viewer { id } '.repeat(99)} }`)).toBeUndefined();
  expect(await codesOf(`{ ${'viewer { id } '.repeat(100)} }`)).toEqual(['LIMITED']);
  const aliased = (count: number) => Array.from({ length: count }, (_, at) => `a${at}: viewer { id }`).join(' ');
  expect(await codesOf(`{ ${aliased(15)} }`)).toBeUndefined();
  expect(await codesOf(`{ ${aliased(16)} }`)).toEqual(['LIMITED']);
  expect((await codesOf(`{ viewer ${'@include(if: true) '.repeat(6)} { id } }`))?.[0]).toBe('LIMITED');
  const deep = (times: number) => `{ ticket(id: "x") ${'{ mergedInto '.repeat(times)} { id } ${'}'.repeat(times)} }`;
  expect(await codesOf(deep(12))).toBeUndefined();
  expect(await codesOf(deep(13))).toEqual(['LIMITED']);
});

it('limits the size of a request', async () => {
  const { status, errors } = await h.ask(`{ viewer { id } } # ${'x'.repeat(1_100_000)}`);
  expect(status).toBe(413);
  expect(errors?.[0]?.extensions.code).toBe('LIMITED');
});

it('says what is wrong with a request, and nothing more', async () => {
  expect(await codesOf('{ viewer ')).toEqual(['BAD_REQUEST']);
  expect(await codesOf('{ nope }')).toEqual(['BAD_REQUEST']);
  expect(await codesOf('query($id: ID!) { node(id: $id) { id } }')).toEqual(['BAD_REQUEST']);
  expect(await codesOf('{ people(first: 101) { edges { cursor } } }')).toEqual(['BAD_REQUEST']);
  const { errors } = await h.ask('{ people(after: "bm90IGEgY3Vyc29y") { edges { cursor } } }', { token });
  expect(errors?.[0]?.message).toBe('Argument "after" is not a cursor of this list.');
  for (const id of ['', 'x', '%00', 'VGlja2V0OjE', Buffer.from("Person:'; drop table person").toString('base64url')]) {
    expect((await h.ask('query($id: ID!) { node(id: $id) { id } }', { token, variables: { id } })).data).toEqual({
      node: null,
    });
  }
});

it('takes no cursor whose values the database cannot read', async () => {
  const id = '00000000-0000-7000-8000-000000000000';
  const cursor = (...values: unknown[]) => Buffer.from(JSON.stringify(values)).toString('base64url');
  const tickets = 'query($after: String) { tickets(after: $after) { edges { cursor } } }';
  const asked = async (query: string, after: string) =>
    (await h.ask(query, { token, variables: { after } })).errors?.map(({ extensions }) => extensions.code);
  expect(await asked(tickets, cursor('2026-11-22 08:03:16.5+00', id))).toBeUndefined();
  for (const moment of ['+275760-09-13', '2026-02-31 00:00:00+00', '2026-02-03', 'Sat', '2026-02-03 00:00:00+99']) {
    expect(await asked(tickets, cursor(moment, id)), moment).toEqual(['BAD_REQUEST']);
  }
  const search = 'query($after: String) { search(query: "x", after: $after) { edges { cursor } } }';
  expect(await asked(search, cursor(2 ** 31, '2026-11-22 08:03:16+00', id))).toEqual(['BAD_REQUEST']);
  expect(await asked(search, cursor(1, '2026-11-22 08:03:16+00', id))).toBeUndefined();
});

it('answers no subscriptions, and takes no text that the database cannot keep', async () => {
  const refused = await h.ask('subscription { deskEvents { seq } }', { token });
  expect([refused.status, refused.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  const comment =
    'mutation($body: String!) { addComment(input: { ticketId: "x", body: $body, visibility: PUBLIC }) { errors { code } } }';
  expect(await codesOf(comment, { body: 'fine \\u0000' })).toBeUndefined();
  expect(await codesOf(comment, { body: 'a\0b' })).toEqual(['BAD_REQUEST']);
  const nested = 'mutation($input: AddCcsInput!) { addCcs(input: $input) { errors { code } } }';
  expect(await codesOf(nested, { input: { ticketId: 'x', people: [{ name: '\0' }] } })).toEqual(['BAD_REQUEST']);
  expect(await codesOf(nested, { input: { ticketId: 'x', people: [{ name: 'a\ud800b' }] } })).toEqual(['BAD_REQUEST']);
  expect(await codesOf(comment, { body: 'a \u{1f600}' })).toBeUndefined();
  expect(await codesOf(String.raw`{ people(search: "a\u0000") { edges { cursor } } }`)).toEqual(['BAD_REQUEST']);
});

it('masks failures of its own, and logs them', async () => {
  const { db } = h.desk;
  h.desk.db = new Proxy(db, {
    get: (target, key) =>
      key === 'getExecutor'
        ? () => {
            throw new Error('the secret of the database');
          }
        : Reflect.get(target, key),
  });
  const answer = await h.ask('{ viewer { id } }', { token }).finally(() => void (h.desk.db = db));
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(answer.errors?.[0]).toMatchObject({
    message: 'The desk failed to answer. The error has been noted.',
    extensions: { code: 'INTERNAL' },
  });
  expect(logged.join()).toContain('the secret of the database');
});

it('answers no forms of other sites, and no batches', async () => {
  const form = await h.http.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'text/plain' },
    payload: '{"query":"{viewer{id}}"}',
  });
  expect(form.statusCode).toBe(400);
  const batch = await h.http.inject({
    method: 'POST',
    url: '/graphql',
    payload: [{ query: '{ viewer { id } }' }] as never,
  });
  expect(batch.statusCode).toBe(400);
});

it('tells whether it lives and is ready', async () => {
  expect((await h.http.inject('/health/live')).statusCode).toBe(200);
  expect((await h.http.inject('/health/ready')).json()).toEqual({
    status: 'ok',
    database: 'ok',
    jobs: 'ok',
    mail: 'ok',
  });
  mail = async () => {
    throw new Error('the SMTP peer does not answer');
  };
  const unready = await h.http.inject('/health/ready');
  expect([unready.statusCode, unready.json().mail]).toEqual([503, 'the SMTP peer does not answer']);
  expect((await h.http.inject('/metrics')).body).toContain(
    'copydesk_http_request_duration_seconds_count{method="GET",route="/health/ready",status="503"} 1',
  );
});

it('guards its pages', async () => {
  const page = await h.http.inject({ url: '/graphql', headers: { accept: 'text/html' } });
  expect(page.body).toContain('GraphiQL');
  expect(page.body).not.toMatch(/<script[^>]+src=|<link[^>]+href="http/);
  const { headers } = await h.http.inject('/anything');
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  // Stricter, and browsers would hide our own pages' Origin from us.
  expect(headers['referrer-policy']).toBe('same-origin');
});
