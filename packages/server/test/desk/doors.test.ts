import { afterAll, beforeAll, expect, it } from 'vitest';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
});
afterAll(() => desk.close());

it('who shows a token that is none is told so at every door, and not answered as nobody', async () => {
  const headers = { authorization: 'Bearer cd_no_such_token', 'content-type': 'application/json' };
  const body = JSON.stringify({ query: '{ viewer { id } }' });
  const answers = [
    await fetch(`${desk.baseUrl}/graphql`, { method: 'POST', headers, body }),
    await fetch(`${desk.baseUrl}/attachments/x`, { headers }),
    await fetch(`${desk.baseUrl}/originals/x`, { headers }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  }
});

it('nobody is nobody: null where everybody may ask, UNAUTHENTICATED elsewhere', async () => {
  expect(await desk.ask(null, '{ viewer { id } }')).toEqual({ data: { viewer: null } });
  const { errors } = await desk.ask(null, '{ tickets { totalCount } }');
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
});
