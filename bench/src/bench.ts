import pg from 'pg';
import type { BenchCluster } from './bench-cluster.ts';
import { startChild, type Child } from './child.ts';
import type { DeskReady, DeskUsage } from './desk-process.ts';
import { startFilledCluster } from './filled-cluster.ts';

/** What workloads and limits are given: the desk in its process, its database, and how long to measure. */
export type Bench = {
  /** `urls`: of all its nodes, the first of which is `url`. */
  desk: DeskReady & { urls: readonly string[]; usage(collected?: boolean): Promise<DeskUsage> };
  cluster: BenchCluster;
  sql: pg.Client;
  plan: Plan;
  close(): Promise<void>;
};

export type Plan = {
  tickets: number;
  /** Server processes that requests are shared among. */
  nodes: number;
  rounds: number;
  /** Milliseconds of a round of requests. */
  roundMs: number;
  clients: readonly number[];
  watchers: readonly number[];
  /** Events of a round of pushes. */
  eventsPerRound: number;
  /** How long mails are waited for after a round, in milliseconds, before the limit has its turn. */
  patienceMs: number;
};

export const fullPlan: Plan = {
  tickets: 10_000,
  nodes: 1,
  rounds: 5,
  roundMs: 2_000,
  clients: [1, 16, 64],
  watchers: [100, 1_000, 5_000],
  eventsPerRound: 20,
  patienceMs: 2_000,
};

/** Some seconds: does everything work, and is nothing off by an order of magnitude? */
export const quickPlan: Plan = {
  tickets: 1_000,
  nodes: 1,
  rounds: 2,
  roundMs: 200,
  clients: [1, 16],
  watchers: [100],
  eventsPerRound: 4,
  patienceMs: 200,
};

export type BenchOptions = {
  log(text: string): void;
  /** A directory for a CPU profile of the desk. */
  profile?: string | undefined;
  /** A directory where filled databases are kept, and found again. */
  data?: string | undefined;
};

/** Starts PostgreSQL, fills it, and starts the desk. */
export async function openBench(plan: Plan, { log, profile, data }: BenchOptions): Promise<Bench> {
  const cluster = await startFilledCluster(plan.tickets, log, data);
  const children: Child[] = [];
  const sql = new pg.Client({ connectionString: cluster.url, pipeline: true });
  const close = async () => {
    for (const child of children) await child.stop();
    await sql.end().catch(() => undefined);
    await cluster.close();
  };
  try {
    const execArgv = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
    const child = startChild('./desk-process.ts', [cluster.url], { execArgv, log });
    children.push(child);
    const ready = await child.receive<DeskReady>('ready');
    const urls = [ready.url];
    for (let node = 1; node < plan.nodes; node += 1) {
      const further = startChild('./serve-process.ts', [cluster.url], { log });
      children.push(further);
      urls.push(await further.receive<string>('url'));
    }
    await sql.connect();
    const usage = async (collected = false) => {
      const answers = children.map((one) => one.receive<DeskUsage>('usage'));
      for (const one of children) one.send(collected ? 'collect' : 'usage');
      const [first, ...others] = await Promise.all(answers);
      return others.reduce(sumOf, first!);
    };
    return { desk: { ...ready, urls, usage }, cluster, sql, plan, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const sumOf = (a: DeskUsage, b: DeskUsage): DeskUsage => ({
  cpu: a.cpu + b.cpu,
  rss: a.rss + b.rss,
  requests: a.requests + b.requests,
  statements: a.statements + b.statements,
  background: a.background + b.background,
});

export const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64url');
