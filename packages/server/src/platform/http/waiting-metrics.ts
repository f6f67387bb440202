import { sql } from 'kysely';
import { Gauge, type Registry } from 'prom-client';
import type { Queries } from '../database/database.ts';

type Waiting = { what: string; waiting: number; oldest: number | null };

/** Counted no further: what is worth an alarm is worth it before. */
const MOST = 10_000;

/**
 * What waits, read from the rows when somebody asks, whichever node works it off: events that a stored consumer has not
 * come to (`events:NAME`), mails in and out, timers that are due. Each part is one index range.
 */
export function addWaitingMetrics(registry: Registry, db: Queries): void {
  let reading: Promise<Waiting[]> | null = null;
  // Both are collected at once, from the same moment.
  const read = () => (reading ??= readWaiting(db).finally(() => (reading = null)));
  const add = (name: string, help: string, valueOf: (row: Waiting) => number) => {
    const gauge: Gauge = new Gauge({
      name,
      help,
      labelNames: ['what'],
      registers: [registry],
      async collect() {
        for (const row of await read()) gauge.set({ what: row.what }, valueOf(row));
      },
    });
  };
  add('copydesk_waiting', `How many wait, counted up to ${MOST}.`, ({ waiting }) => waiting);
  add('copydesk_waiting_oldest_seconds', 'How long the first of them has waited.', ({ oldest }) => oldest ?? 0);
}

async function readWaiting(db: Queries): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`
    select 'events:' || c.name as what, count(e.at)::int as waiting, extract(epoch from now() - min(e.at))::float8 as oldest
    from event_consumer c left join lateral (
      select at from event where (epoch, xid, id) > (c.epoch, c.xid, c.last_id) order by epoch, xid, id limit ${MOST}) e on true
    group by c.name
    union all
    select 'inbound:' || lower(known.status), count(m.received_at)::int, extract(epoch from now() - min(m.received_at))::float8
    from (values ('RECEIVED'), ('SUSPENDED'), ('FAILED')) known(status) left join lateral (
      select received_at from inbound_message
      where status = known.status and status in ('RECEIVED', 'SUSPENDED', 'FAILED') order by id limit ${MOST}) m on true
    group by known.status
    union all
    select 'outbound:' || known.state, count(o.created_at)::int, extract(epoch from now() - min(o.created_at))::float8
    from (values ('queued'), ('retried')) known(state) left join (
      select case when attempts = 0 then 'queued' else 'retried' end as state, created_at from outbound_message
      where status = 'QUEUED' order by id limit ${MOST}) o on o.state = known.state
    group by known.state
    union all
    select 'timers', count(*)::int, extract(epoch from now() - min(due_at))::float8
    from (select due_at from automation_due where not done and due_at <= now() limit ${MOST}) t
    union all
    select 'mail_accounts_failed', count(*)::int, null from mail_account where state = 'FAILED'`.execute(db);
  return rows;
}
