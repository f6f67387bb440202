import { sql } from 'kysely';
import type { Told, Visibility } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import { storedCursor, type Cursor } from '../../platform/events/consumer.ts';
import type { EventData, EventType } from '../../platform/events/event-types.ts';
import type { CommentVia } from '../comments/comment.entity.ts';

/** How far mails have been made of the log. */
export const notificationsCursor = storedCursor('notifications');

/** What happened before the desk could send is not told afterwards. */
export const placeNotificationsCursor = notificationsCursor.place;

/** Events that one transaction reads. */
const PAGE_SIZE = 50;

export type AttachedFile = { name: string; size: number };

/** SQL for the attachments of a comment known in the query as `c`, in their order. */
export const attachmentsJson = sql<AttachedFile[]>`coalesce((
  select jsonb_agg(jsonb_build_object('name', a.name, 'size', a.size) order by a.id)
  from attachment a where a.comment_id = c.id), '[]')`;

/** Whom the author left out of a reply hears nothing of what becomes of it either. */
const withLeftOut = sql<EventData>`e.data || coalesce(case when e.type in ('comment.edited', 'comment.deleted', 'comment.made_internal')
  then (select jsonb_build_object('leftOutIds', added.data -> 'leftOutIds') from event added
    where added.ticket_id = e.ticket_id and added.type = 'comment.added' and added.data ? 'leftOutIds'
      and added.data ->> 'commentId' = e.data ->> 'commentId' limit 1) end, '{}')`;

export type CommentToTell = {
  id: string;
  authorId: string | null;
  visibility: Visibility;
  bodyText: string;
  bodyHtml: string | null;
  via: CommentVia;
  told: readonly Told[];
  flags: readonly string[];
  /** It has been deleted since: nothing is left to tell. */
  isDeleted: boolean;
  createdAt: string;
  attachments: readonly AttachedFile[];
  /** Of the mail that it came in by, with angle brackets. */
  messageId: string | null;
};

export type LoggedEvent = Cursor & {
  ticketId: string | null;
  type: EventType;
  actorId: string | null;
  at: string;
  data: EventData;
  /** Of a trigger's mail to its department: who of staff works there. */
  agentIds: readonly string[];
  /** A comment was written in the same transaction: its mail tells of this as well. */
  withComment: boolean;
  /** Customers may know that it happened. */
  isPublic: boolean;
  /** The comment of `comment.added` and `comment.edited`, or which set off a trigger's mail, as it is now. */
  comment: CommentToTell | null;
};

/** The next events in the log's order, each with its comment. After `takeTurn`, in a statement of its own. */
export async function readEventPage(
  trx: Transaction,
  epoch: number,
): Promise<{ events: LoggedEvent[]; full: boolean }> {
  const { rows: events } = await sql<LoggedEvent>`
    with ${notificationsCursor.nextPage(epoch, PAGE_SIZE)}
    select e.epoch, e.xid::text as xid, e.id::text as "lastId", e.ticket_id as "ticketId", e.type,
      e.actor_id as "actorId", to_jsonb(e.at) #>> '{}' as at, ${withLeftOut} as data, e.public_seq is not null as "isPublic",
      e.type in ('cc.added', 'ticket.changed') and exists (
        select 1 from event near where near.ticket_id = e.ticket_id and near.seq between e.seq - 500 and e.seq + 500
          and near.epoch = e.epoch and near.xid = e.xid and near.type = 'comment.added'
          and (e.type <> 'cc.added' or near.public_seq is not null)) as "withComment",
      case when e.data ->> 'audience' = 'DEPARTMENT' then coalesce((
        select jsonb_agg(p.id order by p.id) from department_member m join person p on p.id = m.person_id
        where m.department_id = e.department_id and p.role <> 'END_USER'), '[]') else '[]' end as "agentIds",
      case when c.id is not null then jsonb_build_object(
        'id', c.id, 'authorId', c.author_id, 'visibility', c.visibility, 'bodyText', c.body_text,
        'bodyHtml', c.body_html, 'via', c.via, 'told', c.told, 'flags', c.flags, 'isDeleted', c.deleted_at is not null, 'createdAt', c.created_at, 'attachments', ${attachmentsJson},
        'messageId', (select m.message_id from inbound_message m where m.id = c.inbound_message_id)) end as comment
    from page e
      left join comment c on e.type in ('comment.added', 'comment.edited', 'trigger.notified') and c.id = (e.data ->> 'commentId')::uuid
    order by e.epoch, e.xid, e.id`.execute(trx);
  return { events, full: events.length === PAGE_SIZE };
}
