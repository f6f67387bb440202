import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { SupervisedDesk } from '../desk/supervised-desk.ts';

const PATIENCE = 120_000;

type Waiting = { stored: number; inbound: number; outbound: number; unread: number };

/**
 * Resolves when the desk has worked through all mails and sent its own; or when nothing has moved for two minutes: then the
 * checks say what is missing. `mails`: so many were sent at least. `hurried`: what dead processes held is let go at once, as it is when their time is over.
 */
export async function settle(
  sql: pg.Client,
  desk: SupervisedDesk,
  how: { hurried: boolean; mails: number },
): Promise<void> {
  let last = '';
  let moved = performance.now();
  for (;;) {
    if (how.hurried) await letGo(sql, desk);
    const waiting = await readWaiting(sql);
    const { stored, inbound, outbound, unread } = waiting;
    if (stored >= how.mails && inbound + outbound + unread === 0) return;
    const now = JSON.stringify(waiting);
    if (now !== last) moved = performance.now();
    last = now;
    if (performance.now() - moved > PATIENCE) return;
    await delay(100);
  }
}

async function readWaiting(sql: pg.Client): Promise<Waiting> {
  const { rows } = await sql.query<Waiting>(
    `select (select count(*) from inbound_message)::int as stored,
      (select count(*) from inbound_message where status = 'RECEIVED')::int as inbound,
      (select count(*) from outbound_message where status = 'QUEUED')::int as outbound,
      (select count(*) from event e, event_consumer c where c.name = 'notifications'
        and (e.epoch, e.xid, e.id) > (c.epoch, c.xid, c.last_id))::int as unread`,
  );
  return rows[0]!;
}

/** Jobs of processes that are dead are given up by their heartbeat, after ten seconds; tried again some seconds later. */
async function letGo(sql: pg.Client, desk: SupervisedDesk): Promise<void> {
  await sql.query(
    `update pgboss.job set heartbeat_on = heartbeat_on - interval '1 minute', started_on = started_on - interval '1 minute'
      where state = 'active' and started_on < $1`,
    [desk.lastStart],
  );
  await sql.query(`update pgboss.job set start_after = now() where state = 'retry' and start_after > now()`);
}
