import { sql } from 'kysely';
import { createDepartment } from '../features/departments/index.ts';
import { createPerson } from '../features/people/index.ts';
import type { Desk } from '../platform/desk.ts';
import { type Command, required, UsageError } from './command.ts';
import { makeTickets, type TicketRows } from './demo-rows.ts';

/** Small enough that no transaction holds the log's readers back for long. */
const chunk = 250;

export const demo: Command = {
  name: 'demo',
  usage: '--tickets N',
  summary:
    'Adds N tickets with comments, CCs and events, for benchmarks; nobody is written to. Prints how many there are.',
  options: { tickets: { type: 'string' } },
  help: [['--tickets N', 'how many']],
  async run(desk, values) {
    const wanted = Number(required(values, 'tickets'));
    if (!Number.isInteger(wanted) || wanted < 1) throw new UsageError('--tickets must be a number of 1 or more.');
    const { departmentIds, agentIds } = await team(desk);
    const customerIds = await customers(desk, Math.min(10_000, Math.max(20, Math.ceil(wanted / 10))));
    for (let made = 0; made < wanted; made += chunk) {
      const count = Math.min(chunk, wanted - made);
      await write(desk, makeTickets({ count, from: made, departmentIds, agentIds, customerIds }));
    }
    const { rows } = await sql<{ count: string }>`select count(*) from ticket`.execute(desk.db);
    return `${rows[0]?.count} tickets`;
  },
};

/** The departments and full agents there are; one of each is made for an empty desk. */
async function team(desk: Desk): Promise<{ departmentIds: string[]; agentIds: string[] }> {
  const departments = await desk.db.selectFrom('department').select('id').execute();
  const departmentIds = departments.map(({ id }) => id);
  if (departmentIds.length === 0) {
    const made = await createDepartment(desk, 'COMMAND_LINE', { name: 'Bench', slug: 'bench', preset: 'COPYDESK' });
    departmentIds.push(made.departmentId);
  }
  const agents = await desk.db.selectFrom('person').select('id').where('role', 'in', ['AGENT', 'ADMIN']).execute();
  const agentIds = agents.map(({ id }) => id);
  if (agentIds.length === 0) {
    const email = 'bench.agent@bench.invalid';
    agentIds.push(
      (await createPerson(desk, 'COMMAND_LINE', { name: 'Bench Agent', email, role: 'AGENT', departmentIds })).personId,
    );
  }
  return { departmentIds, agentIds };
}

/** At least `count` customers made by this command, at addresses that nobody can have. */
async function customers(desk: Desk, count: number): Promise<string[]> {
  await sql`
    with made as (
      insert into person (id, name, role)
      select uuidv7(), 'Customer ' || n, 'END_USER' from generate_series(1, ${count}) n
      where not exists (select from address where canonical = 'customer' || n || '@bench.invalid')
      returning id, name)
    insert into address (canonical, person_id)
    select 'customer' || split_part(name, ' ', 2) || '@bench.invalid', id from made`.execute(desk.db);
  const { rows } = await sql<{ id: string }>`
    select person_id as id from address where canonical like 'customer%@bench.invalid' order by canonical`.execute(
    desk.db,
  );
  return rows.map(({ id }) => id);
}

/** New tickets with their events, in one statement: they are nobody else's yet, so there is nothing to lock. */
async function write(desk: Desk, { tickets, comments, ccs, events }: TicketRows): Promise<void> {
  const set = (rows: readonly object[], columns: string) =>
    sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(${sql.raw(columns)})`;
  await sql`
    with t as (
      insert into ticket (id, department_id, subject, status, requester_id, assignee_id, seq, public_seq, comment_count,
        public_comment_count, created_at, updated_at, public_updated_at)
      select id, department, subject, status, requester, assignee, seq, "publicSeq", comments, "publicComments", at, updated, updated
      from ${set(tickets, 'id uuid, department uuid, subject text, status text, requester uuid, assignee uuid, seq int, "publicSeq" int, comments int, "publicComments" int, at timestamptz, updated timestamptz')}
      returning id, department_id),
    c as (
      insert into comment (id, ticket_id, author_id, visibility, body_text, via, created_at)
      select r.id, t.id, r.author, r.visibility, r.body, 'API', r.at
      from ${set(comments, 'id uuid, ticket uuid, author uuid, visibility text, body text, at timestamptz')} join t on t.id = r.ticket),
    joined as (
      insert into cc (ticket_id, person_id, added_via, added_at)
      select t.id, r.person, 'API', r.at from ${set(ccs, 'ticket uuid, person uuid, at timestamptz')} join t on t.id = r.ticket)
    insert into event (epoch, ticket_id, seq, public_seq, type, department_id, actor_id, at, data)
    select ${desk.epoch}, t.id, r.seq, r."publicSeq", r.type, t.department_id, r.actor, r.at, r.data
    from ${set(events, 'place int, ticket uuid, seq int, "publicSeq" int, type text, actor uuid, at timestamptz, data jsonb')}
    join t on t.id = r.ticket order by r.place`.execute(desk.db);
}
