import type { Bench } from '../bench.ts';
import { HttpClient } from '../http-client.ts';
import { figuresOf, median, runClosedLoop, type Client, type Round } from '../measure.ts';
import { rowOf, type Backlog, type Row } from '../report.ts';

/** A request over HTTP, and the same rows straight from PostgreSQL. */
export type Workload = {
  name: string;
  limit: string;
  /** The body of a client's `turn`-th request. */
  body(client: number, turn: number): string;
  openLimit(client: number): Promise<Client>;
  /** Does the same by both, and compares. How many rows they are. @throws Error when they differ */
  sameRows(ask: Ask): Promise<number>;
  /** Waits for what requests have left to be done, before the limit is measured. */
  settle?(): Promise<Backlog>;
  /** Runs the limit so that the desk does nothing about what it writes. */
  apart?<T>(run: () => Promise<T>): Promise<T>;
};

/** The data that the desk answers to a request with this body. */
type Ask = <T>(body: string) => Promise<T>;

/** Measures a workload beside its limit, round by round, for each number of clients. */
export async function measureRequests(bench: Bench, workload: Workload): Promise<Row[]> {
  const sameRows = await compare(bench, workload);
  const rows: Row[] = [];
  for (const clients of bench.plan.clients) rows.push(await measure(bench, workload, clients, sameRows));
  return rows;
}

async function compare({ desk }: Bench, workload: Workload): Promise<number> {
  const http = await HttpClient.open(desk.url, desk.token);
  try {
    return await workload.sameRows(async (body) => {
      const answer = await http.request(body);
      requireAnswer(workload.name, answer);
      return JSON.parse(answer).data;
    });
  } finally {
    http.close();
  }
}

async function measure(bench: Bench, workload: Workload, count: number, sameRows: number): Promise<Row> {
  const numbers = Array.from({ length: count }, (_, index) => index);
  const mine = await Promise.all(numbers.map((client) => openDesk(bench, workload, client)));
  const limit = await Promise.all(numbers.map((client) => workload.openLimit(client)));
  const spent = { requests: 0, statements: 0, server: 0, postgres: 0 as number | null };
  const [deskRounds, limitRounds]: [Round[], Round[]] = [[], []];
  const backlogs: Backlog[] = [];
  const limitRound = (ms: number) => {
    const run = () => runClosedLoop(limit, ms);
    return workload.apart ? workload.apart(run) : run();
  };
  const { rounds, roundMs } = bench.plan;
  // What is done for the first time is slow: documents are parsed, statements planned, code compiled.
  await runClosedLoop(mine, roundMs / 2);
  await workload.settle?.();
  await limitRound(roundMs / 4);
  for (let round = 0; round < rounds; round += 1) {
    const [before, postgresBefore] = [await bench.desk.usage(), bench.cluster.cpu()];
    deskRounds.push(await runClosedLoop(mine, roundMs));
    if (workload.settle) backlogs.push(await workload.settle());
    const [after, postgresAfter] = [await bench.desk.usage(), bench.cluster.cpu()];
    spent.requests += after.requests - before.requests;
    spent.statements += after.statements - before.statements;
    spent.server += after.cpu - before.cpu;
    if (postgresBefore === null || postgresAfter === null || spent.postgres === null) spent.postgres = null;
    else spent.postgres += postgresAfter - postgresBefore;
    limitRounds.push(await limitRound(roundMs));
  }
  for (const client of [...mine, ...limit]) await client.close();
  return rowOf({
    workload: bench.plan.nodes > 1 ? `${workload.name}, ${bench.plan.nodes} nodes` : workload.name,
    unit: 'requests',
    clients: count,
    desk: figuresOf(deskRounds),
    limit: { ...figuresOf(limitRounds), name: workload.limit, sameRows },
    statements: spent.statements / spent.requests,
    cpu: { server: spent.server / spent.requests, postgres: spent.postgres && spent.postgres / spent.requests },
    ...(backlogs.length > 0 ? { mails: medianBacklog(backlogs) } : {}),
  });
}

function medianBacklog(backlogs: readonly Backlog[]): Backlog {
  const of = (field: keyof Backlog) => median(backlogs.map((one) => one[field]));
  return { unread: of('unread'), perSecond: of('perSecond') };
}

async function openDesk(bench: Bench, workload: Workload, client: number): Promise<Client> {
  const http = await HttpClient.open(bench.desk.urls[client % bench.plan.nodes]!, bench.desk.token);
  let turn = 0;
  const first = await http.request(workload.body(client, turn));
  requireAnswer(workload.name, first);
  return {
    async once() {
      turn += 1;
      const answer = await http.request(workload.body(client, turn));
      if (!isFine(answer)) requireAnswer(workload.name, answer);
    },
    close: () => http.close(),
  };
}

/** Errors stand at an answer's start, or in a payload; a comment of the bench holds no such text. */
const isFine = (answer: string) => answer.startsWith('{"data":') && !answer.includes('"code":"');

function requireAnswer(name: string, answer: string): void {
  if (!isFine(answer)) throw new Error(`${name}: the desk answered ${answer.slice(0, 1_000)}`);
}
