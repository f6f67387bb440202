import { sql } from 'kysely';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { addComment } from '../../src/features/comments/index.ts';
import { addLiveMetrics } from '../../src/platform/events/live-metrics.ts';
import { globalId } from '../../src/platform/graphql/ids.ts';
import { aTicketScene, type Scene } from '../support/a-ticket.ts';
import { LiveClient } from '../support/live-client.ts';
import { runningDesk, type RunningDesk } from '../support/running-desk.ts';

let desk: RunningDesk;
let scene: Scene;
beforeAll(async () => {
  // Nothing is worked off: what waits, stays.
  desk = await runningDesk({ ROLES: 'web' });
  scene = await aTicketScene(desk.desk);
});
afterAll(() => desk.close());

/** The value of a metric, with its labels as Prometheus writes them. */
async function metric(name: string): Promise<number | undefined> {
  const text = await (await fetch(`${desk.baseUrl}/metrics`)).text();
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

const waiting = (what: string) => metric(`copydesk_waiting{what="${what}"}`);
const oldest = (what: string) => metric(`copydesk_waiting_oldest_seconds{what="${what}"}`);

it('says what waits, and for how long', async () => {
  for (const what of ['inbound:received', 'inbound:failed', 'outbound:queued', 'outbound:retried', 'timers'])
    expect([what, await waiting(what), await oldest(what)]).toEqual([what, 0, 0]);
  // The ticket's events.
  expect(await waiting('events:notifications')).toBe(2);
  await sql`update event set at = now() - interval '90 seconds'`.execute(desk.desk.db);
  expect(await oldest('events:notifications')).toBeGreaterThanOrEqual(90);

  const { department } = scene;
  await sql`
    insert into blob (sha256, size, content) values ('raw', 1, 'x')`.execute(desk.desk.db);
  await sql`
    insert into inbound_message (raw_sha256, delivery_hash, envelope_from, envelope_to, received_at)
    values ('raw', 'one', 'a@example.com', array[${department.address}], now() - interval '1 hour'),
      ('raw', 'two', 'b@example.com', array[${department.address}], now())`.execute(desk.desk.db);
  expect(await waiting('inbound:received')).toBe(2);
  expect(await oldest('inbound:received')).toBeGreaterThanOrEqual(3600);
  await sql`delete from inbound_message`.execute(desk.desk.db);
  expect([await waiting('inbound:received'), await oldest('inbound:received')]).toEqual([0, 0]);
});

it('says which mails wait to go out, and for how long', async () => {
  const { ticketId, rita } = scene;
  await sql`
    insert into outbound_message (event_id, ticket_id, person_id, address, told, status, headers, subject, body_text,
      body_html, message_id, attempts, created_at)
    select id, ${ticketId}, ${rita.id}, 'a@example.com', '{}', 'QUEUED', '{}', '', '', '', 'waits-' || id,
      case when id = (select min(id) from event) then 0 else 3 end, now() - interval '10 minutes'
    from event order by id limit 2`.execute(desk.desk.db);
  for (const what of ['outbound:queued', 'outbound:retried']) {
    expect([what, await waiting(what)]).toEqual([what, 1]);
    expect(await oldest(what)).toBeGreaterThanOrEqual(600);
  }
  await sql`delete from outbound_message`.execute(desk.desk.db);
});

it('says how much clients have left unread, all together and the slowest', async () => {
  const registry = new Registry();
  const clients = [5, 70_000, 300].map((unread) => ({ unread, subscribers: new Set([1, 2]) }));
  addLiveMetrics(registry, { connections: () => clients as never, onDelay: () => {} });
  const text = await registry.metrics();
  for (const line of ['connections 3', 'subscriptions 6', 'unread_bytes 70305', 'unread_bytes_max 70000'])
    expect(text).toContain(`copydesk_live_${line}\n`);
});

it('says who is there live, and how far behind the log this node is', async () => {
  const { ticketId, ada } = scene;
  const client = await LiveClient.open(desk.baseUrl, await desk.tokenOf(ada));
  const watch = client.subscribe(
    `subscription { ticketEvents(ticketId: "${globalId('Ticket', ticketId)}", after: 2) { seq } }`,
    {},
  );
  await vi.waitUntil(async () => (await metric('copydesk_live_subscriptions')) === 1);
  expect(await metric('copydesk_live_connections')).toBe(1);
  expect(await metric('copydesk_live_unread_bytes')).toBe(0);
  const before = (await metric('copydesk_feed_delay_seconds_count')) ?? 0;
  await addComment(desk.desk, ada, { ticketId, body: 'Hello', visibility: 'INTERNAL' });
  await watch.count(1);
  expect(await metric('copydesk_feed_delay_seconds_count')).toBeGreaterThan(before);
  client.socket.close();
  await vi.waitUntil(async () => (await metric('copydesk_live_connections')) === 0);
});
