import { sql } from 'kysely';
import type { Transaction } from '../../platform/database/database.ts';

/** Takes the locks of tickets, in the order of their ids, before the transaction's first write. */
export async function lockTickets(trx: Transaction, ticketIds: readonly string[]): Promise<void> {
  const ordered = [...new Set(ticketIds)].toSorted();
  await sql`select pg_advisory_xact_lock(hashtextextended(id, 0))
    from unnest(${ordered}::text[]) with ordinality as wanted(id, place) order by place`.execute(trx);
}
