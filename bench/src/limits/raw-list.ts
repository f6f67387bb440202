import pg from 'pg';
import type { Bench } from '../bench.ts';
import type { Client } from '../measure.ts';

const text = `
  select t.id, t.number, t.subject, t.status, t.updated_at, t.comment_count, requester.id as requester_id,
    requester.name as requester_name, assignee.id as assignee_id, assignee.name as assignee_name
  from ticket t join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  where t.department_id = $1 and t.status = 'OPEN' order by t.updated_at desc, t.id desc limit 51`;

/** The rows of a department's list, and one more, by which it is known that there are more. */
export async function readRawList(connection: pg.Client, departmentId: string): Promise<Record<string, unknown>[]> {
  const { rows } = await connection.query<Record<string, unknown>>({ name: 'list', text, values: [departmentId] });
  return rows;
}

/** A list's rows, over a connection of its own. */
export async function openRawList(
  { cluster }: Bench,
  departmentIds: readonly string[],
  client: number,
): Promise<Client> {
  const connection = new pg.Client(cluster.url);
  await connection.connect();
  let turn = 0;
  return {
    async once() {
      turn += 1;
      const rows = await readRawList(connection, departmentIds[(client + turn) % departmentIds.length]!);
      if (rows.length === 0) throw new Error('The limit read no rows.');
    },
    close: () => connection.end(),
  };
}
