import { sql } from 'kysely';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { appendAudit } from '../audit/index.ts';

/** So many in one transaction, which readers of the log wait for. */
const CHUNK = 50;
const EVERY_MS = 10 * 60_000;

/**
 * Suspended messages that nobody touched for `suspended.retentionDays` of their department are gone: off the list, their
 * text and their raw message deleted. Who wrote, when, the subject and the decision stay, as EXPIRED, with an audit entry.
 * Returns how many. Several nodes may do it at once.
 */
export async function expireSuspended(desk: Pick<Desk, 'db'>): Promise<number> {
  let expired = 0;
  for (;;) {
    const chunk = await desk.db.transaction().execute(expireSome);
    expired += chunk;
    if (chunk < CHUNK) return expired;
  }
}

async function expireSome(trx: Transaction): Promise<number> {
  // Its hash is another one from now on: the same mail, sent again, is no longer "the one that is here already".
  const { rows } = await sql<{ id: string; raw: string; from: string | null; days: number; suspendedBy: string }>`
    with due as (
      select m.id, m.raw_sha256, (d.policy #>> '{suspended,retentionDays}')::int as days
      from inbound_message m join department d on d.id = m.department_id
      where m.status = 'SUSPENDED'
        and m.processed_at < now() - (d.policy #>> '{suspended,retentionDays}')::int * interval '1 day'
      order by m.id limit ${CHUNK} for update of m skip locked
    )
    update inbound_message m set status = 'EXPIRED', raw_sha256 = null, preview = null,
      delivery_hash = m.delivery_hash || ' ' || m.id
    from due where m.id = due.id
    returning m.id, due.raw_sha256 as raw, m.from_address as from, due.days, m.suspended_by as "suspendedBy"`.execute(
    trx,
  );
  const hashes = rows.map(({ raw }) => raw);
  await sql`
    delete from blob b where b.sha256 = any(${hashes}::text[])
      and not exists (select from inbound_message m where m.raw_sha256 = b.sha256)
      and not exists (select from attachment a where a.sha256 = b.sha256)`.execute(trx);
  for (const { id, from, days, suspendedBy } of rows) {
    await appendAudit(trx, {
      actorId: null,
      subjectKind: 'INBOUND_MESSAGE',
      subjectId: id,
      action: 'message.expired',
      old: { status: 'SUSPENDED', suspendedBy, from },
      new: { status: 'EXPIRED', 'suspended.retentionDays': days },
    });
  }
  return rows.length;
}

/** Does so now and every ten minutes. */
export function startExpiry(desk: Desk): { stop(): Promise<void> } {
  const expire = () =>
    expireSuspended(desk).catch((error: unknown) => {
      desk.log.error({ err: error }, 'Suspended mails could not be put away; it is tried again.');
    });
  let running = expire();
  const timer = setInterval(() => {
    running = expire();
  }, EVERY_MS);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
