import { sql } from 'kysely';
import type { Told, Visibility } from '@copydesk/rules';
import type { Queries, Transaction } from '../../platform/database/database.ts';
import type { EventData, EventType } from '../../platform/events/event-types.ts';
import type { CommentVia } from '../comments/comment.entity.ts';

/** The consumer's name in `event_consumer`. */
const NAME = 'notifications';

/** Events that one transaction reads. */
const PAGE_SIZE = 50;
export type Cursor = { epoch: number; xid: string; lastId: string };

export type AttachedFile = { name: string; size: number };

/** SQL for the attachments of a comment known in the query as `c`, in their order. */
export const attachmentsJson = sql<AttachedFile[]>`coalesce((
  select jsonb_agg(jsonb_build_object('name', a.name, 'size', a.size) order by a.id)
  from attachment a where a.comment_id = c.id), '[]')`;

export type CommentToTell = {
  id: string;
  authorId: string | null;
  visibility: Visibility;
  bodyText: string;
  bodyHtml: string | null;
  via: CommentVia;
  told: readonly Told[];
  createdAt: string;
  attachments: readonly AttachedFile[];
  /** Of the mail that it came in by, with angle brackets. */
  messageId: string | null;
};

export type LoggedEvent = Cursor & {
  ticketId: string | null;
  type: EventType;
  actorId: string | null;
  data: EventData;
  /** A comment was written in the same transaction: its mail tells of this as well. */
  withComment: boolean;
  /** The comment of `comment.added`, as it is now. */
  comment: CommentToTell | null;
};

/**
 * Puts the cursor at the log's present end, at the very first start only: what happened before the desk could send is
 * not told afterwards. Every process calls it before it opens a door, so that nothing falls between.
 */
export async function placeNotificationsCursor(db: Queries, epoch: number): Promise<void> {
  await sql`insert into event_consumer (name, epoch, xid, last_id)
    values (${NAME}, ${epoch}, pg_snapshot_xmin(pg_current_snapshot()), 0)
    on conflict (name) do nothing`.execute(db);
}

/**
 * Takes the consumer's turn until the transaction ends; false: another node has it. An advisory lock, not the row's:
 * it gives the transaction no id, so that reading here holds back no other reader of the log.
 */
export async function takeTurn(trx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`consumer:${NAME}`}, 0)) as taken`.execute(trx);
  return rows[0]?.taken ?? false;
}

/** The next events in the log's order, each with its comment. After `takeTurn`, in a statement of its own. */
export async function readEventPage(
  trx: Transaction,
  epoch: number,
): Promise<{ events: LoggedEvent[]; full: boolean }> {
  const { rows: events } = await sql<LoggedEvent>`
    with cursor as materialized (select epoch, xid, last_id from event_consumer where name = ${NAME}),
    page as (
      select e.* from event e
      where (e.epoch, e.xid, e.id)
          > ((select epoch from cursor), (select xid from cursor), (select last_id from cursor))
        and (e.epoch < ${epoch} or e.xid < pg_snapshot_xmin(pg_current_snapshot()))
      order by e.epoch, e.xid, e.id limit ${PAGE_SIZE})
    select e.epoch, e.xid::text as xid, e.id::text as "lastId", e.ticket_id as "ticketId", e.type,
      e.actor_id as "actorId", e.data,
      e.type in ('cc.added', 'ticket.changed') and exists (
        select 1 from event near where near.ticket_id = e.ticket_id and near.seq between e.seq - 500 and e.seq + 500
          and near.epoch = e.epoch and near.xid = e.xid and near.type = 'comment.added') as "withComment",
      case when c.id is not null then jsonb_build_object(
        'id', c.id, 'authorId', c.author_id, 'visibility', c.visibility, 'bodyText', c.body_text,
        'bodyHtml', c.body_html, 'via', c.via, 'told', c.told, 'createdAt', c.created_at, 'attachments', ${attachmentsJson},
        'messageId', (select m.message_id from inbound_message m where m.id = c.inbound_message_id)) end as comment
    from page e
      left join comment c on e.type = 'comment.added' and c.id = (e.data ->> 'commentId')::uuid
    order by e.epoch, e.xid, e.id`.execute(trx);
  return { events, full: events.length === PAGE_SIZE };
}

/** SQL that moves the cursor to an event, for the statement that writes what was made of the events up to it. */
export function advanceCursor(to: Cursor) {
  return sql`update event_consumer
    set epoch = ${to.epoch}, xid = ${to.xid}::xid8, last_id = ${to.lastId}::bigint, updated_at = now()
    where name = ${NAME}`;
}
