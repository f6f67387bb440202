import pg from 'pg';
import type { BenchCluster } from './bench-cluster.ts';
import { startChild, type Child } from './child.ts';
import type { DeskReady, DeskUsage } from './desk-process.ts';
import { startFilledCluster } from './filled-cluster.ts';

/** What workloads and limits are given: the desk in its process, its database, and how long to measure. */
export type Bench = {
  desk: DeskReady & { usage(collected?: boolean): Promise<DeskUsage> };
  cluster: BenchCluster;
  sql: pg.Client;
  plan: Plan;
  close(): Promise<void>;
};

export type Plan = {
  tickets: number;
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
  let child: Child | undefined;
  const sql = new pg.Client({ connectionString: cluster.url, pipeline: true });
  const close = async () => {
    await child?.stop();
    await sql.end().catch(() => undefined);
    await cluster.close();
  };
  try {
    const execArgv = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
    child = startChild('./desk-process.ts', [cluster.url], { execArgv, log });
    const ready = await child.receive<DeskReady>('ready');
    await sql.connect();
    const { send, receive } = child;
    const usage = async (collected = false) => {
      const answer = receive<DeskUsage>('usage');
      send(collected ? 'collect' : 'usage');
      return answer;
    };
    return { desk: { ...ready, usage }, cluster, sql, plan, close };
  } catch (error) {
    await close();
    throw error;
  }
}

export const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64url');
