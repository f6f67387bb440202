import pg from 'pg';
import type { Bench } from '../bench.ts';
import type { Client } from '../measure.ts';

const person = (of: string) => `${of}.id as ${of}_id, ${of}.name as ${of}_name`;
const statements = [
  `select t.id, t.number, t.subject, t.status, t.seq, t.created_at, t.updated_at, d.id as department_id, d.name,
    d.policy #>> '{cc,limit}' as cc_limit, ${person('requester')}, ${person('assignee')}
    from ticket t join department d on d.id = t.department_id join person requester on requester.id = t.requester_id
      left join person assignee on assignee.id = t.assignee_id where t.id = $1`,
  `select c.id, c.visibility, c.body_text, c.via, c.created_at, ${person('author')}, author.role
    from comment c left join person author on author.id = c.author_id
    where c.ticket_id = $1 order by c.id desc limit 20`,
  `select ${person('p')}, a.canonical, cc.added_at from cc join person p on p.id = cc.person_id
    left join address a on a.person_id = p.id and a.is_primary where cc.ticket_id = $1 order by cc.added_at, p.id`,
  `select ${person('p')} from follower f join person p on p.id = f.person_id
    where f.ticket_id = $1 order by f.added_at, p.id`,
];

type Rows = Record<string, unknown>[];

/** The rows of a ticket's page: the ticket, its comments from the newest on, its CCs, its followers. */
export async function readRawTicket(connection: pg.Client, ticketId: string): Promise<Rows[]> {
  const results = await Promise.all(
    statements.map((text, at) => connection.query<Rows[number]>({ name: `open ${at}`, text, values: [ticketId] })),
  );
  return results.map(({ rows }) => rows);
}

/** A ticket's rows, asked for all at once over one connection. */
export async function openRawTicket({ cluster }: Bench, ids: readonly string[], client: number): Promise<Client> {
  const connection = new pg.Client({ connectionString: cluster.url, pipeline: true });
  await connection.connect();
  let turn = 0;
  return {
    async once() {
      const rows = await readRawTicket(connection, ids[(client * 7 + turn) % ids.length]!);
      turn += 1;
      const counts = rows.map(({ length }) => length).join();
      if (counts !== '1,20,5,3') throw new Error(`The limit read ${counts} rows.`);
    },
    close: () => connection.end(),
  };
}
