import { sql } from 'kysely';
import type { Trigger } from '@copydesk/rules';
import type { Queries, Transaction } from '../../platform/database/database.ts';

/** An automation and a ticket that it waits for. */
export type Waiting = { ticketId: string; trigger: Trigger };

/**
 * Sets when automations act on tickets, from what the log says of them. One that has acted stays done until what its
 * hours count from has moved.
 */
export async function setDue(trx: Transaction, waiting: readonly Waiting[]): Promise<void> {
  if (waiting.length === 0) return;
  const rows = waiting.map(({ ticketId, trigger }) => ({ ticketId, triggerId: trigger.id, ...trigger.after }));
  await sql`
    insert into automation_due (ticket_id, trigger_id, since, due_at)
    select "ticketId", "triggerId", moment, moment + hours * interval '1 hour' from (
      select r."ticketId", r."triggerId", r.hours, case r.since
        when 'CREATED' then t.created_at when 'UPDATED' then t.updated_at else coalesce((
          select e.at from event e
          where e.ticket_id = t.id and e.type = 'ticket.changed'
            and e.data -> 'changed' ? case r.since when 'ASSIGNED' then 'assignee' else 'status' end
          order by e.seq desc limit 1), t.created_at) end as moment
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r("ticketId" uuid, "triggerId" uuid, hours float8, since text)
        join ticket t on t.id = r."ticketId") counted
    on conflict (ticket_id, trigger_id) do update set since = excluded.since, due_at = excluded.due_at, done = false
    where automation_due.since <> excluded.since`.execute(trx);
}

/** They no longer wait for these tickets. What they have done stays known. */
export async function dropDue(trx: Transaction, dropped: readonly Waiting[]): Promise<void> {
  if (dropped.length === 0) return;
  const rows = dropped.map(({ ticketId, trigger }) => ({ ticketId, triggerId: trigger.id }));
  await sql`
    delete from automation_due using jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("ticketId" uuid, "triggerId" uuid)
    where ticket_id = r."ticketId" and trigger_id = r."triggerId" and not done`.execute(trx);
}

export type DueRow = { ticketId: string; triggerId: string };

/** The next that are due, each ticket once, the longest waiting first. */
export async function readDue(db: Queries, limit: number): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    select distinct on (due.ticket_id) due.ticket_id as "ticketId", due.trigger_id as "triggerId"
    from (select * from automation_due where not done and due_at <= now() order by due_at limit ${limit}) due
    order by due.ticket_id, due.due_at`.execute(db);
  return rows;
}

/** They have acted, or need not any more. */
export async function finishDue(
  trx: Transaction,
  finished: { acted: readonly DueRow[]; dropped: readonly DueRow[] },
): Promise<void> {
  const rowsOf = (rows: readonly DueRow[]) =>
    sql`select "ticketId", "triggerId" from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r("ticketId" uuid, "triggerId" uuid)`;
  await sql`
    with dropped as (delete from automation_due where (ticket_id, trigger_id) in (${rowsOf(finished.dropped)}))
    update automation_due set done = true where (ticket_id, trigger_id) in (${rowsOf(finished.acted)})`.execute(trx);
}

/** An automation is new or another than before: all tickets of the department are looked at again, in chunks. */
export async function refillAutomation(
  trx: Transaction,
  departmentId: string,
  { id, active, after }: Trigger,
): Promise<void> {
  await sql`
    with filling as (delete from automation_fill where trigger_id = ${id})
    delete from automation_due where trigger_id = ${id} and not done`.execute(trx);
  if (!active || after === null) return;
  await sql`insert into automation_fill (trigger_id, department_id) values (${id}, ${departmentId})`.execute(trx);
}

export async function forgetAutomation(trx: Transaction, triggerId: string): Promise<void> {
  await sql`
    with filling as (delete from automation_fill where trigger_id = ${triggerId})
    delete from automation_due where trigger_id = ${triggerId}`.execute(trx);
}

/** Tickets that an automation has not been asked about since it is new or another than before. */
export type Fill = { triggerId: string; departmentId: string; ticketIds: string[]; last: boolean };

export async function readFill(db: Queries, size: number): Promise<Fill | null> {
  const { rows } = await sql<Fill>`
    select f.trigger_id as "triggerId", f.department_id as "departmentId",
      coalesce(array_agg(t.id) filter (where t.id is not null), '{}')::text[] as "ticketIds", count(t.id) < ${size} as last
    from (select * from automation_fill order by trigger_id limit 1) f
      left join lateral (
        select id from ticket where department_id = f.department_id and (f.last_ticket_id is null or id > f.last_ticket_id)
        order by id limit ${size}) t on true
    group by f.trigger_id, f.department_id`.execute(db);
  return rows[0] ?? null;
}

/** The next chunk begins after these; none is left when they were the last. */
export async function advanceFill(trx: Transaction, { triggerId, ticketIds, last }: Fill): Promise<void> {
  const lastId = ticketIds.toSorted().at(-1) ?? null;
  await (
    last
      ? sql`delete from automation_fill where trigger_id = ${triggerId}`
      : sql`update automation_fill set last_ticket_id = ${lastId} where trigger_id = ${triggerId}`
  ).execute(trx);
}
