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
import { mayAsk, type Asks } from '../../platform/asks.ts';
import type { Context } from '../../platform/graphql/context.ts';
import { defineLoader, defineRowLoader, groupedBy, inOrderOf } from '../../platform/graphql/loaders.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { departmentsOf, type OfDepartment } from '../departments/index.ts';
import { listedPerson, personJson, type PersonRow } from '../people/index.ts';
import type { Changed } from './change-ticket-state.ts';
import type { TicketPlan } from './ticket-plan.ts';
import type { DepartmentState, TicketState } from './ticket-state.ts';

/** Who takes part, by id: what `may` needs beside the ticket's own columns. */
export type Participants = { ccIds: string[]; followerIds: string[]; restrictedIds: string[] };

/**
 * A ticket as resolvers pass it around. `participants` is there when the reader had it at hand; what no field of the
 * document looks at is not.
 */
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

type FetchedRow = Omit<TicketRow, 'department'> & OfDepartment;

const participants = sql<Participants>`json_build_object(
  'ccIds', coalesce((select json_agg(cc.person_id) from cc where cc.ticket_id = t.id), '[]'),
  'followerIds', coalesce((select json_agg(f.person_id) from follower f where f.ticket_id = t.id), '[]'),
  'restrictedIds', coalesce(
    (select json_agg(cc.person_id) from cc where cc.ticket_id = t.id and not cc.help_center_access), '[]'))`;

/** What a document may leave out of a ticket, and the fields that look at it. */
const further: readonly (readonly [column: RawBuilder<unknown>, ...fields: string[]])[] = [
  [sql`t.number`, 'number'],
  [sql`t.subject`, 'subject'],
  [sql`t.priority`, 'priority'],
  [sql`t.tags`, 'tags'],
  [sql`t.follow_up_of_id as "followUpOfId"`, 'followUpOf'],
  [sql`t.merged_into_id as "mergedIntoId"`, 'mergedInto'],
  [sql`t.seq, t.public_seq as "publicSeq"`, 'seq'],
  [sql`t.comment_count as "commentCount"`, 'commentCount'],
  [sql`t.public_comment_count as "publicCommentCount"`, 'commentCount', 'isPrivate'],
  [sql`t.created_at as "createdAt"`, 'createdAt'],
  [sql`t.updated_at as "updatedAt", t.public_updated_at as "publicUpdatedAt"`, 'updatedAt'],
  [
    sql`(select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null) as "warningCount"`,
    'warningCount',
  ],
];

/**
 * Tickets in one statement. `page` selects and orders `t.*` from `ticket t`. A PAGE has its people with all that is asked
 * of them and who takes part, a LIST only their names. `more` adds columns.
 */
export async function readTickets(
  db: Queries,
  page: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  { as, asks, more = [] }: { as: 'PAGE' | 'LIST'; asks: Asks | null; more?: readonly RawBuilder<unknown>[] },
): Promise<TicketRow[]> {
  const [requester, assignee] = [listedPerson('requester', asks), listedPerson('assignee', asks)];
  const people =
    as === 'LIST'
      ? [requester.columns, assignee.columns]
      : [
          sql`${personJson('requester', asks)} as requester`,
          sql`case when assignee.id is not null then ${personJson('assignee', asks)} end as assignee`,
        ];
  const columns = [
    sql`t.id, t.status, t.department_id as "departmentId", d.revision as "departmentRevision"`,
    ...people,
    ...further.filter(([, ...fields]) => mayAsk(asks, ...fields)).map(([column]) => column),
    ...(as === 'PAGE' ? [sql`${participants} as participants`] : []),
    ...more,
  ];
  const { rows } = await sql<FetchedRow>`
    select ${sql.join(columns)}
    from (${page}) t
      join department d on d.id = t.department_id
      join person requester on requester.id = t.requester_id
      left join person assignee on assignee.id = t.assignee_id
    order by ${order}`.execute(db);
  const departments = await departmentsOf(db, rows);
  return rows.flatMap((row) => {
    const department = departments.get(row.departmentId);
    if (!department) return [];
    const listed = as === 'LIST' ? { requester: requester.of(row), assignee: assignee.of(row) } : {};
    return [Object.assign(row, listed, { department })];
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
export const ticketById = defineLoader<string, TicketRow | null>(async (ids, { desk, viewer, asks }) => {
  const page = sql`select t.* from ticket t where t.id ${among(ids)}`;
  const rows = await readTickets(desk.db, page, sql`t.id`, { as: 'PAGE', asks });
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
  const { desk, asks } = context;
  const page = sql`select t.* from ticket t where t.number = ${number}`;
  const [row] = await readTickets(desk.db, page, sql`t.id`, { as: 'PAGE', asks });
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
