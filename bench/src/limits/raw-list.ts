import pg from 'pg';
import type { Bench } from '../bench.ts';
import type { Client } from '../measure.ts';

const text = `
  select t.id, t.number, t.subject, t.status, t.updated_at, t.comment_count, requester.id as requester_id,
    requester.name as requester_name, assignee.id as assignee_id, assignee.name as assignee_name
  from ticket t join person requester on requester.id = t.requester_id
    left join person assignee on assignee.id = t.assignee_id
  where t.department_id = $1 and t.status = 'OPEN' order by t.updated_at desc, t.id desc limit 51`;

/** A list's rows. */
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
      const values = [departmentIds[(client + turn) % departmentIds.length]];
      const { rows } = await connection.query({ name: 'list', text, values });
      if (rows.length === 0) throw new Error('The limit read no rows.');
    },
    close: () => connection.end(),
  };
}
