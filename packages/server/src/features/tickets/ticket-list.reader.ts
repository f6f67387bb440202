import { sql, type RawBuilder } from 'kysely';
import { isStaff, normalTag, ticketScope, type TicketPriority, type TicketStatus } from '@copydesk/rules';
import { among } from '../../platform/database/among.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Asks } from '../../platform/asks.ts';
import {
  connectionOf,
  cursorOf,
  emptyConnection,
  pageOf,
  type Connection,
  type PageArguments,
} from '../../platform/graphql/connections.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { readTickets, type TicketRow } from './ticket.reader.ts';
import { visibleTo } from './ticket-scope.ts';

/** Ids are uuids: whoever calls has turned global ids into them. */
export type TicketFilter = {
  departmentIds?: readonly string[] | null;
  statuses?: readonly TicketStatus[] | null;
  priorities?: readonly TicketPriority[] | null;
  tag?: string | null;
  assigneeId?: string | null;
  unassigned?: boolean | null;
  requesterId?: string | null;
  followed?: boolean | null;
  withWarnings?: boolean | null;
};

export type TicketOrder = 'UPDATED_AT_DESC' | 'UPDATED_AT_ASC' | 'CREATED_AT_DESC';

const cursor = cursorOf('moment', 'uuid');
const countedUpTo = 10_000;

type ListedTicket = TicketRow & { place: string; total?: number | null };
type Wanted = { filter: TicketFilter; order: TicketOrder; counted: boolean; asks: Asks | null };

/** A page of the tickets that the viewer may see, by keyset, in one statement; `counted`: the total with it. */
export async function listTickets(
  db: Queries,
  viewer: Viewer,
  { filter, order, counted, asks }: Wanted,
  paging: PageArguments,
): Promise<Connection<TicketRow>> {
  const page = pageOf(paging, cursor);
  if (page.size === 0) return emptyConnection();
  const column = columnOf(order, viewer);
  const descending = order !== 'UPDATED_AT_ASC';
  const conditions = conditionsOf(filter, viewer);
  const direction = descending ? sql`desc` : sql`asc`;
  const after = page.from
    ? sql`and (${column}, t.id) ${descending ? sql`<` : sql`>`} (${page.from[0]}::timestamptz, ${page.from[1]}::uuid)`
    : sql``;
  const rows = await readTickets(
    db,
    sql`select t.* from ticket t where ${conditions} ${after}
      order by ${column} ${direction}, t.id ${direction} limit ${page.size + 1}`,
    sql`${column} ${direction}, t.id ${direction}`,
    {
      as: 'LIST',
      asks,
      more: [sql`${column}::text as place`, ...(counted ? [sql`(${countOf(conditions)}) as total`] : [])],
    },
  );
  const total = (rows[0] as ListedTicket | undefined)?.total;
  return connectionOf(
    page,
    rows,
    (row) => cursor.encode([(row as ListedTicket).place, row.id]),
    async () => limited(total ?? (page.from && counted ? await countTickets(db, conditions) : 0)),
  );
}

function columnOf(order: TicketOrder, viewer: Viewer): RawBuilder<unknown> {
  if (order === 'CREATED_AT_DESC') return sql`t.created_at`;
  return isStaff(viewer) ? sql`t.updated_at` : sql`t.public_updated_at`;
}

function conditionsOf(filter: TicketFilter, viewer: Viewer): RawBuilder<unknown> {
  const all = isWithin(viewer, filter.departmentIds) ? [] : [visibleTo(viewer) as RawBuilder<unknown>];
  if (!isStaff(viewer)) all.push(takesPart(viewer.id));
  if (filter.departmentIds) all.push(sql`t.department_id ${among(filter.departmentIds)}`);
  if (filter.statuses) all.push(sql`t.status ${among(filter.statuses, 'text')}`);
  if (filter.requesterId) all.push(sql`t.requester_id = ${filter.requesterId}`);
  if (filter.followed) {
    all.push(sql`exists (select from follower f where f.ticket_id = t.id and f.person_id = ${viewer.id})`);
  }
  // What only the team may know cannot be asked for by anybody else, not even as a filter.
  if (filter.assigneeId) all.push(isStaff(viewer) ? sql`t.assignee_id = ${filter.assigneeId}` : sql`false`);
  if (filter.unassigned) all.push(isStaff(viewer) ? sql`t.assignee_id is null` : sql`false`);
  if (filter.priorities) {
    all.push(isStaff(viewer) ? sql`t.priority ${among(filter.priorities, 'text')}` : sql`false`);
  }
  if (filter.tag != null) {
    const tagged = sql`t.tags <> '{}' and t.tags @> ${[normalTag(filter.tag)]}::text[]`;
    all.push(isStaff(viewer) ? tagged : sql`false`);
  }
  if (filter.withWarnings) {
    const open = sql`exists (select from warning w where w.ticket_id = t.id and w.resolved_at is null)`;
    all.push(isStaff(viewer) ? open : sql`false`);
  }
  return sql.join(all, sql` and `);
}

/** What `visibleTo` can be true of for a customer: their few tickets are found by index, not among all. */
function takesPart(personId: string): RawBuilder<boolean> {
  return sql`t.id = any(array(
    select id from ticket where requester_id = ${personId} union all select ticket_id from cc where person_id = ${personId}))`;
}

/** Staff see all tickets of their departments: a list of these alone needs to look at nothing but the index. */
function isWithin(viewer: Viewer, departmentIds: TicketFilter['departmentIds']): boolean {
  const scope = ticketScope(viewer);
  if (scope.kind !== 'STAFF' || !departmentIds?.length) return false;
  return departmentIds.every((id) => scope.departmentIds.includes(id));
}

function countOf(conditions: RawBuilder<unknown>): RawBuilder<number> {
  return sql<number>`select count(*)::int from (select from ticket t where ${conditions} limit ${countedUpTo + 1}) counted`;
}

/** An empty page carries no row to tell the total of what lies before it. */
async function countTickets(db: Queries, conditions: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select (${countOf(conditions)}) as count`.execute(db);
  return rows[0]?.count ?? 0;
}

const limited = (count: number) => (count > countedUpTo ? null : count);
