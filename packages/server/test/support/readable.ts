import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Desk } from '../../src/platform/desk.ts';

/**
 * Waits until every event that was written may be read: no transaction is left that began before it. xmin spans the
 * cluster, and other test files write to theirs at the same time.
 */
export async function readable({ db }: Pick<Desk, 'db'>): Promise<void> {
  const newest = sql`coalesce((select xid from event order by epoch desc, xid desc limit 1), '0'::xid8)`;
  for (let holds = false; !holds;) {
    const { rows } = await sql<{ holds: boolean }>`
      select pg_snapshot_xmin(pg_current_snapshot()) > ${newest} as holds`.execute(db);
    holds = rows[0]?.holds ?? false;
    // Whoever asks without a break keeps those from ending whom it waits for.
    if (!holds) await pause(5);
  }
}
