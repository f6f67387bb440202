import { sql } from 'kysely';
import { openTo, type Party, type SubjectTicket, type TicketPriority, type TicketStatus } from '@copydesk/rules';
import { among } from '../../platform/database/among.ts';
import type { Queries } from '../../platform/database/database.ts';
import { departmentJson, departmentsOf, type DepartmentState, type OfDepartment } from '../departments/index.ts';
import { partyJson } from '../people/index.ts';

export { departmentJson, type DepartmentState } from '../departments/index.ts';

export type CcState = Party & { helpCenterAccess: boolean };

/** People that a caller named, found by id or by canonical address. */
export type Given = {
  personIds?: readonly string[];
  addresses?: readonly string[];
  /** Full names, in lower case; of staff alone. */
  staffNames?: readonly string[];
  departmentSlugs?: readonly string[];
};
export type GivenPerson = { party: Party; addresses: string[] };

/** Everything the rules look at in a ticket, from one statement and so from one moment. */
export type TicketState = {
  id: string;
  number: number;
  subject: string;
  status: TicketStatus;
  priority: TicketPriority;
  tags: string[];
  /** For good: the ticket that goes on in its place. */
  mergedIntoId: string | null;
  seq: number;
  publicSeq: number;
  publicCommentCount: number;
  department: DepartmentState;
  requester: Party;
  assignee: Party | null;
  ccs: CcState[];
  followers: Party[];
  /** CCs whom an agent removed (sticky). */
  removedCcIds: string[];
  /** Every support address of the desk, whichever department's: none of them is ever copied. */
  deskAddresses: string[];
  given: GivenPerson[];
  /** Departments that were named by slug. */
  givenDepartments: DepartmentState[];
};

const deskAddresses = sql<string[]>`coalesce(
  (select json_agg(a.canonical) from address a where a.department_id is not null), '[]')`;

function givenJson(given: Given) {
  const ids = [...(given.personIds ?? [])];
  const addresses = [...(given.addresses ?? [])];
  const names = [...(given.staffNames ?? [])];
  if (ids.length === 0 && addresses.length === 0 && names.length === 0) return sql<GivenPerson[]>`'[]'::json`;
  return sql<GivenPerson[]>`coalesce((select json_agg(json_build_object(
      'party', ${partyJson('g')},
      'addresses', coalesce((select json_agg(a.canonical) from address a where a.person_id = g.id), '[]')))
    from person g
    where g.id = any(${ids}::uuid[]
      || array(select a.person_id from address a where a.canonical = any(${addresses}::text[]))
      ${names.length > 0 ? sql`|| array(select p.id from person p where p.role <> 'END_USER' and lower(p.name) = any(${names}::text[]))` : sql``})), '[]')`;
}

function givenDepartmentsJson({ departmentSlugs }: Given) {
  if (!departmentSlugs?.length) return sql<DepartmentState[]>`'[]'::json`;
  return sql<DepartmentState[]>`coalesce(
    (select json_agg(${departmentJson}) from department d where d.slug = any(${[...departmentSlugs]}::text[])), '[]')`;
}

/** Loads a ticket for a decision. Null: there is no such ticket. Asks nothing about who may see it. */
export async function loadTicketState(db: Queries, ticketId: string, given: Given = {}): Promise<TicketState | null> {
  const [state] = await loadTicketStates(db, [ticketId], given);
  return state ?? null;
}

/** The same for many tickets, in one statement; those that do not exist are left out. */
export async function loadTicketStates(
  db: Queries,
  ticketIds: readonly string[],
  given: Given = {},
): Promise<TicketState[]> {
  const { rows } = await sql<Omit<TicketState, 'department'> & OfDepartment>`
    select t.id, t.number, t.subject, t.status, t.priority, t.tags, t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq",
      t.public_comment_count as "publicCommentCount",
      d.id as "departmentId", d.revision as "departmentRevision",
      ${partyJson('requester')} as requester,
      case when assignee.id is not null then ${partyJson('assignee')} end as assignee,
      coalesce((select json_agg(${partyJson('p', sql`'helpCenterAccess', cc.help_center_access`)}
          order by cc.added_at, p.id)
        from cc join person p on p.id = cc.person_id where cc.ticket_id = t.id), '[]') as ccs,
      coalesce((select json_agg(${partyJson('p')} order by f.added_at, p.id)
        from follower f join person p on p.id = f.person_id where f.ticket_id = t.id), '[]') as followers,
      coalesce((select json_agg(r.person_id) from removed_cc r where r.ticket_id = t.id), '[]') as "removedCcIds",
      ${deskAddresses} as "deskAddresses",
      ${givenJson(given)} as given, ${givenDepartmentsJson(given)} as "givenDepartments"
    from ticket t
      join department d on d.id = t.department_id
      join person requester on requester.id = t.requester_id
      left join person assignee on assignee.id = t.assignee_id
    where t.id ${among(ticketIds)}`.execute(db);
  return withDepartments(db, rows);
}

/** Whoever decides may put another policy in the department's place, but not into the one that all share. */
async function withDepartments<Row extends OfDepartment>(db: Queries, rows: readonly Row[]) {
  const departments = await departmentsOf(db, rows);
  return rows.flatMap((row) => {
    const department = departments.get(row.departmentId);
    return department ? [Object.assign(row, { department: { ...department } })] : [];
  });
}

/** What a new ticket is decided on: its department, and whom and what was named. */
export type NewTicketState = Pick<TicketState, 'department' | 'deskAddresses' | 'given' | 'givenDepartments'>;

/** Loads what a new ticket is decided on. Null: no such department. */
export async function loadDepartmentState(
  db: Queries,
  departmentId: string,
  given: Given = {},
): Promise<NewTicketState | null> {
  const { rows } = await sql<Omit<NewTicketState, 'department'> & OfDepartment>`
    select d.id as "departmentId", d.revision as "departmentRevision", ${deskAddresses} as "deskAddresses", ${givenJson(given)} as given,
      ${givenDepartmentsJson(given)} as "givenDepartments"
    from department d where d.id = ${departmentId}`.execute(db);
  const [state] = await withDepartments(db, rows);
  return state ?? null;
}

/** The ticket as `may` wants to see it. */
export function subjectOf(state: TicketState): SubjectTicket {
  return {
    departmentId: state.department.id,
    requesterId: state.requester.id,
    assigneeId: state.assignee?.id ?? null,
    ccIds: state.ccs.map((cc) => cc.id),
    followerIds: state.followers.map((follower) => follower.id),
    restrictedIds: state.ccs.filter((cc) => !cc.helpCenterAccess).map((cc) => cc.id),
    ...openTo(state.department.policy),
  };
}
