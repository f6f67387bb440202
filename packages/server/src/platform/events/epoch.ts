import { sql } from 'kysely';
import type { Queries } from '../database/database.ts';

/**
 * The epoch of the event log on this cluster. xids are a cluster's own: a dump restored elsewhere would order its new
 * events before its old ones, so the epoch, which comes first in the order, rises when the cluster is another one.
 * Safe against several nodes starting at once: the row's lock lets one of them raise it, the others find it raised.
 */
export async function openEpoch(db: Queries): Promise<number> {
  const raised = await sql<{ epoch: number }>`
    insert into event_epoch (epoch, system_identifier)
    select 1, system_identifier::text from pg_control_system()
    on conflict (singleton) do update
      set epoch = event_epoch.epoch + 1, system_identifier = excluded.system_identifier
      where event_epoch.system_identifier <> excluded.system_identifier
    returning epoch`.execute(db);
  if (raised.rows[0]) return raised.rows[0].epoch;
  const found = await sql<{ epoch: number }>`select epoch from event_epoch`.execute(db);
  if (!found.rows[0]) throw new Error('The event log has no epoch.');
  return found.rows[0].epoch;
}
