import { sql } from 'kysely';
import type { Queries } from '../database/database.ts';
import type { Position } from './cursor.ts';
import type { EventData, EventType } from './event-types.ts';

/** A row of the log. `ticketId` and `seq` are null for what happened to a person (`access.changed`). */
export type LogEvent = Position & {
  ticketId: string | null;
  seq: number | null;
  publicSeq: number | null;
  type: EventType;
  departmentId: string | null;
  actorId: string | null;
  at: Date;
  data: EventData;
};

/** `safe`: nothing can appear before this row any more, so a cursor may pass it. */
export type ReadEvent = LogEvent & { safe: boolean };

const columns = sql`id::text, epoch, xid::text, ticket_id as "ticketId", seq, public_seq as "publicSeq", type,
  department_id as "departmentId", actor_id as "actorId", at, data`;

/** Rows of an earlier epoch have xids of another cluster: they are old, and so safe, whatever the number. */
const safe = (epoch: number) => sql<boolean>`(epoch < ${epoch} or xid < pg_snapshot_xmin(pg_current_snapshot()))`;

const after = ({ epoch, xid, id }: Position) =>
  sql<boolean>`(epoch, xid, id) > (${epoch}::int, ${xid}::xid8, ${id}::bigint)`;

/** By the table's own columns: a bare `xid` would be the text that is selected, and '1000' comes before '999'. */
const order = sql`event.epoch, event.xid, event.id`;

/** The next rows of the desk's log that this moment's snapshot shows, safe or not, in the log's order. */
export async function readLog(db: Queries, epoch: number, from: Position, limit: number): Promise<ReadEvent[]> {
  const { rows } = await sql<ReadEvent>`
    select ${columns}, ${safe(epoch)} as safe from event
    where ${after(from)} order by ${order} limit ${limit}`.execute(db);
  return rows;
}

/** The next safe rows of the desk's log. */
export async function readSafeLog(db: Queries, epoch: number, from: Position, limit: number): Promise<LogEvent[]> {
  const { rows } = await sql<LogEvent>`
    select ${columns} from event
    where ${after(from)} and ${safe(epoch)} order by ${order} limit ${limit}`.execute(db);
  return rows;
}

/** The next rows of one ticket's own log, by the count of staff (`seq`) or of customers (`publicSeq`). Needs no xmin. */
export async function readTicketLog(
  db: Queries,
  ticketId: string,
  count: 'seq' | 'publicSeq',
  from: number,
  limit: number,
): Promise<LogEvent[]> {
  const column = sql.ref(count === 'seq' ? 'seq' : 'public_seq');
  const { rows } = await sql<LogEvent>`
    select ${columns} from event
    where ticket_id = ${ticketId} and ${column} > ${from} order by ${column} limit ${limit}`.execute(db);
  return rows;
}

/** Where the log safely ends now: null when it is empty. */
export async function readSafeEnd(db: Queries, epoch: number): Promise<Position | null> {
  const { rows } = await sql<Position>`
    select epoch, xid::text, id::text from event
    where ${safe(epoch)} order by event.epoch desc, event.xid desc, event.id desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** Is there such an event? What its holder saw of an earlier epoch is in the restored log if the last of it is. */
export async function isInLog(db: Queries, { epoch, xid, id }: Position): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from event
      where (epoch, xid, id) = (${epoch}::int, ${xid}::xid8, ${id}::bigint)) as there`.execute(db);
  return rows[0]?.there === true;
}

/** Has this cluster come as far as the position's transaction? A cursor beyond that was never handed out here. */
export async function hasReached(db: Queries, { xid }: Position): Promise<boolean> {
  const { rows } = await sql<{ reached: boolean }>`
    select ${xid}::xid8 < pg_snapshot_xmax(pg_current_snapshot()) as reached`.execute(db);
  return rows[0]?.reached === true;
}
