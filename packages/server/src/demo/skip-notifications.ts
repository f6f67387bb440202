import { sql } from 'kysely';
import type { Desk } from '../platform/desk.ts';

/**
 * Moves the stored consumers' cursors past bulk transactions, so that a desk does not read a long log in which nobody is told
 * of anything. It moves only over what is ours or concerns no ticket: as long as another event stands unread before them, the consumer reads
 * on by itself, and finds that the bulk comments name nobody to tell.
 */
export function skipNotifications(desk: Desk): (xid: string) => Promise<void> {
  let own: string[] = [];
  return async (xid) => {
    own.push(xid);
    const { rows } = await sql`
      with target as (
        select e.epoch, e.xid, e.id from event e where e.epoch = ${desk.epoch} and e.xid = ${xid}::xid8
        order by e.epoch desc, e.xid desc, e.id desc limit 1)
      update event_consumer c set epoch = target.epoch, xid = target.xid, last_id = target.id, updated_at = now()
      from target
      where (c.epoch, c.xid, c.last_id) < (target.epoch, target.xid, target.id)
        and target.xid < pg_snapshot_xmin(pg_current_snapshot())
        and not exists (
          select from event e
          where (e.epoch, e.xid, e.id) > (c.epoch, c.xid, c.last_id)
            and (e.epoch, e.xid, e.id) < (target.epoch, target.xid, target.id)
            and e.xid <> all (${own}::xid8[]) and e.ticket_id is not null)
      returning 1`.execute(desk.db);
    if (rows.length > 0) own = [];
  };
}
