import pg from 'pg';
import { randomUUID } from 'node:crypto';
import type { Bench } from '../bench.ts';
import type { Client } from '../measure.ts';

const text = `
  with t as (
    update ticket set seq = seq + 1, public_seq = public_seq + 1, comment_count = comment_count + 1,
      public_comment_count = public_comment_count + 1, updated_at = now(), public_updated_at = now()
    where id = $1 returning id, seq, public_seq, department_id),
  c as (
    insert into comment (id, ticket_id, author_id, visibility, body_text, via, told)
    select $2, t.id, $3, 'PUBLIC', $4, 'API', $5::jsonb from t returning created_at),
  e as (
    insert into event (epoch, ticket_id, seq, public_seq, type, department_id, actor_id, data)
    select 1, t.id, t.seq, t.public_seq, 'comment.added', t.department_id, $3, jsonb_build_object('commentId', $2::text)
    from t)
  select t.seq, c.created_at from t, c`;

type Post = { agentId: string; told: string; text: string };
type From = Post & { ticketIds: readonly string[]; at(client: number, turn: number): number; client: number };

/** Writes the rows of one comment. */
export async function writeRawPost(connection: pg.Client, ticketId: string, post: Post): Promise<void> {
  const values = [ticketId, inOrder(), post.agentId, post.text, post.told];
  const { rowCount } = await connection.query({ name: 'post', text, values });
  if (rowCount !== 1) throw new Error('The limit wrote nothing.');
}

/** The rows of a comment in one statement: nobody is asked who it is, nothing is decided, nobody is told of it. */
export async function openRawPost({ cluster }: Bench, from: From): Promise<Client> {
  const connection = new pg.Client(cluster.url);
  await connection.connect();
  let turn = 0;
  return {
    async once() {
      const ticketId = from.ticketIds[from.at(from.client, turn) % from.ticketIds.length]!;
      turn += 1;
      await writeRawPost(connection, ticketId, from);
    },
    close: () => connection.end(),
  };
}

/** An id of version 7, as the desk makes them: in the order of time, for the index's sake. */
function inOrder(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
