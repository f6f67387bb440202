import { setTimeout as delay } from 'node:timers/promises';
import { globalId, type Bench } from '../bench.ts';
import { openRawPost } from '../limits/raw-post.ts';
import { HttpClient } from '../http-client.ts';
import type { Backlog } from '../report.ts';
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

type Standing = { unread: number; read: number; at: number };

/** How much of the log the notifications have still to read, and have read. */
async function standing(bench: Bench): Promise<Standing> {
  const { rows } = await bench.sql.query<{ unread: string; read: string }>(`
    select last.id - c.last_id as unread, c.last_id as read
    from event_consumer c, (select id from event order by epoch desc, xid desc, id desc limit 1) last
    where c.name = 'notifications'`);
  return { unread: Number(rows[0]!.unread), read: Number(rows[0]!.read), at: performance.now() };
}

const PATIENCE = 2_000;

/**
 * Lets the mails of a round be written before the limit has its turn. What is not written in time is left out: the cursor
 * moves over it, and the rate at which they were written tells how far behind they are.
 */
export async function mailsWritten(bench: Bench): Promise<Backlog> {
  const first = await standing(bench);
  let now = first;
  while (now.unread > 0 && now.at - first.at < PATIENCE) {
    await delay(20);
    now = await standing(bench);
  }
  const perSecond = first.unread === 0 ? 0 : ((now.read - first.read) * 1000) / (now.at - first.at);
  if (now.unread > 0) {
    await bench.sql.query(`
      update event_consumer c set epoch = last.epoch, xid = last.xid, last_id = last.id
      from (select epoch, xid, id from event order by epoch desc, xid desc, id desc limit 1) last
      where c.name = 'notifications'`);
  }
  return { unread: first.unread, perSecond };
}
