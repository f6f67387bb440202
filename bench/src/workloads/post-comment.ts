import { setTimeout as delay } from 'node:timers/promises';
import { globalId, type Bench } from '../bench.ts';
import { openRawPost } from '../limits/raw-post.ts';
import { HttpClient } from '../http-client.ts';
import type { Workload } from './requests.ts';

const document = `mutation Post($input: AddCommentInput!) {
  addComment(input: $input) { comment { id visibility createdAt } ticket { id seq status } errors { code message } }
}`;
export const commentText =
  'Thank you for writing. The replacement leaves the warehouse tomorrow morning, and you will get the tracking number by mail. '.repeat(2);

/** The body of an HTTP request that posts a public reply. */
export function postBody(ticketId: string): string {
  const input = { ticketId: globalId('Ticket', ticketId), body: commentText, visibility: 'PUBLIC' };
  return JSON.stringify({ query: document, variables: { input } });
}

/** W1: a public reply of an agent, on tickets with a requester, two CCs and a follower, all of whom get a mail. */
export async function postComment(bench: Bench): Promise<Workload> {
  const { rows } = await bench.sql.query<{ id: string }>(`
    select id from ticket t where status = 'ANSWERED' and (select count(*) from cc where ticket_id = t.id) = 2
      and (select count(*) from follower where ticket_id = t.id) = 1 order by id`);
  const half = Math.floor(rows.length / 2);
  const own = rows.slice(0, half).map(({ id }) => postBody(id));
  const raw = rows.slice(half).map(({ id }) => id);
  if (half < 32) throw new Error('Too few tickets to post on.');
  // Whom a comment told, as the desk stores it: the limit writes as many bytes.
  const http = await HttpClient.open(bench.desk.url, bench.desk.token);
  await http.request(own[0]!);
  http.close();
  const stored = await bench.sql.query<{ told: unknown }>('select told from comment order by id desc limit 1');
  const told = JSON.stringify(stored.rows[0]?.told);
  return {
    name: 'W1 post a comment',
    limit: 'one prepared SQL statement: comment, counters of the ticket, event',
    body: (client, turn) => own[(client + turn * 16) % own.length]!,
    openLimit: (client) => openRawPost(bench, { ticketIds: raw, told, text: commentText, client }),
    settle: () => mailsWritten(bench),
  };
}

/** Waits until the notifications have read the log to its end. */
export async function mailsWritten(bench: Bench): Promise<void> {
  for (;;) {
    const { rows } = await bench.sql.query<{ written: boolean }>(`
      select last.xid = c.xid and last.id = c.last_id as written
      from event_consumer c, (select xid, id from event order by epoch desc, xid desc, id desc limit 1) last
      where c.name = 'notifications'`);
    if (rows[0]?.written) return;
    await delay(20);
  }
}
