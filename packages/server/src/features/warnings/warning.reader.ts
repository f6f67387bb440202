import { sql } from 'kysely';
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
import { signedIn, type Context } from '../../platform/graphql/context.ts';
import { defineRowLoader, inOrderOf } from '../../platform/graphql/loaders.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { WarningRow } from '../copies/index.ts';
import { internalTo, mayReadInternal, ticketById, visibleTo } from '../tickets/index.ts';

const columns = sql`w.id, w.ticket_id as "ticketId", w.comment_id as "commentId", w.kind, w.message,
  w.created_at as "createdAt", w.resolved_at as "resolvedAt", w.resolved_by_id as "resolvedById"`;

const cursor = cursorOf('uuid');

/** Warnings on tickets that a member of staff may see, newest first. To everybody else there are none. */
export async function listWarnings(
  db: Queries,
  viewer: Viewer,
  filter: { departmentIds: string[] | null; open: boolean | null },
  paging: PageArguments,
): Promise<Connection<WarningRow>> {
  const page = pageOf(paging, cursor);
  if (page.size === 0 || !isStaff(viewer)) return emptyConnection();
  const where = sql.join(
    [
      visibleTo(viewer),
      internalTo(viewer),
      filter.departmentIds ? sql`w.department_id = any(${filter.departmentIds}::uuid[])` : sql`true`,
      filter.open === null ? sql`true` : filter.open ? sql`w.resolved_at is null` : sql`w.resolved_at is not null`,
    ],
    sql` and `,
  );
  const { rows } = await sql<WarningRow>`
    select ${columns} from warning w join ticket t on t.id = w.ticket_id
    where ${where} ${page.from ? sql`and w.id < ${page.from[0]}::uuid` : sql``}
    order by w.id desc limit ${page.size + 1}`.execute(db);
  const count = async () => {
    const counted = await sql<{ count: number }>`select count(*)::int as count
      from (select from warning w join ticket t on t.id = w.ticket_id where ${where} limit 10001) counted`.execute(db);
    const total = counted.rows[0]?.count ?? 0;
    return total > 10_000 ? null : total;
  };
  return connectionOf(page, rows, (row) => cursor.encode([row.id]), count);
}

const anyWarningById = defineRowLoader<string, WarningRow | null>(async (ids, desk) => {
  const { rows } = await sql<WarningRow>`
    select ${columns} from warning w where w.id = any(${[...ids]}::uuid[])`.execute(desk.db);
  return inOrderOf(ids, rows, (row) => row.id);
});

/** A warning by id; null for customers, and for what is not the viewer's to see. */
export async function warningById(context: Context, id: string): Promise<WarningRow | null> {
  if (!isStaff(context.viewer)) return null;
  const warning = await anyWarningById(context).load(id);
  const ticket = warning && (await ticketById(context).load(warning.ticketId));
  return ticket && mayReadInternal(signedIn(context), ticket) ? warning : null;
}
