import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
}, 60_000);
afterAll(() => desk.close());

/** How the desk closes a socket that says only this; null: nothing at all. */
function closedAfter(message: string | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${desk.baseUrl.replace(/^http/u, 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('open', () => message !== null && socket.send(message));
    socket.on('close', resolve);
    socket.on('error', reject);
  });
}

it.each([
  ['nothing, for three seconds', null, 4408],
  ['what is no JSON', '{{', 4400],
  ['what is no message', '"hello"', 4400],
  ['not who it is', '{"type":"connection_init"}', 4401],
  ['what it wants before who it is', '{"type":"subscribe","id":"1","payload":{"query":"{ a }"}}', 4401],
])('a socket that says %s is closed', async (_, message, code) => {
  expect(await closedAfter(message)).toBe(code);
});
