import { sql, type RawBuilder } from 'kysely';
import { isStaff, may, ticketScope, type Confidence, type Decision } from '@copydesk/rules';
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
import { departmentJson, internalTo, visibleTo, type DepartmentState } from '../tickets/index.ts';
import type { InboundStatus } from './inbound-message.entity.ts';

/** A mail as resolvers pass it around; the reader has checked that the viewer may know of it. */
export type InboundMessageRow = {
  id: string;
  status: InboundStatus;
  fromAddress: string | null;
  recipients: string[];
  subject: string | null;
  preview: string | null;
  receivedAt: Date | string;
  expiresAt: Date | string | null;
  confidence: Confidence | null;
  confidenceReasons: string[];
  decision: (Decision & { policyVersion: number }) | null;
  suspendedBy: string | null;
  error: string | null;
  attempts: number;
  department: DepartmentState | null;
  ticketId: string | null;
  commentId: string | null;
  hasOriginal: boolean;
};

const columns = sql`m.id, m.status, m.from_address as "fromAddress", m.envelope_to as recipients, m.subject, m.preview,
  m.received_at as "receivedAt",
  case when m.status = 'SUSPENDED'
    then m.processed_at + (d.policy #>> '{suspended,retentionDays}')::int * interval '1 day' end as "expiresAt", m.confidence, m.confidence_reasons as "confidenceReasons", m.decision,
  m.suspended_by as "suspendedBy", m.error, m.attempts, m.ticket_id as "ticketId", m.comment_id as "commentId",
  m.raw_sha256 is not null as "hasOriginal",
  case when d.id is not null then ${departmentJson} end as department`;

const tables = sql`inbound_message m left join department d on d.id = m.department_id left join ticket t on t.id = m.ticket_id`;

/**
 * The rules' `mail.read` as a condition on the tables above: admins all; staff what went to their departments or to a
 * ticket that they see. A mail that no job has decided yet belongs to no department: only admins know of it.
 */
function readableBy(viewer: Viewer): RawBuilder<boolean> {
  const scope = ticketScope(viewer);
  if (scope.kind === 'ALL') return sql`true`;
  if (scope.kind !== 'STAFF') return sql`false`;
  return sql`(m.department_id = any(${[...scope.departmentIds]}::uuid[]) or (t.id is not null and ${visibleTo(viewer)}))
    and (t.id is null or ${internalTo(viewer)})`;
}

const cursor = cursorOf('uuid');

/** Mails that the viewer may know of, of one status or (null) of all, newest first. To everybody but staff there are none. */
export async function listInboundMessages(
  db: Queries,
  viewer: Viewer,
  filter: { status: InboundStatus | null; departmentIds: string[] | null },
  paging: PageArguments,
): Promise<Connection<InboundMessageRow>> {
  const page = pageOf(paging, cursor);
  // Failures are an operator's: their errors may speak of the machine.
  const allowed =
    isStaff(viewer) && ((filter.status !== null && filter.status !== 'FAILED') || may(viewer, 'desk.administer', {}));
  if (page.size === 0 || !allowed) return emptyConnection();
  const where = sql.join(
    [
      // Written out: the indexes are of what waits, and of what became nothing.
      filter.status ? sql`m.status = ${sql.lit(filter.status)}` : sql`true`,
      readableBy(viewer),
      filter.departmentIds ? sql`m.department_id = any(${filter.departmentIds}::uuid[])` : sql`true`,
    ],
    sql` and `,
  );
  const { rows } = await sql<InboundMessageRow>`
    select ${columns} from ${tables} where ${where}
    ${page.from ? sql`and m.id < ${page.from[0]}::uuid` : sql``}
    order by m.id desc limit ${page.size + 1}`.execute(db);
  const count = async () => {
    // All mails that ever came are many, and no index has them counted.
    if (filter.status === null) return null;
    const counted = await sql<{ count: number }>`
      select count(*)::int as count from (select from ${tables} where ${where} limit 10001) counted`.execute(db);
    const total = counted.rows[0]?.count ?? 0;
    return total > 10_000 ? null : total;
  };
  return connectionOf(page, rows, (row) => cursor.encode([row.id]), count);
}

/** A mail by id; null for what the viewer may not know of, as for what does not exist. */
export async function findInboundMessage(db: Queries, viewer: Viewer, id: string): Promise<InboundMessageRow | null> {
  if (!isStaff(viewer)) return null;
  const { rows } = await sql<InboundMessageRow>`
    select ${columns} from ${tables} where m.id = ${id} and ${readableBy(viewer)}`.execute(db);
  return rows[0] ?? null;
}
