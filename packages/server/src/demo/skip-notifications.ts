import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';

/**
 * Moves the stored consumers' cursors past bulk transactions, so that a desk does not read a long log in which nobody is told
 * of anything. It moves only over what is ours or concerns no ticket: as long as another event stands unread before them, the consumer reads
 * on by itself, and finds that the bulk comments name nobody to tell. It is told of each transaction, in any order.
 */
export function skipNotifications(epoch: number): (db: Database, xid: string) => Promise<void> {
  let own: string[] = [];
  return async (db, xid) => {
    own.push(xid);
    const { rows } = await sql<{ xid: string }>`
      with target as (
        select e.epoch, e.xid, e.id from event e
        where e.epoch = ${epoch} and e.xid = (
          select max(x) from unnest(${own}::xid8[]) x where x < pg_snapshot_xmin(pg_current_snapshot()))
        order by e.epoch desc, e.xid desc, e.id desc limit 1)
      update event_consumer c set epoch = target.epoch, xid = target.xid, last_id = target.id, updated_at = now()
      from target
      where (c.epoch, c.xid, c.last_id) < (target.epoch, target.xid, target.id)
        and not exists (
          select from event e
          where (e.epoch, e.xid, e.id) > (c.epoch, c.xid, c.last_id)
            and (e.epoch, e.xid, e.id) < (target.epoch, target.xid, target.id)
            and e.xid <> all (${own}::xid8[]) and e.ticket_id is not null)
      returning c.xid::text as xid`.execute(db);
    const passed = rows[0];
    if (passed) own = own.filter((one) => BigInt(one) > BigInt(passed.xid));
  };
}
