import { globalId, type Bench } from '../bench.ts';
import { HttpClient } from '../http-client.ts';
import { openRawPush, type RawPush } from '../limits/raw-push.ts';
import { postBody } from './post-comment.ts';
import { commitClock, type Observed } from './observed.ts';
import { openWatchers, type Watchers } from './watchers.ts';

export const watchDocument = `subscription Watch($id: ID!, $after: Int) {
  ticketEvents(ticketId: $id, after: $after, types: [COMMENT_ADDED]) {
    cursor seq at actor { id name }
    ... on CommentAdded { comment { id author { id name role } visibility bodyText via createdAt } }
  }
}`;

type Ticket = { id: string; seq: number };

/** Watchers of some tickets, each socket of the next one; as many bare sockets; and who posts. */
export type Audience = {
  bench: Bench;
  ticketIds: readonly string[];
  /** A ticket that nobody watches. */
  unwatched: string;
  count: number;
  http: HttpClient;
  watchers: Watchers;
  raw: RawPush;
  frame: string;
  close(): Promise<void>;
};

export const liveUrl = (bench: Bench) => `${bench.desk.url.replace(/^http/, 'ws')}/graphql`;

export async function someTickets({ sql, desk }: Bench, count: number): Promise<Ticket[]> {
  const { rows } = await sql.query<Ticket>(
    `select id, seq from ticket where department_id = $1 and status <> 'CLOSED'
      order by status = 'ANSWERED' desc, id desc limit $2`,
    [desk.departmentIds[0], count],
  );
  if (rows.length < count) throw new Error(`There are only ${rows.length} tickets to watch.`);
  return rows;
}

export const subscriptionTo = (tickets: readonly Ticket[]) => ({
  query: watchDocument,
  variables: tickets.map(({ id, seq }) => ({ id: globalId('Ticket', id), after: seq })),
});

export async function openAudience(bench: Bench, count: number, tickets: number): Promise<Audience> {
  const [unwatched, ...watched] = await someTickets(bench, tickets + 1);
  const http = await HttpClient.open(bench.desk.url, bench.desk.token);
  const url = liveUrl(bench);
  const watchers = await openWatchers({
    url,
    tokens: bench.desk.watcherTokens,
    subscription: subscriptionTo(watched),
    count,
  });
  const ticketIds = watched.map(({ id }) => id);
  // What comes while a subscription begins is replayed to it: after this everybody is live.
  const { arrived } = await watchers.expect({ events: 1, frames: count });
  for (const id of ticketIds) await http.request(postBody(id));
  await arrived;
  const raw = await openRawPush(count);
  return {
    bench,
    ticketIds,
    unwatched: unwatched!.id,
    count,
    http,
    watchers,
    raw,
    frame: await watchers.frame(),
    async close() {
      http.close();
      await watchers.close();
      await raw.close();
    },
  };
}

/** Posts `events` comments on each ticket by `post`, and waits until all have come to all. */
export async function observe(
  { bench, ticketIds, count, watchers }: Audience,
  events: number,
  post: () => Promise<unknown>,
): Promise<Observed> {
  const commits = commitClock(bench);
  const { arrived } = await watchers.expect({ events, frames: count * events });
  const [came] = await Promise.all([arrived, post()]);
  return { starts: await commits(ticketIds, events), arrived: came };
}

/** The same bytes to as many bare sockets, all of them or part by part. */
export async function observeRaw({ raw, frame, ticketIds }: Audience, events: number, every = 0): Promise<Observed> {
  const parts = ticketIds.length;
  const { startedAt, arrived } = await raw.push({ frame, times: events * parts, every, parts });
  const starts = ticketIds.map((_, part) => startedAt.filter((__, time) => time % parts === part));
  return { starts, arrived };
}
