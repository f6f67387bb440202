import { setTimeout as delay } from 'node:timers/promises';
import { globalId, type Bench } from '../bench.ts';
import { openRawPost, writeRawPost } from '../limits/raw-post.ts';
import { HttpClient } from '../http-client.ts';
import type { Backlog } from '../report.ts';
import { requireSame } from '../same-rows.ts';
import type { Workload } from './requests.ts';

const document = `mutation Post($input: AddCommentInput!) {
  addComment(input: $input) { comment { id visibility createdAt } ticket { id seq status } errors { code message } }
}`;
export const commentText =
  'Thank you for writing. The replacement leaves the warehouse tomorrow morning, and you will get the tracking number by mail. '.repeat(
    2,
  );

/** The body of an HTTP request that posts a public reply. */
export function postBody(ticketId: string): string {
  const input = { ticketId: globalId('Ticket', ticketId), body: commentText, visibility: 'PUBLIC' };
  return JSON.stringify({ query: document, variables: { input } });
}

/** More than there are clients: no two of them write on one ticket at a time. */
const STRIDE = 64;
const placeOf = (client: number, turn: number) => client + turn * STRIDE;

/** W1: a public reply of an agent, on tickets with a requester, two CCs and a follower, all of whom get a mail. */
export async function postComment(bench: Bench): Promise<Workload> {
  // From all over the table, one half for the desk and one for the limit.
  const { rows } = await bench.sql.query<{ id: string }>(`
    select id from ticket t where status = 'ANSWERED' and (select count(*) from cc where ticket_id = t.id) = 2
      and (select count(*) from follower where ticket_id = t.id) = 1 order by hashtext(id::text), id limit 8000`);
  const half = Math.floor(rows.length / 2);
  if (half < STRIDE) throw new Error('Too few tickets to post on.');
  const ids = rows.slice(0, half).map(({ id }) => id);
  const own = ids.map(postBody);
  const raw = rows.slice(half).map(({ id }) => id);
  // Whom a comment told, as the desk stores it: the limit writes as many bytes.
  const http = await HttpClient.open(bench.desk.url, bench.desk.token);
  await http.request(own[0]!);
  http.close();
  const stored = await bench.sql.query<{ told: unknown }>('select told from comment order by id desc limit 1');
  const post = { agentId: bench.desk.agentId, told: JSON.stringify(stored.rows[0]?.told), text: commentText };
  return {
    name: 'W1 post a comment',
    limit: 'one prepared SQL statement: comment, counters of the ticket, event',
    body: (client, turn) => own[placeOf(client, turn) % own.length]!,
    openLimit: (client) => openRawPost(bench, { ...post, ticketIds: raw, at: placeOf, client }),
    settle: () => mailsWritten(bench),
    apart: (run) => apartFromConsumers(bench, run),
    async sameRows(ask) {
      const [mine, its] = [ids[1]!, raw[1]!];
      const desk = await writtenBy(bench, mine, () => ask(own[1]!));
      const limit = await writtenBy(bench, its, () => writeRawPost(bench.sql, its, post));
      requireSame('W1', desk, limit);
      return 3;
    },
  };
}

/** What was written to a ticket and its tables: by how much it was counted up, and what the new rows hold. */
async function writtenBy({ sql }: Bench, ticketId: string, write: () => Promise<unknown>): Promise<object> {
  const counts = async () =>
    (
      await sql.query<Record<string, number>>(
        `select seq, public_seq, comment_count, public_comment_count,
          (select count(*)::int from comment where ticket_id = $1) as comments,
          (select count(*)::int from event where ticket_id = $1) as events from ticket where id = $1`,
        [ticketId],
      )
    ).rows[0]!;
  const before = await counts();
  await write();
  const after = await counts();
  const { rows } = await sql.query(
    `select length(c.body_text) as text, c.visibility, c.via, jsonb_array_length(c.told) as told,
      (select array_agg(key order by key) from jsonb_each(to_jsonb(c)) where value <> 'null') as columns, e.type,
      (select array_agg(key order by key) from jsonb_each(to_jsonb(e)) where value <> 'null') as event_columns,
      t.updated_at = c.created_at as touched, t.public_updated_at = c.created_at as touched_publicly
    from ticket t join event e on e.ticket_id = t.id and e.seq = t.seq
      join comment c on c.id = (e.data ->> 'commentId')::uuid where t.id = $1`,
    [ticketId],
  );
  return { counted: Object.entries(after).map(([name, count]) => [name, count - before[name]!]), rows };
}

type Standing = { unread: number; read: number; at: number };

/** How much of the log the notifications have still to read, and have read. */
async function standing(bench: Bench): Promise<Standing> {
  const { rows } = await bench.sql.query<{ unread: string; read: string }>(`
    select last.id - c.last_id as unread, c.last_id as read
    from event_consumer c, (select id from event order by epoch desc, xid desc, id desc limit 1) last
    where c.name = 'notifications'`);
  return { unread: Number(rows[0]!.unread), read: Number(rows[0]!.read), at: performance.now() };
}

/**
 * Lets the mails of a round be written before the limit has its turn. What is not written in time is left out: the cursor
 * moves over it, and the rate at which they were written tells how far behind they are.
 */
export async function mailsWritten(bench: Bench): Promise<Backlog> {
  const first = await standing(bench);
  let now = first;
  while (now.unread > 0 && now.at - first.at < bench.plan.patienceMs) {
    await delay(20);
    now = await standing(bench);
  }
  const perSecond = first.unread === 0 ? 0 : ((now.read - first.read) * 1000) / (now.at - first.at);
  if (now.unread > 0) await passOver(bench, ['notifications']);
  return { unread: first.unread, perSecond };
}

const passOver = ({ sql }: Bench, consumers: readonly string[]) =>
  sql.query(
    `update event_consumer c set epoch = last.epoch, xid = last.xid, last_id = last.id
      from (select epoch, xid, id from event order by epoch desc, xid desc, id desc limit 1) last
      where c.name = any($1)`,
    [consumers],
  );

const CONSUMERS = ['notifications', 'triggers'];

/**
 * What the limit writes stands in the log, and the desk would write mails of it, in the limit's time and in its own next
 * round: meanwhile it is not the desk's turn to read, and afterwards its cursors stand behind it.
 */
async function apartFromConsumers<T>(bench: Bench, run: () => Promise<T>): Promise<T> {
  const turns = (lock: string) =>
    bench.sql.query(`select ${lock}(hashtextextended('consumer:' || name, 0)) from unnest($1::text[]) name`, [
      CONSUMERS,
    ]);
  await turns('pg_advisory_lock');
  try {
    return await run();
  } finally {
    await passOver(bench, CONSUMERS);
    await turns('pg_advisory_unlock');
  }
}
