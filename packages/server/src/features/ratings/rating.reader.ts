import { sql, type RawBuilder } from 'kysely';
import type { RatingScore } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { defineRowLoader, groupedBy, inOrderOf } from '../../platform/graphql/loaders.ts';

/** A rating as it stands. Of `commentId` and `closureSeq` one is null: it rates a reply, or a closure. */
export type RatingRow = {
  id: string;
  ticketId: string;
  personId: string;
  commentId: string | null;
  closureSeq: number | null;
  score: RatingScore;
  remark: string | null;
  clientKey: string | null;
  givenAt: Date | string;
};

const columns = sql`r.id, r.ticket_id as "ticketId", r.person_id as "personId", r.comment_id as "commentId",
  r.closure_seq as "closureSeq", r.score, r.remark, r.client_key as "clientKey", r.given_at as "givenAt"`;

/** All ratings of tickets that the viewer has been shown, oldest first; whose they may see is asked afterwards. */
export const ratingsByTicketId = defineRowLoader<string, RatingRow[]>(async (ids, { db }) => {
  const { rows } = await sql<RatingRow>`
    select ${columns} from rating r where r.ticket_id = any(${[...ids]}::uuid[]) order by r.given_at, r.id`.execute(db);
  return groupedBy(ids, rows, (row) => row.ticketId);
});

export const anyRatingById = defineRowLoader<string, RatingRow | null>(async (ids, { db }) => {
  const { rows } = await sql<RatingRow>`select ${columns} from rating r where r.id = any(${[...ids]}::uuid[])`.execute(
    db,
  );
  return inOrderOf(ids, rows, (row) => row.id);
});

/** A public reply of staff that its requester did not write, of a comment known in the query as `c`. */
const isReply = (ticketId: RawBuilder<unknown>) => sql`c.ticket_id = ${ticketId} and c.visibility = 'PUBLIC'
  and c.via <> 'SYSTEM' and c.author_id is distinct from (select t.requester_id from ticket t where t.id = c.ticket_id)
  and exists (select from person p where p.id = c.author_id and p.role <> 'END_USER')`;

/**
 * SQL for the closure that a ticket is in, or was in last: the seq of the event that made it solved or closed. Solved
 * and then closed is one closure. 0: it was so from the beginning.
 */
export const closureSeqOf = (ticketId: RawBuilder<unknown>) => sql<number>`coalesce((
  select e.seq from event e where e.ticket_id = ${ticketId} and e.type = 'ticket.changed'
    and e.data #>> '{changed,status,to}' in ('SOLVED', 'CLOSED')
    and coalesce(e.data #>> '{changed,status,from}', '') not in ('SOLVED', 'CLOSED')
  order by e.seq desc limit 1), 0)`;

/** What is rated: a reply by id, or a closure by seq. */
export type RatedThing = { commentId: string; closureSeq: null } | { commentId: null; closureSeq: number };
/** `LAST_REPLY` and `CLOSURE` are looked up; a link names its closure by seq. */
export type Wanted = { commentId: string } | { closureSeq: number } | 'LAST_REPLY' | 'CLOSURE';

/** What is meant, and what this person has said of it before, in one statement. Null: there is no such reply. */
export async function findRated(
  db: Queries,
  { ticketId, personId, wanted }: { ticketId: string; personId: string; wanted: Wanted },
): Promise<{ thing: RatedThing; before: RatingRow | null } | null> {
  const { rows } = await sql<{ commentId: string | null; closureSeq: number | null; before: RatingRow | null }>`
    with thing as (${thingOf(sql`${ticketId}::uuid`, wanted)})
    select thing.*, (select to_jsonb(found) from (select ${columns} from rating r
      where r.ticket_id = ${ticketId} and r.person_id = ${personId}
        and (r.comment_id = thing."commentId" or r.closure_seq = thing."closureSeq")) found) as before
    from thing`.execute(db);
  const [row] = rows;
  return row ? { thing: row as RatedThing, before: row.before } : null;
}

function thingOf(ticketId: RawBuilder<unknown>, wanted: Wanted): RawBuilder<unknown> {
  if (wanted === 'CLOSURE') return sql`select null::uuid as "commentId", ${closureSeqOf(ticketId)} as "closureSeq"`;
  if (wanted !== 'LAST_REPLY' && 'closureSeq' in wanted) {
    return sql`select null::uuid as "commentId", ${wanted.closureSeq}::int as "closureSeq"`;
  }
  const which = wanted === 'LAST_REPLY' ? sql`order by c.id desc limit 1` : sql`and c.id = ${wanted.commentId}::uuid`;
  return sql`select c.id as "commentId", null::int as "closureSeq" from comment c where ${isReply(ticketId)} ${which}`;
}
