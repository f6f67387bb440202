import { sql } from 'kysely';
import type { ParticipationChange, TakingPartAs } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import {
  connectionOf,
  cursorOf,
  emptyConnection,
  pageOf,
  type Connection,
  type PageArguments,
} from '../../platform/graphql/connections.ts';
import { personJson, type PersonRow } from '../people/index.ts';

/** One change of who takes part, as the log tells it. */
export type ParticipationRow = {
  seq: number;
  at: Date | string;
  person: PersonRow;
  change: ParticipationChange;
  as: TakingPartAs;
  by: PersonRow | null;
  via: string | null;
  rule: string | null;
  inboundMessageId: string | null;
  commentId: string | null;
};

const cursor = cursorOf('int', 'int');

/**
 * One event may tell of several people: who was assigned before and who is now. `place` orders them. What a ticket began
 * with is told by its first event; of tickets from before the ledger by their columns.
 */
const entries = sql`
  select 1 as place, coalesce(e.data ->> 'requesterId', t.requester_id::text) as person, 'JOINED' as change, 'REQUESTER' as part
    where e.type = 'ticket.created'
  union all select 2, e.data ->> 'assigneeId', 'JOINED', 'ASSIGNEE' where e.type = 'ticket.created'
  union all select 3, e.data ->> 'personId', 'JOINED', 'CC' where e.type = 'cc.added'
  union all select 3, e.data ->> 'personId', 'LEFT', 'CC' where e.type = 'cc.removed'
  union all select 3, e.data ->> 'personId',
      case when (e.data ->> 'helpCenterAccess')::boolean then 'UNRESTRICTED' else 'RESTRICTED' end, 'CC'
    where e.type = 'cc.restricted'
  union all select 3, e.data ->> 'personId', 'JOINED', 'FOLLOWER' where e.type = 'follower.added'
  union all select 3, e.data ->> 'personId', 'LEFT', 'FOLLOWER' where e.type = 'follower.removed'
  union all select 4, e.data #>> '{changed,requester,from}', 'LEFT', 'REQUESTER' where e.type = 'ticket.changed'
  union all select 5, e.data #>> '{changed,requester,to}', 'JOINED', 'REQUESTER' where e.type = 'ticket.changed'
  union all select 6, e.data #>> '{changed,assignee,from}', 'LEFT', 'ASSIGNEE' where e.type = 'ticket.changed'
  union all select 7, e.data #>> '{changed,assignee,to}', 'JOINED', 'ASSIGNEE' where e.type = 'ticket.changed'`;

/** The comment that the same change wrote: events of one change stand side by side. */
const commentId = sql`(select near.data ->> 'commentId' from event near
  where near.ticket_id = e.ticket_id and near.seq between e.seq - 500 and e.seq + 500 and near.epoch = e.epoch
    and near.xid = e.xid and near.type = 'comment.added' order by near.seq limit 1)`;

/** A page of the participant ledger of a ticket that the viewer, of the team, may see; oldest first, one statement. */
export async function listParticipation(
  db: Queries,
  ticketId: string,
  paging: PageArguments,
): Promise<Connection<ParticipationRow>> {
  const page = pageOf(paging, cursor);
  if (page.size === 0) return emptyConnection();
  const from = page.from ? sql`and (e.seq, entry.place) > (${page.from[0]}::int, ${page.from[1]}::int)` : sql``;
  const { rows } = await sql<ParticipationRow & { place: number }>`
    select e.seq, entry.place, e.at, entry.change, entry.part as "as", ${personJson('p')} as person,
      case when actor.id is not null then ${personJson('actor')} end as by, e.data ->> 'via' as via,
      e.data ->> 'rule' as rule, e.data ->> 'inboundMessageId' as "inboundMessageId", ${commentId} as "commentId"
    from event e
      join ticket t on t.id = e.ticket_id
      cross join lateral (${entries}) as entry
      join person p on p.id = entry.person::uuid
      left join person actor on actor.id = e.actor_id
    where e.ticket_id = ${ticketId} ${from}
    order by e.seq, entry.place limit ${page.size + 1}`.execute(db);
  return connectionOf(page, rows, (row) => cursor.encode([row.seq, row.place]));
}
