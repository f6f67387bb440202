import { sql } from 'kysely';
import type { Database } from '../platform/database/database.ts';

/** Six agents and two light agents. */
export const STAFF_PER_DEPARTMENT = 8;
const AGENTS = 6;

export type BulkChunk = {
  /** How many tickets stand before this chunk's first. */
  first: number;
  size: number;
  /** How many days before now the first ticket was written, and how many lie between two. */
  newestDay: number;
  days: number;
  departmentIds: readonly string[];
  /** The staff of each department in turn, `STAFF_PER_DEPARTMENT` of each. */
  staffIds: readonly string[];
};

const firstNames = [
  'Ada',
  'Bela',
  'Chidi',
  'Dana',
  'Emil',
  'Fumiko',
  'Greta',
  'Hassan',
  'Ines',
  'Jonas',
  'Kaya',
  'Liam',
];
const lastNames = [
  'Abbott',
  'Brandt',
  'Costa',
  'Diallo',
  'Eriksen',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ito',
  'Jensen',
  'Kim',
];
const subjects = [
  'Parcel has not arrived',
  'Wrong item in the box',
  'Invoice shows the old address',
  'How do I return a gift?',
  'Charged twice for one order',
  'Delivery on a Saturday',
  'Item broke after a week',
];
const sentences = [
  'Thank you for looking into this so quickly.',
  'The order was placed on Monday and confirmed by mail within the hour.',
  'I have attached the receipt, and the number on the label is the one I gave you on the phone.',
  'We have asked the carrier for a trace; they answer within two working days.',
  'Please tell me whether you need anything else from my side.',
  'The replacement leaves the warehouse tomorrow morning, and you will get the tracking number by mail.',
  'My neighbour was at home all day and nobody rang.',
  'It says delivered, but there is nothing at the door, in the garage or at the reception.',
  'According to the terms this is covered, so there is no charge for you.',
];

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

/** Every fifth comment, from the fourth on, is an internal note. */
const isInternal = sql`i % 5 = 3`;
const isStaffs = sql`(i % 5 = 3 or i % 3 = 1)`;

/**
 * One chunk in one statement, and so in one transaction. Ids are made with the time that the row tells; events are written
 * in the order of tickets and seqs, for (xid, id) is the log's order.
 */
export async function insertTickets(db: Database, epoch: number, chunk: BulkChunk) {
  const { first, size, newestDay, days, departmentIds, staffIds } = chunk;
  const people = Math.max(6, Math.ceil(size / 4));
  const { rows } = await sql<{ xid: string; comments: number; events: number }>`
    with customer as materialized (
      select c, uuidv7() as id from generate_series(0, ${people - 1}::int) c),
    shape as materialized (${shape} from generate_series(${first + 1}::int, ${first + size}::int) n),
    made as materialized (
      select shape.*, born, uuidv7(born - now()) as id, (now() - born) / (comments + 1) as pause,
        (${departmentIds}::uuid[])[1 + department] as department_id, customer.id as requester_id,
        (${staffIds}::uuid[])[1 + department * ${STAFF_PER_DEPARTMENT}::int + n % ${AGENTS}::int] as agent_id
      from shape
        cross join lateral (select n / 20 % ${departmentIds.length}::int as department,
          now() - make_interval(secs => 86400 * (${newestDay}::float8 - (n - ${first + 1}::int) * ${days}::float8)) as born) at
        join customer on customer.c = n % ${people}::int),
    words as materialized (
      select made.id as ticket_id, made.n, i, uuidv7(born + i * least(pause, interval '3 hours') - now()) as id,
        born + i * least(pause, interval '3 hours') as at, ${isInternal} as internal,
        case when ${isStaffs} then agent_id else requester_id end as author_id, ${isStaffs} as by_staff
      from made, generate_series(0, comments - 1) i),
    copies as materialized (
      select made.id as ticket_id, made.n, j, customer.id as person_id, born as at, requester_id
      from made, generate_series(1, ccs) j join customer on true
      where customer.c = (made.n + j) % ${people}::int),
    follows as materialized (
      select made.id as ticket_id, made.n, j, born as at, agent_id, (${staffIds}::uuid[])[1 + n / 20 % ${departmentIds.length}::int
        * ${STAFF_PER_DEPARTMENT}::int + (n + j) % ${STAFF_PER_DEPARTMENT}::int] as person_id
      from made, generate_series(1, followers) j),
    happened as (
      select n, id as ticket_id, 0 as rank, 0 as place, 'ticket.created' as type, true as public, requester_id as actor_id,
        born as at, '{}'::jsonb as data from made
      union all select n, ticket_id, case i when 0 then 1 else 4 end, i, 'comment.added', not internal, author_id, at,
        jsonb_build_object('commentId', id) from words
      union all select n, ticket_id, 2, j, 'cc.added', true, requester_id, at,
        jsonb_build_object('personId', person_id) from copies
      union all select n, ticket_id, 3, j, 'follower.added', false, agent_id, at,
        jsonb_build_object('personId', person_id) from follows
      union all select n, id, 5, 0, 'ticket.changed', true, agent_id, born + comments * least(pause, interval '3 hours'),
        jsonb_build_object('changed', jsonb_build_object('status', jsonb_build_object('from', 'NEW', 'to', status)))
        from made where status <> 'NEW'),
    counted as (
      select *, row_number() over told as seq, count(*) filter (where public) over told as public_seq from happened
      window told as (partition by n order by rank, place)),
    people as (insert into person (id, name, role) select id, ${nameOf(sql`c + ${first}::int`)}, 'END_USER' from customer),
    addresses as (
      insert into address (canonical, person_id)
      select 'customer-' || ${first}::int + c + 1 || '@customers.example.com', id from customer),
    tickets as (
      insert into ticket (id, department_id, subject, status, requester_id, assignee_id, created_by_id, seq, public_seq,
        comment_count, public_comment_count, created_at, updated_at, public_updated_at)
      select id, department_id, (${subjects}::text[])[1 + n % ${subjects.length}::int], status, requester_id,
        case when status <> 'NEW' then agent_id end, requester_id, 1 + comments + ccs + followers + changed,
        1 + comments - notes + ccs + changed, comments, comments - notes, born, last, last
      from made cross join lateral (select (comments + 1) / 5 as notes, (status <> 'NEW')::int as changed,
        case when status = 'NEW' then born else born + comments * least(pause, interval '3 hours') end as last) sums
      order by n),
    comments as (
      insert into comment (id, ticket_id, author_id, visibility, body_text, via, created_at)
      select id, ticket_id, author_id, case when internal then 'INTERNAL' else 'PUBLIC' end,
        (select string_agg((${sentences}::text[])[1 + (n * 3 + i * 5 + s * 2) % ${sentences.length}::int], ' ')
          from generate_series(0, 1 + (n + i) % 4) s),
        case when by_staff then 'CONSOLE' else 'HELP_CENTER' end, at
      from words),
    ccs as (
      insert into cc (ticket_id, person_id, added_by_id, added_via, cause, added_at)
      select ticket_id, person_id, requester_id, 'HELP_CENTER', '{"rule": "added-by-hand"}', at from copies),
    followers as (
      insert into follower (ticket_id, person_id, added_by_id, added_via, cause, added_at)
      select ticket_id, person_id, agent_id, 'CONSOLE', '{"rule": "added-by-hand"}', at from follows),
    events as (
      insert into event (epoch, ticket_id, seq, public_seq, type, department_id, actor_id, at, data)
      select ${epoch}::int, ticket_id, seq, case when public then public_seq end, type, made.department_id, actor_id, at, data
      from counted join made using (n) order by n, seq
      returning xid)
    select (select count(*)::int from words) as comments, (select count(*)::int from events) as events,
      (select xid::text from events limit 1) as xid`.execute(db);
  const [written] = rows;
  if (!written) throw new Error('The chunk was not written.');
  return { ...written, people };
}
