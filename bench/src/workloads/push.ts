import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { globalId, type Bench } from '../bench.ts';
import { HttpClient } from '../http-client.ts';
import { openRawPush, type RawPush } from '../limits/raw-push.ts';
import { figuresOf, timeOfDayOffset, type Round } from '../measure.ts';
import { rowOf, type Row } from '../report.ts';
import { mailsWritten, postBody } from './post-comment.ts';
import { openWatchers, type Watchers } from './watchers.ts';

const document = `subscription Watch($id: ID!, $after: Int) {
  ticketEvents(ticketId: $id, after: $after, types: [COMMENT_ADDED]) {
    cursor seq at actor { id name }
    ... on CommentAdded { comment { id author { id name role } visibility bodyText via createdAt } }
  }
}`;

type Ticket = { id: string; seq: number };
type Push = { bench: Bench; ticket: Ticket; http: HttpClient; watchers: Watchers; raw: RawPush };

/** W4: a comment on its way to all who watch its ticket, from its commit to each frame's arrival. */
export async function measurePush(bench: Bench): Promise<Row[]> {
  const rows: Row[] = [];
  for (const watchers of bench.plan.watchers) rows.push(await measure(bench, watchers));
  return rows;
}

async function measure(bench: Bench, count: number): Promise<Row> {
  const { rows } = await bench.sql.query<Ticket>(
    `select id, seq from ticket where department_id = $1 and status = 'ANSWERED' order by id desc limit 1`,
    [bench.desk.departmentIds[0]],
  );
  const ticket = rows[0]!;
  const http = await HttpClient.open(bench.desk.url, bench.desk.token);
  const idle = await bench.desk.usage(true);
  const watchers = await watch(bench, ticket, count);
  // What comes while a subscription begins is replayed to it: after this everybody is live.
  await post({ http, ticket, watchers });
  const full = await bench.desk.usage(true);
  const raw = await openRawPush(count, watchers.frame());
  const push: Push = { bench, ticket, http, watchers, raw };
  const [desk, limit]: [Round[], Round[]] = [[], []];
  const spent = { events: 0, server: 0, postgres: 0 as number | null };
  await deskRound(push);
  await raw.push();
  for (let round = 0; round < bench.plan.rounds; round += 1) {
    const [before, postgresBefore] = [await bench.desk.usage(), bench.cluster.cpu()];
    desk.push(await deskRound(push));
    const [after, postgresAfter] = [await bench.desk.usage(), bench.cluster.cpu()];
    spent.events += bench.plan.eventsPerRound;
    spent.server += after.cpu - before.cpu;
    if (postgresBefore === null || postgresAfter === null || spent.postgres === null) spent.postgres = null;
    else spent.postgres += postgresAfter - postgresBefore;
    limit.push(await limitRound(push));
  }
  http.close();
  await watchers.close();
  await raw.close();
  return rowOf({
    workload: 'W4 push',
    unit: 'deliveries',
    clients: count,
    desk: figuresOf(desk),
    limit: { ...figuresOf(limit), name: 'ws.send of the same bytes to as many sockets' },
    statements: null,
    cpu: { server: spent.server / spent.events, postgres: spent.postgres && spent.postgres / spent.events },
    memory: { desk: (full.rss - idle.rss) / count, limit: raw.memory },
  });
}

async function watch({ desk }: Bench, ticket: Ticket, count: number): Promise<Watchers> {
  const url = `${desk.url.replace(/^http/, 'ws')}/graphql`;
  const variables = { id: globalId('Ticket', ticket.id), after: ticket.seq };
  const subscribe = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: document, variables } });
  return openWatchers(
    count,
    () => new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false }),
    async (socket, index) => {
      const token = desk.watcherTokens[index % desk.watcherTokens.length];
      socket.send(JSON.stringify({ type: 'connection_init', payload: { token } }));
      await once(socket, 'message');
      socket.send(subscribe);
    },
  );
}

async function post({ http, ticket, watchers }: Pick<Push, 'http' | 'ticket' | 'watchers'>) {
  const arrived = watchers.next();
  const [came] = await Promise.all([arrived, http.request(postBody(ticket.id))]);
  return came;
}

/** Comments one after another; each is timed from the moment that PostgreSQL noted for its commit. */
async function deskRound({ bench, ...push }: Push): Promise<Round> {
  const arrivals: Float64Array[] = [];
  const offset = timeOfDayOffset();
  for (let event = 0; event < bench.plan.eventsPerRound; event += 1) {
    arrivals.push(await post(push));
    await mailsWritten(bench);
  }
  const drift = (timeOfDayOffset() - offset) / 2;
  const { rows } = await bench.sql.query<{ at: number }>(
    `select (extract(epoch from pg_xact_commit_timestamp(xid::xid)) * 1000)::float8 as at from event
      where ticket_id = $1 and type = 'comment.added' order by seq desc limit $2`,
    [push.ticket.id, arrivals.length],
  );
  return roundOf(
    arrivals,
    rows.toReversed().map(({ at }) => at - offset - drift),
  );
}

async function limitRound({ bench, raw }: Push): Promise<Round> {
  const sent: Awaited<ReturnType<RawPush['push']>>[] = [];
  for (let event = 0; event < bench.plan.eventsPerRound; event += 1) {
    sent.push(await raw.push());
    await delay(5);
  }
  return roundOf(
    sent.map(({ came }) => came),
    sent.map(({ startedAt }) => startedAt),
  );
}

/** The time that counts for the rate is that from each event's start to its last arrival. */
function roundOf(arrivals: readonly Float64Array[], starts: readonly number[]): Round {
  const latencies = arrivals.flatMap((came, event) => [...came].map((at) => at - starts[event]!));
  const ms = arrivals.reduce((sum, came, event) => sum + came.reduce((a, b) => Math.max(a, b), 0) - starts[event]!, 0);
  return { done: latencies.length, ms, latencies };
}
