import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addFollowers, removeFollowers } from '../../src/features/copies/index.ts';
import { setPresence } from '../../src/features/presence/index.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import type { Viewer } from '../../src/platform/viewer.ts';
import { aTicketScene, refusalOf, type Scene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { liveNode, type LiveNode } from '../support/live-node.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';
import { statementsOf } from '../support/statements.ts';
import type { TestDesk } from '../support/test-desk.ts';

let desk: RunningDesk;
/** Another node on the same database, which only NOTIFY and looking tell of what the first one does. */
let other: LiveNode;
let scene: Scene;
const clients: LiveClient[] = [];

beforeAll(async () => {
  desk = await runningDesk({ ROLES: 'web' });
  const second = { ...desk.desk, url: desk.databaseUrl } as unknown as TestDesk;
  other = await liveNode(second, { notify: true });
});
afterAll(async () => {
  for (const client of clients) client.cut();
  await other.stop();
  await desk.close();
});
beforeEach(async () => {
  scene = await aTicketScene(desk.desk);
});

async function watch(viewer: Viewer, url = desk.baseUrl) {
  const client = await LiveClient.open(url, await desk.tokenOf(viewer));
  clients.push(client);
  return client.subscribe('subscription($id: ID!) { presence(ticketId: $id) { people { state person { name } } } }', {
    id: globalId('Ticket', scene.ticketId),
  });
}

type Watching = Awaited<ReturnType<typeof watch>>;

const states = ({ events }: Watching) =>
  events.map(({ people }) =>
    (people as { state: string; person: { name: string } }[]).map(({ state, person }) => `${person.name} ${state}`),
  );

/** The newest frame, when it says so; every frame before is another. */
async function shows(watching: Watching, ...people: string[]) {
  await watching.until(
    () => JSON.stringify(states(watching).at(-1)) === JSON.stringify(people),
    people.join() || 'nobody',
  );
}

type State = 'VIEWING' | 'WRITING_NOTE' | 'WRITING_REPLY' | null;
const at = (who: Viewer, state: State, clientKey = '') =>
  setPresence(desk.desk, who, { ticketId: scene.ticketId, state, clientKey });

it('begins with who is there and follows every change, on every node, and nothing but changes', async () => {
  const { ada, lee } = scene;
  await at(lee, 'VIEWING');
  const [here, there] = [await watch(ada), await watch(ada, other.url)];
  await shows(here, 'Lee Tanaka VIEWING');
  await shows(there, 'Lee Tanaka VIEWING');
  await at(lee, 'WRITING_NOTE');
  await shows(here, 'Lee Tanaka WRITING_NOTE');
  await shows(there, 'Lee Tanaka WRITING_NOTE');
  await at(lee, 'WRITING_NOTE');
  await at(ada, 'WRITING_REPLY');
  await shows(here, 'Ada Lind WRITING_REPLY', 'Lee Tanaka WRITING_NOTE');
  await at(lee, null);
  for (const watching of [here, there]) {
    await shows(watching, 'Ada Lind WRITING_REPLY');
    const seen = states(watching).map((people) => people.join());
    expect(seen.filter((state, place) => state === seen[place - 1])).toEqual([]);
  }
});

it('shows the most telling of somebody’s windows', async () => {
  const { ada, lee } = scene;
  const watching = await watch(ada);
  await shows(watching);
  await at(lee, 'WRITING_REPLY', 'one');
  await at(lee, 'VIEWING', 'two');
  await shows(watching, 'Lee Tanaka WRITING_REPLY');
  await at(lee, null, 'one');
  await shows(watching, 'Lee Tanaka VIEWING');
});

it('whose time is over has gone, without a word', async () => {
  const { ada, lee } = scene;
  const watching = await watch(ada);
  await at(lee, 'VIEWING');
  await shows(watching, 'Lee Tanaka VIEWING');
  await sql`update presence set expires_at = now() where ticket_id = ${scene.ticketId}`.execute(desk.desk.db);
  await shows(watching);
  await at(lee, 'VIEWING');
  await shows(watching, 'Lee Tanaka VIEWING');
});

it('wakes the hubs when it changes something, and not by every heartbeat', async () => {
  const { ada, ticketId } = scene;
  const woken: unknown[] = [];
  const listening = { ...desk.desk, wake: (...what: unknown[]) => void woken.push(what) };
  for (const state of ['VIEWING', 'VIEWING', 'WRITING_NOTE', 'WRITING_NOTE', null, null] as const) {
    await setPresence(listening, ada, { ticketId, state, clientKey: '' });
  }
  expect(woken).toEqual([
    [[ticketId], 'PRESENCE'],
    [[ticketId], 'PRESENCE'],
    [[ticketId], 'PRESENCE'],
  ]);
});

it('is for the team of the ticket alone', async () => {
  const { ada, rita, carl, otto, lee, ticketId } = scene;
  await addFollowers(desk.desk, ada, { ticketId, personIds: [otto.id] });
  const guest = await watch(otto);
  await shows(guest);
  for (const who of [rita, carl]) {
    const watching = await watch(who);
    expect([who.name, await watching.end()]).toEqual([who.name, 'NOT_FOUND']);
    expect(watching.payloads).toEqual([]);
    expect(await refusalOf(at(who, 'VIEWING'))).toEqual([{ code: 'FORBIDDEN', field: 'ticketId' }]);
  }
  await removeFollowers(desk.desk, ada, { ticketId, personIds: [otto.id] });
  expect(await refusalOf(at(otto, 'VIEWING'))).toEqual([{ code: 'NOT_FOUND', field: 'ticketId' }]);
  await at(lee, 'WRITING_NOTE');
  expect(await guest.end()).toBe('NOT_FOUND');
  expect(states(guest)).toEqual([[]]);
  const stranger = await watch(otto);
  expect(await stranger.end()).toBe('NOT_FOUND');
});

it('a heartbeat is two statements, authentication included, and sweeps what others left', async () => {
  const { ada, lee, ticketId } = scene;
  await at(lee, 'VIEWING');
  await sql`update presence set expires_at = now() - interval '1 hour' where ticket_id = ${ticketId}`.execute(
    desk.desk.db,
  );
  const mutation = 'mutation($input: SetPresenceInput!) { setPresence(input: $input) { errors { code } } }';
  const input = { ticketId: globalId('Ticket', ticketId), state: 'VIEWING' };
  await desk.ask(ada, mutation, { input });
  const { result, statements } = await statementsOf(() => desk.ask(ada, mutation, { input }));
  expect(result.data.setPresence.errors).toEqual([]);
  // What the nodes do by themselves is not part of a heartbeat.
  const rhythm = /from event|pg_snapshot|notify|pgboss|array_agg\(p\.state/iu;
  const own = statements.filter((text) => !rhythm.test(text));
  expect(own, own.join('\n---\n')).toHaveLength(2);
  const left = await desk.desk.db
    .selectFrom('presence')
    .select('person_id')
    .where('ticket_id', '=', ticketId)
    .execute();
  expect(left).toEqual([{ person_id: ada.id }]);
});
