import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changePerson, createToken, revokeToken } from '../../src/features/people/index.ts';
import { authenticate, doorKey, reloadViewers } from '../../src/platform/auth/authenticate.ts';
import { setPassword } from '../../src/platform/auth/set-password.ts';
import type { HttpParts } from '../../src/platform/http/http.ts';
import { httpDesk, type HttpDesk } from '../graphql/http-desk.ts';
import { aDepartment, aPerson } from '../support/people.ts';
import { statementsOf } from '../support/statements.ts';

let h: HttpDesk;
const password = 'right horse battery';

beforeAll(async () => {
  const whoAmI: NonNullable<HttpParts['routes']>[number] = (http, viewerOf) => {
    const answer = async (request: FastifyRequest) => ({ name: (await viewerOf(request))?.name ?? null });
    http.get('/whoami', answer);
  };
  h = await httpDesk({ routes: [whoAmI] });
});
afterAll(() => h.close());

async function anAgent(name: string) {
  const department = await aDepartment(h.desk, { slug: `d-${Math.random().toString(36).slice(2)}` });
  const agent = await aPerson(h.desk, { name, role: 'AGENT', departmentIds: [department.id] });
  await setPassword(h.desk, agent.id, password);
  return { agent, department, email: agent.address! };
}

const accessEventsOf = (personId: string) =>
  h.desk.db
    .selectFrom('event')
    .select('data')
    .where('type', '=', 'access.changed')
    .execute()
    .then((rows) => rows.filter((row) => (row.data as { personId?: string }).personId === personId));

describe('a bearer token', () => {
  it('finds person, departments and door in one statement', async () => {
    const { agent, department, email } = await anAgent('Tia Token');
    const { token, tokenId } = await createToken(h.desk, 'COMMAND_LINE', { email, name: 'ci' });
    expect(token).toMatch(/^cd_[\w-]{43}$/);
    const { result, statements } = await statementsOf(() => authenticate(h.desk, { authorization: `Bearer ${token}` }));
    expect(statements).toHaveLength(1);
    expect(result).toEqual({ ...agent, departmentIds: [department.id], door: { kind: 'TOKEN', id: tokenId } });
  });

  it('is stored as a hash, and its use noted once a minute at most', async () => {
    const { email } = await anAgent('Uma Used');
    const { token, tokenId } = await createToken(h.desk, 'COMMAND_LINE', { email, name: 'ci' });
    const row = () => h.desk.db.selectFrom('token').selectAll().where('id', '=', tokenId).executeTakeFirstOrThrow();
    const stored = await row();
    expect(JSON.stringify(stored)).not.toContain(token.slice(12));
    await authenticate(h.desk, { authorization: `Bearer ${token}` });
    const first = (await row()).last_used_at;
    expect(first).not.toBeNull();
    await authenticate(h.desk, { authorization: `Bearer ${token}` });
    expect((await row()).last_used_at).toEqual(first);
  });

  it.each(['', 'Bearer', 'Bearer cd_x', `Bearer cd_${'A'.repeat(43)}`, 'Basic YTpi', "Bearer cd_'; drop table person"])(
    'is nobody when it is %j',
    async (authorization) => {
      expect(await authenticate(h.desk, { authorization })).toBeNull();
    },
  );

  it('ends with its revocation, which stands in the log', async () => {
    const { agent, email } = await anAgent('Rex Revoked');
    const { token, tokenId } = await createToken(h.desk, 'COMMAND_LINE', { email, name: 'ci' });
    await revokeToken(h.desk, 'COMMAND_LINE', { tokenId });
    expect(await authenticate(h.desk, { authorization: `Bearer ${token}` })).toBeNull();
    expect(await accessEventsOf(agent.id)).toEqual([{ data: { personId: agent.id, tokenId } }]);
    await expect(revokeToken(h.desk, 'COMMAND_LINE', { tokenId })).rejects.toThrow('no such token in force');
  });

  it('is nobody while its person is not active', async () => {
    const { agent, email } = await anAgent('Ivy Inactive');
    const { token } = await createToken(h.desk, 'COMMAND_LINE', { email, name: 'ci' });
    await changePerson(h.desk, 'COMMAND_LINE', { personId: agent.id, state: 'SUSPENDED' });
    expect(await authenticate(h.desk, { authorization: `Bearer ${token}` })).toBeNull();
    await changePerson(h.desk, 'COMMAND_LINE', { personId: agent.id, state: 'ACTIVE' });
    expect(await authenticate(h.desk, { authorization: `Bearer ${token}` })).not.toBeNull();
  });

  it('does not fall back on the cookie', async () => {
    const { email } = await anAgent('Cleo Cookie');
    const { cookie } = await h.signIn(email, password);
    expect(await authenticate(h.desk, { authorization: 'Bearer cd_wrong', cookie })).toBeNull();
  });
});

describe('a session', () => {
  it('begins with the password and is found in one statement', async () => {
    const { agent, email } = await anAgent('Sara Session');
    expect((await h.signIn(email, 'wrong horse battery')).status).toBe(401);
    const { status, cookie } = await h.signIn(email, password);
    expect(status).toBe(200);
    const { result, statements } = await statementsOf(() => authenticate(h.desk, { cookie }));
    expect(statements).toHaveLength(1);
    expect(result).toMatchObject({ id: agent.id, role: 'AGENT', door: { kind: 'SESSION' } });
    expect((await h.ask('{ viewer { name } }', { headers: { cookie } })).data).toEqual({
      viewer: { name: 'Sara Session' },
    });
  });

  it('is nobody when its cookie is forged, altered or signed with another secret', async () => {
    const { email } = await anAgent('Fred Forged');
    const { cookie } = await h.signIn(email, password);
    const value = decodeURIComponent(cookie.split('=')[1]!);
    const token = value.slice(0, value.lastIndexOf('.'));
    const signedBy = (secret: string) =>
      encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`);
    const asCookie = (text: string) => ({ cookie: `copydesk.session_token=${text}` });
    expect(await authenticate(h.desk, asCookie(signedBy(h.desk.config.secrets[0]!)))).not.toBeNull();
    expect(await authenticate(h.desk, asCookie(signedBy('some other secret of sufficient length')))).toBeNull();
    expect(await authenticate(h.desk, asCookie(token))).toBeNull();
    expect(await authenticate(h.desk, asCookie('%E0%A4%A'))).toBeNull();
    expect(await authenticate(h.desk, { cookie: cookie.replace('=', '=x') })).toBeNull();
  });

  it('goes on when the secret is replaced and the old one still stands', async () => {
    const { email } = await anAgent('Nora Newer');
    const { cookie } = await h.signIn(email, password);
    const config = { ...h.desk.config, secrets: ['a newer secret of sufficient length', ...h.desk.config.secrets] };
    expect(await authenticate({ db: h.desk.db, config }, { cookie })).not.toBeNull();
  });

  it('ends when its time is over', async () => {
    const { agent, email } = await anAgent('Xena Expired');
    const { cookie } = await h.signIn(email, password);
    const before = await authenticate(h.desk, { cookie });
    await h.desk.orm.em
      .fork()
      .execute(`update auth.session set "expiresAt" = now() - interval '1 second' where "userId" = ?`, [agent.id]);
    expect(await authenticate(h.desk, { cookie })).toBeNull();
    expect(await reloadViewers(h.desk, [before!.door])).toEqual(new Map([[doorKey(before!.door), 'EXPIRED']]));
  });

  it('ends with signing out, which stands in the log', async () => {
    const { agent, email } = await anAgent('Lou Logout');
    const { cookie } = await h.signIn(email, password);
    const before = await authenticate(h.desk, { cookie });
    const response = await h.http.inject({
      method: 'POST',
      url: '/api/auth/sign-out',
      headers: { cookie, origin: h.desk.config.publicUrl },
    });
    expect(response.statusCode).toBe(200);
    expect(await authenticate(h.desk, { cookie })).toBeNull();
    expect(await accessEventsOf(agent.id)).toEqual([{ data: { personId: agent.id, sessionId: before!.door.id } }]);
    expect(h.desk.woken.length).toBeGreaterThan(0);
  });

  it.each(['SUSPENDED', 'DELETED'] as const)('ends when its person is %s, who cannot sign in again', async (state) => {
    const { agent, email } = await anAgent('Dee Disabled');
    const { cookie } = await h.signIn(email, password);
    const door = (await authenticate(h.desk, { cookie }))!.door;
    await changePerson(h.desk, 'COMMAND_LINE', { personId: agent.id, state });
    expect(await authenticate(h.desk, { cookie })).toBeNull();
    expect((await reloadViewers(h.desk, [door])).get(doorKey(door))).toBe('REVOKED');
    expect((await h.signIn(email, password)).status).not.toBe(200);
    expect((await accessEventsOf(agent.id)).length).toBe(2);
  });

  it('is nobody while its person is not active, even where it was not ended', async () => {
    const { agent, email } = await anAgent('Sid Suspended');
    const { cookie } = await h.signIn(email, password);
    const { door } = (await authenticate(h.desk, { cookie }))!;
    await h.desk.db.updateTable('person').set({ state: 'SPAM' }).where('id', '=', agent.id).execute();
    expect(await authenticate(h.desk, { cookie })).toBeNull();
    expect((await reloadViewers(h.desk, [door])).get(doorKey(door))).toBe('REVOKED');
    expect((await h.signIn(email, password)).status).not.toBe(200);
  });

  it('ends with a new password', async () => {
    const { agent, email } = await anAgent('Pia Password');
    const { cookie } = await h.signIn(email, password);
    await setPassword(h.desk, agent.id, 'another horse battery');
    expect(await authenticate(h.desk, { cookie })).toBeNull();
    expect((await h.signIn(email, password)).status).toBe(401);
    expect((await h.signIn(email, 'another horse battery')).status).toBe(200);
  });

  it('is not for pages of other sites', async () => {
    const { agent, email } = await anAgent('Olga Origin');
    const { cookie } = await h.signIn(email, password);
    const from = (headers: Record<string, string>) => h.ask('{ viewer { name } }', { headers: { cookie, ...headers } });
    expect((await from({ origin: h.desk.config.publicUrl })).data).toEqual({ viewer: { name: 'Olga Origin' } });
    const foreign = [
      ['origin', 'https://evil.example'],
      ['origin', 'null'],
      ['sec-fetch-site', 'cross-site'],
    ];
    for (const header of foreign) {
      const answer = await from(Object.fromEntries([header]));
      expect(answer.status).toBe(403);
      expect(answer.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
    }
    const token = await h.tokenOf(agent);
    expect(
      (await h.ask('{ viewer { name } }', { token, headers: { origin: 'https://evil.example' } })).data.viewer,
    ).not.toBeNull();
  });
});

describe('the session library', () => {
  it('lets nobody sign up, and answers nothing that is not needed', async () => {
    for (const path of ['sign-up/email', 'update-user', 'change-email', 'delete-user', 'request-password-reset']) {
      const response = await h.http.inject({ method: 'POST', url: `/api/auth/${path}`, payload: {} });
      expect([path, response.statusCode]).toEqual([path, 404]);
    }
  });

  it('slows down who guesses passwords, whatever address they claim to come from', async () => {
    const { email } = await anAgent('Gus Guessed');
    const tries = Array.from({ length: 30 }, (_, at) =>
      h.signIn(email, 'wrong', { 'x-forwarded-for': `10.0.0.${at}` }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(5);
  });
});

it('looks at many doors again in one statement', async () => {
  const one = await anAgent('Ola One');
  const two = await anAgent('Tom Two');
  const token = await createToken(h.desk, 'COMMAND_LINE', { email: one.email, name: 'a' });
  const revoked = await createToken(h.desk, 'COMMAND_LINE', { email: two.email, name: 'b' });
  await revokeToken(h.desk, 'COMMAND_LINE', { tokenId: revoked.tokenId });
  const doors = [token, revoked].map(({ tokenId }) => ({ kind: 'TOKEN' as const, id: tokenId }));
  const { result, statements } = await statementsOf(() => reloadViewers(h.desk, doors));
  expect(statements).toHaveLength(1);
  expect([...result.values()].map((state) => (typeof state === 'string' ? state : state.name))).toEqual([
    'Ola One',
    'REVOKED',
  ]);
});
