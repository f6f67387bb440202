import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';
import { bodies, firstNames, lastNames, LENGTHS, OPENINGS, subjects } from './bulk-texts.ts';

/** Six agents and two light agents. */
export const STAFF_PER_DEPARTMENT = 8;
const AGENTS = 6;
/** A chunk has as many people of its own at least, and each is counted as one of its tickets. */
export const LEAST_CHUNK = 6;

export type BulkChunk = {
  /** How many tickets stand before this chunk's first. */
  first: number;
  /** The tickets' numbers, of which there are as many as tickets. */
  numbers: readonly number[];
  /** How many days before now the first ticket was written, and how many lie between two. */
  newestDay: number;
  days: number;
  departmentIds: readonly string[];
  /** The staff of each department in turn, `STAFF_PER_DEPARTMENT` of each. */
  staffIds: readonly string[];
};

const nameOf = (n: ReturnType<typeof sql>) => sql`(${firstNames}::text[])[1 + (${n}) % ${firstNames.length}::int]
  || ' ' || (${lastNames}::text[])[1 + (${n}) / ${firstNames.length}::int % ${lastNames.length}::int]`;

/** A department's staff, unless they are there. */
export async function insertTeam(db: Database, departmentId: string, slug: string): Promise<void> {
  await sql`
    with made as materialized (
      select n, uuidv7() as id, 'agent-' || n || ${`.${slug}@desk.example.com`}::text as canonical
      from generate_series(1, ${STAFF_PER_DEPARTMENT}::int) n
      where not exists (select from address where canonical = 'agent-' || n || ${`.${slug}@desk.example.com`}::text)),
    people as (
      insert into person (id, name, role, may_comment_publicly)
      select id, ${nameOf(sql`n * 5 + length(canonical)`)}, case when n > ${AGENTS}::int then 'LIGHT_AGENT' else 'AGENT' end,
        n <= ${AGENTS}::int from made),
    members as (insert into department_member (person_id, department_id) select id, ${departmentId}::uuid from made)
    insert into address (canonical, person_id) select canonical, id from made`.execute(db);
}

/** What ticket `n` is like. A new one has its first comment only; `held` are statuses that an agent gave. */
const shape = sql`
  select n, case when n % 20 = 0 then 'NEW' when n % 20 < 6 then 'OPEN' when n % 20 < 9 then 'ANSWERED'
      when n % 20 = 9 then 'ON_HOLD' when n % 20 < 15 then 'SOLVED' else 'CLOSED' end as status,
    case n % 20 when 0 then 1 when 3 then 20 else 1 + (n * 7 + n / 20) % 8 end as comments,
    case when n % 20 = 3 then 5 when n % 20 between 6 and 8 then 2 else n % 3 end as ccs,
    case when n % 20 = 3 then 3 when n % 20 between 6 and 8 then 1 else n % 2 end as followers`;

/** Every fifth comment, from the fourth on, is an internal note; `notesUpTo` counts those among the comments 0 to `i`. */
const isInternal = sql`i % 5 = 3`;
const notesUpTo = (i: ReturnType<typeof sql>) => sql`((${i}) + 2) / 5`;
const isStaffs = sql`(i % 5 = 3 or i % 3 = 1)`;

/**
 * The log of a ticket: that it was created, its first comment, its CCs, its followers, the other comments, its status. What
 * stands at which place is counted, and not sorted for.
 */
const happened = sql`
  select n, id as ticket_id, department_id, 1 as seq, 1 as public_seq, 'ticket.created' as type, requester_id as actor_id,
    born as at, '{}'::jsonb as data from made
  union all select n, ticket_id, department_id, 2 + case when i = 0 then 0 else ccs + followers + i end,
    case when not internal then 2 + case when i = 0 then 0 else ccs + i - ${notesUpTo(sql`i`)} end end,
    'comment.added', author_id, at, jsonb_build_object('commentId', id) from words
  union all select n, ticket_id, department_id, 2 + j, 2 + j, 'cc.added', requester_id, born,
    jsonb_build_object('personId', person_id) from copies
  union all select n, ticket_id, department_id, 2 + ccs + j, null, 'follower.added', agent_id, born,
    jsonb_build_object('personId', person_id) from follows
  union all select n, id, department_id, 2 + comments + ccs + followers, 2 + comments - notes + ccs, 'ticket.changed',
    agent_id, last, jsonb_build_object('changed', jsonb_build_object('status', jsonb_build_object('from', 'NEW', 'to', status)))
    from made where status <> 'NEW'`;

/**
 * One chunk in one statement, and so in one transaction. Ids are made with the time that the row tells; events are written in the order of tickets
 * and seqs, for (xid, id) is the log's order.
 */
export async function insertTickets(db: Database, epoch: number, chunk: BulkChunk) {
  const { first, numbers, newestDay, days, departmentIds, staffIds } = chunk;
  const people = Math.max(LEAST_CHUNK, Math.ceil(numbers.length / 4));
  const { rows } = await sql<{ xid: string; comments: number; events: number }>`
    with customer as materialized (
      select c, uuidv7() as id from generate_series(0, ${people - 1}::int) c),
    shape as materialized (${shape} from generate_series(${first + 1}::int, ${first + numbers.length}::int) n),
    made as materialized (
      select shape.*, ${notesUpTo(sql`comments - 1`)} as notes, (status <> 'NEW')::int as changed, born, pause,
        case when status = 'NEW' then born else born + comments * pause end as last, uuidv7(born - now()) as id,
        (${departmentIds}::uuid[])[1 + department] as department_id, customer.id as requester_id,
        (${staffIds}::uuid[])[1 + department * ${STAFF_PER_DEPARTMENT}::int + n % ${AGENTS}::int] as agent_id, department
      from shape
        cross join lateral (select n / 20 % ${departmentIds.length}::int as department,
          now() - make_interval(secs => 86400 * (${newestDay}::float8 - (n - ${first + 1}::int) * ${days}::float8)) as born) at
        cross join lateral (select least((now() - born) / (comments + 1), interval '3 hours') as pause) pace
        join customer on customer.c = n % ${people}::int),
    words as materialized (
      select made.id as ticket_id, made.department_id, made.n, ccs, followers, i, uuidv7(born + i * pause - now()) as id,
        born + i * pause as at, ${isInternal} as internal, case when ${isStaffs} then agent_id else requester_id end as author_id
      from made, generate_series(0, comments - 1) i),
    copies as materialized (
      select made.id as ticket_id, made.department_id, made.n, j, customer.id as person_id, born, requester_id
      from made, generate_series(1, ccs) j join customer on true
      where customer.c = (made.n + j) % ${people}::int),
    follows as materialized (
      select made.id as ticket_id, made.department_id, made.n, ccs, j, born, agent_id,
        (${staffIds}::uuid[])[1 + department * ${STAFF_PER_DEPARTMENT}::int + (n + j) % ${STAFF_PER_DEPARTMENT}::int] as person_id
      from made, generate_series(1, followers) j),
    people as (insert into person (id, name, role) select id, ${nameOf(sql`c + ${first}::int`)}, 'END_USER' from customer),
    addresses as (
      insert into address (canonical, person_id)
      select 'customer-' || ${first}::int + c + 1 || '@customers.example.com', id from customer),
    tickets as (
      insert into ticket (id, number, department_id, subject, status, requester_id, assignee_id, created_by_id, seq,
        public_seq, comment_count, public_comment_count, created_at, updated_at, public_updated_at)
      select id, (${numbers}::int[])[n - ${first}::int], department_id, (${subjects}::text[])[1 + n % ${subjects.length}::int],
        status, requester_id, case when status <> 'NEW' then agent_id end, requester_id, 1 + comments + ccs + followers + changed,
        1 + comments - notes + ccs + changed, comments, comments - notes, born, last, last
      from made order by n),
    comments as (
      insert into comment (id, ticket_id, author_id, visibility, body_text, via, created_at)
      select id, ticket_id, author_id, case when internal then 'INTERNAL' else 'PUBLIC' end,
        (${bodies}::text[])[1 + (n * 3 + i * 5) % ${OPENINGS}::int * ${LENGTHS}::int + (n + i) % ${LENGTHS}::int],
        case when ${isStaffs} then 'CONSOLE' else 'HELP_CENTER' end, at
      from words),
    ccs as (
      insert into cc (ticket_id, person_id, added_by_id, added_via, cause, added_at)
      select ticket_id, person_id, requester_id, 'HELP_CENTER', '{"rule": "added-by-hand"}', born from copies),
    followers as (
      insert into follower (ticket_id, person_id, added_by_id, added_via, cause, added_at)
      select ticket_id, person_id, agent_id, 'CONSOLE', '{"rule": "added-by-hand"}', born from follows),
    events as (
      insert into event (epoch, ticket_id, seq, public_seq, type, department_id, actor_id, at, data)
      select ${epoch}::int, ticket_id, seq, public_seq, type, department_id, actor_id, at, data
      from (${happened}) happened order by n, seq
      returning xid)
    select (select count(*)::int from words) as comments, (select count(*)::int from events) as events,
      (select xid::text from events limit 1) as xid`.execute(db);
  const [written] = rows;
  if (!written) throw new Error('The chunk was not written.');
  return { ...written, people };
}
