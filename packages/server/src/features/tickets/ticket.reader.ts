import { sql, type RawBuilder } from 'kysely';
import {
  hidesInternal,
  isStaff,
  may,
  openTo,
  type SubjectTicket,
  type TicketPriority,
  type TicketStatus,
} from '@copydesk/rules';
import { among } from '../../platform/database/among.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Context } from '../../platform/graphql/context.ts';
import { defineLoader, defineRowLoader, groupedBy, inOrderOf } from '../../platform/graphql/loaders.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { personBrief, personJson, type PersonRow } from '../people/index.ts';
import type { Changed } from './change-ticket-state.ts';
import type { TicketPlan } from './ticket-plan.ts';
import { departmentJson, type DepartmentState, type TicketState } from './ticket-state.ts';

/** Who takes part, by id: what `may` needs beside the ticket's own columns. */
export type Participants = { ccIds: string[]; followerIds: string[]; restrictedIds: string[] };

/** A ticket as resolvers pass it around. `participants` is there when the reader had it at hand. */
export type TicketRow = {
  id: string;
  number: number;
  subject: string;
  status: TicketStatus;
  priority: TicketPriority;
  tags: string[];
  followUpOfId: string | null;
  mergedIntoId: string | null;
  seq: number;
  publicSeq: number;
  commentCount: number;
  publicCommentCount: number;
  createdAt: Date | string;
  updatedAt: Date | string;
  publicUpdatedAt: Date | string;
  /** Of warnings that nobody has settled; the team's to know. */
  warningCount: number;
  department: DepartmentState;
  requester: PersonRow;
  assignee: PersonRow | null;
  participants?: Participants;
};

type FetchedRow = Omit<TicketRow, 'department'> & { departmentId: string; departments: DepartmentState[] | null };

const participants = sql<Participants>`jsonb_build_object(
  'ccIds', coalesce((select jsonb_agg(cc.person_id) from cc where cc.ticket_id = t.id), '[]'),
  'followerIds', coalesce((select jsonb_agg(f.person_id) from follower f where f.ticket_id = t.id), '[]'),
  'restrictedIds', coalesce(
    (select jsonb_agg(cc.person_id) from cc where cc.ticket_id = t.id and not cc.help_center_access), '[]'))`;

/**
 * Tickets in one statement. `page` selects and orders `t.id, t.department_id` from `ticket t`; each department comes
 * once, with the first row, however many tickets it has. A PAGE has its people in full and who takes part, a LIST only
 * their names. `more` adds columns.
 */
export async function readTickets(
  db: Queries,
  page: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  as: 'PAGE' | 'LIST',
  more?: RawBuilder<unknown>,
): Promise<TicketRow[]> {
  const person = as === 'PAGE' ? personJson : personBrief;
  const { rows } = await sql<FetchedRow>`
    with page as (${page})
    select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
      t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
      t.comment_count as "commentCount", t.public_comment_count as "publicCommentCount",
      t.created_at as "createdAt", t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt",
      t.department_id as "departmentId",
      (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount",
      case when row_number() over (order by ${order}) = 1 then (select jsonb_agg(${departmentJson}) from department d
        where d.id in (select department_id from page)) end as departments,
      ${person('requester')} as requester,
      case when assignee.id is not null then ${person('assignee')} end as assignee
      ${as === 'PAGE' ? sql`, ${participants} as participants` : sql``} ${more ?? sql``}
    from page join ticket t on t.id = page.id
      join person requester on requester.id = t.requester_id
      left join person assignee on assignee.id = t.assignee_id
    order by ${order}`.execute(db);
  const departments = new Map(rows[0]?.departments?.map((department) => [department.id, department]));
  return rows.flatMap((row) => {
    const department = departments.get(row.departmentId);
    return department ? [{ ...row, department }] : [];
  });
}

/** The ticket as `may` wants to see it. */
export function subjectOfRow(row: TicketRow, participants: Participants): SubjectTicket {
  return {
    departmentId: row.department.id,
    requesterId: row.requester.id,
    assigneeId: row.assignee?.id ?? null,
    ...participants,
    ...openTo(row.department.policy),
  };
}

/** Tickets by id; null for what the viewer may not see, as for what does not exist. */
export const ticketById = defineLoader<string, TicketRow | null>(async (ids, { desk, viewer }) => {
  const rows = await readTickets(
    desk.db,
    sql`select t.id, t.department_id from ticket t where t.id ${among(ids)}`,
    sql`t.id`,
    'PAGE',
  );
  return inOrderOf(
    ids,
    rows.filter((row) => mayRead(viewer, row)),
    (row) => row.id,
  );
});

/** The tickets that carry tickets on, whoever may see them. */
export const followUpIdsByTicketId = defineRowLoader<string, string[]>(async (ids, { db }) => {
  const { rows } = await sql<{ id: string; of: string }>`
    select t.id, t.follow_up_of_id as of from ticket t where t.follow_up_of_id ${among(ids)} order by t.id`.execute(db);
  return groupedBy(ids, rows, (row) => row.of).map((group) => group.map(({ id }) => id));
});

/** The tickets that were merged into tickets, oldest first, whoever may see them. */
export const mergedIdsByTicketId = defineRowLoader<string, string[]>(async (ids, { db }) => {
  const { rows } = await sql<{ id: string; into: string }>`
    select t.id, t.merged_into_id as into from ticket t where t.merged_into_id ${among(ids)} order by t.id`.execute(db);
  return groupedBy(ids, rows, (row) => row.into).map((group) => group.map(({ id }) => id));
});

/** A ticket by its number; null as for `ticketById`. */
export async function ticketByNumber(context: Context, number: number): Promise<TicketRow | null> {
  const [row] = await readTickets(
    context.desk.db,
    sql`select t.id, t.department_id from ticket t where t.number = ${number}`,
    sql`t.id`,
    'PAGE',
  );
  if (!row || !mayRead(context.viewer, row)) return null;
  ticketById(context).prime(row.id, row);
  return row;
}

function mayRead(viewer: Viewer | null, row: TicketRow): boolean {
  return row.participants !== undefined && may(viewer, 'ticket.read', { ticket: subjectOfRow(row, row.participants) });
}

/** Who takes part in tickets that the viewer has been shown already. */
export const participantsByTicketId = defineRowLoader<string, Participants>(async (ids, desk) => {
  const { rows } = await sql<{ id: string; participants: Participants }>`
    select t.id, ${participants} as participants from ticket t where t.id ${among(ids)}`.execute(desk.db);
  const nobody: Participants = { ccIds: [], followerIds: [], restrictedIds: [] };
  return inOrderOf(ids, rows, (row) => row.id).map((row) => row?.participants ?? nobody);
});

/** May the viewer, who sees this ticket, read what the team says among itself of it? */
export function mayReadInternal(viewer: Viewer, { requester, department }: TicketRow): boolean {
  const { agentAsRequester } = openTo(department.policy);
  const ticket = { requesterId: requester.id, departmentId: department.id, agentAsRequester };
  return isStaff(viewer) && !hidesInternal(viewer, ticket);
}

/** A customer's counts and times are the public ones; whoever may not read notes counts none. */
export function countsFor(viewer: Viewer, row: TicketRow) {
  const commentCount = mayReadInternal(viewer, row) ? row.commentCount : row.publicCommentCount;
  return isStaff(viewer)
    ? { seq: row.seq, updatedAt: row.updatedAt, commentCount }
    : { seq: row.publicSeq, updatedAt: row.publicUpdatedAt, commentCount: row.publicCommentCount };
}

/** The participants of a ticket, at hand or by the loader. */
export async function participantsOf(context: Context, row: TicketRow): Promise<Participants> {
  return row.participants ?? participantsByTicketId(context).load(row.id);
}

/** The ticket as a change left it, without asking again; null when the change is one that only the tables can tell of. */
export function rowAfter({ state, plan, written }: Changed): TicketRow | null {
  const { assigneeId, departmentId, requesterId } = plan.set ?? {};
  if (assigneeId !== undefined || departmentId !== undefined || requesterId !== undefined) return null;
  const { department, requester, assignee } = state;
  return { ...written, id: state.id, department, requester, assignee, participants: participantsAfter(state, plan) };
}

function participantsAfter(state: TicketState, plan: TicketPlan): Participants {
  const removed = new Set(plan.removeCcs?.map((cc) => cc.personId));
  const unfollowed = new Set(plan.removeFollowers);
  const access = new Map(plan.restrictCcs?.map((cc) => [cc.personId, cc.helpCenterAccess]));
  const ccs = state.ccs
    .filter((cc) => !removed.has(cc.id))
    .map((cc) => ({ ...cc, helpCenterAccess: access.get(cc.id) ?? cc.helpCenterAccess }));
  return {
    ccIds: [...ccs.map((cc) => cc.id), ...(plan.addCcs ?? []).map((cc) => cc.personId)],
    followerIds: [
      ...state.followers.map(({ id }) => id).filter((id) => !unfollowed.has(id)),
      ...(plan.addFollowers ?? []).map(({ personId }) => personId),
    ],
    restrictedIds: [
      ...ccs.filter((cc) => !cc.helpCenterAccess).map((cc) => cc.id),
      ...(plan.addCcs ?? []).filter((cc) => cc.helpCenterAccess === false).map((cc) => cc.personId),
    ],
  };
}

/** The ticket that a mutation changed, for its payload: as the change left it where that is known. */
export function ticketAfter(context: Context, ticketId: string, changed: Changed | null): Promise<TicketRow | null> {
  const row = changed && rowAfter(changed);
  const loader = ticketById(context);
  if (row) loader.clear(ticketId).prime(ticketId, mayRead(context.viewer, row) ? row : null);
  return loader.load(ticketId);
}
