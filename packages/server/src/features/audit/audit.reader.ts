import { sql } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import {
  connectionOf,
  cursorOf,
  pageOf,
  type Connection,
  type PageArguments,
} from '../../platform/graphql/connections.ts';
import type { AuditEntry } from './append-audit.ts';

export type AuditRow = Required<AuditEntry> & { id: string; at: Date | string; place: string };

const cursor = cursorOf('moment', 'uuid');
const countedUpTo = 10_000;

/** The audit, newest first; of one subject alone, where it is given. Asks nothing about who may read it. */
export async function listAudit(
  db: Queries,
  { subjectId, counted }: { subjectId: string | null; counted: boolean },
  paging: PageArguments,
): Promise<Connection<AuditRow>> {
  const page = pageOf(paging, cursor);
  const ofSubject = subjectId === null ? sql`true` : sql`a.subject_id = ${subjectId}`;
  const after = page.from ? sql`and (a.at, a.id) < (${page.from[0]}::timestamptz, ${page.from[1]}::uuid)` : sql``;
  const { rows } = await sql<AuditRow>`
    select a.id, a.at, a.at::text as place, a.actor_id as "actorId", a.subject_kind as "subjectKind",
      a.subject_id as "subjectId", a.action, a.old, a.new
    from audit a where ${ofSubject} ${after} order by a.at desc, a.id desc limit ${page.size + 1}`.execute(db);
  const count = async () => {
    if (!counted) return null;
    const result = await sql<{ count: number }>`
      select count(*)::int as count
      from (select from audit a where ${ofSubject} limit ${countedUpTo + 1}) as counted`.execute(db);
    const total = result.rows[0]?.count ?? 0;
    return total > countedUpTo ? null : total;
  };
  return connectionOf(page, rows, (row) => cursor.encode([row.place, row.id]), count);
}
