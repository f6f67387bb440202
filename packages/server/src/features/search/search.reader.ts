import { sql, type RawBuilder } from 'kysely';
import { isStaff } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import {
  connectionOf,
  cursorOf,
  emptyConnection,
  pageOf,
  type Connection,
  type PageArguments,
} from '../../platform/graphql/connections.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { internalTo, visibleTo } from '../tickets/index.ts';

/** `commentId`: the newest comment in which it was found that the viewer may read. */
export type Hit = { ticketId: string; commentId: string | null };

type Found = Hit & { exact: number; place: string };

const cursor = cursorOf('int', 'moment', 'uuid');
const countedUpTo = 10_000;

/**
 * Searches the tickets that the viewer may see, in one statement. What is internal is no part of what a customer's search
 * looks at: it makes no hit, no excerpt, no order and no count.
 */
export async function searchTickets(
  db: Queries,
  viewer: Viewer,
  { query, counted }: { query: string; counted: boolean },
  paging: PageArguments,
): Promise<Connection<Hit>> {
  const page = pageOf(paging, cursor);
  const text = query.replaceAll('\0', '').trim();
  if (page.size === 0 || text === '') return emptyConnection();
  const number = numberIn(text);
  const changed = isStaff(viewer) ? sql`t.updated_at` : sql`t.public_updated_at`;
  const exact = sql`(t.number = ${number ?? -1})::int`;
  const hits = sql`hits as (${hitsOf(viewer, text, number)}),
    found as (select ticket_id, (array_agg(comment_id order by comment_id desc nulls last))[1] as comment_id
      from hits group by ticket_id)`;
  const after = page.from
    ? sql`and (${exact}, ${changed}, t.id) < (${page.from[0]}::int, ${page.from[1]}::timestamptz, ${page.from[2]}::uuid)`
    : sql``;
  const { rows } = await sql<Found>`
    with ${hits}
    select t.id as "ticketId", found.comment_id as "commentId", ${exact} as exact, ${changed}::text as place
    from found join ticket t on t.id = found.ticket_id
    where ${visibleTo(viewer)} ${after}
    order by exact desc, ${changed} desc, t.id desc limit ${page.size + 1}`.execute(db);
  const count = async () => {
    if (!counted) return null;
    const result = await sql<{ count: number }>`
      with ${hits}
      select count(*)::int as count from (select from found join ticket t on t.id = found.ticket_id
        where ${visibleTo(viewer)} limit ${countedUpTo + 1}) as counted`.execute(db);
    const total = result.rows[0]?.count ?? 0;
    return total > countedUpTo ? null : total;
  };
  const placeOf = (hit: Hit) => cursor.encode([(hit as Found).exact, (hit as Found).place, hit.ticketId]);
  return connectionOf<Hit>(page, rows, placeOf, count);
}

/** `#12` means the number alone, `12` the number or the word. */
function numberIn(text: string): number | null {
  return /^#?\d{1,9}$/u.test(text) ? Number(text.replace('#', '')) : null;
}

function hitsOf(viewer: Viewer, text: string, number: number | null): RawBuilder<unknown> {
  const byNumber = sql`select t.id as ticket_id, null::uuid as comment_id from ticket t where t.number = ${number}`;
  if (text.startsWith('#') && number !== null) return byNumber;
  const asked = sql`search.question(${text})`;
  const parts = [
    commentsSaying(viewer, asked),
    sql`select s.ticket_id, null::uuid from search.subject s where s.words @@ ${asked}`,
    sql`select t.id, null::uuid from ticket t join (${peopleNamed(viewer, asked)}) p on p.id = t.requester_id`,
    sql`select cc.ticket_id, null::uuid from cc join (${peopleNamed(viewer, asked)}) p on p.id = cc.person_id`,
  ];
  return sql.join(number === null ? parts : [byNumber, ...parts], sql` union all `);
}

/** Comments in which it is found and that the viewer may read: the rules' `comment.read`, beside `visibleTo`. */
function commentsSaying(viewer: Viewer, asked: RawBuilder<unknown>): RawBuilder<unknown> {
  const saying = sql`search.words(c.body_text) @@ ${asked}`;
  if (!isStaff(viewer)) {
    // Few tickets are theirs: reading these (`offset 0`) is quicker than looking through what the whole desk says.
    return sql`select c.ticket_id, c.id as comment_id
      from (select t.id from ticket t where t.requester_id = ${viewer.id}
        union select cc.ticket_id from cc where cc.person_id = ${viewer.id}) m
      cross join lateral (select c.* from comment c
        where c.ticket_id = m.id and c.visibility = 'PUBLIC' offset 0) c
      where ${saying}`;
  }
  const all = sql`select c.ticket_id, c.id as comment_id from comment c where ${saying}`;
  if (viewer.role === 'ADMIN') return all;
  return sql`${all} and (c.visibility = 'PUBLIC' or c.author_id = ${viewer.id}
    or exists (select from ticket t where t.id = c.ticket_id and ${internalTo(viewer)}))`;
}

/** Addresses of people are the team's to know. */
function peopleNamed(viewer: Viewer, asked: RawBuilder<unknown>): RawBuilder<unknown> {
  const byName = sql`select p.id from person p where search.words(p.name) @@ ${asked}`;
  if (!isStaff(viewer)) return byName;
  return sql`${byName} union select a.person_id from address a
    where a.person_id is not null and search.words(a.canonical) @@ ${asked}`;
}
