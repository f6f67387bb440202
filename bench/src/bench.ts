import pg from 'pg';
import type { BenchCluster } from './bench-cluster.ts';
import { startBenchCluster } from './bench-cluster.ts';
import { startChild, type Child } from './child.ts';
import type { DeskReady, DeskUsage } from './desk-process.ts';

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
};

export const fullPlan: Plan = {
  tickets: 10_000,
  rounds: 5,
  roundMs: 2_000,
  clients: [1, 16],
  watchers: [1_000],
  eventsPerRound: 20,
};

/** Some seconds: does everything work, and is nothing off by an order of magnitude? */
export const quickPlan: Plan = {
  tickets: 1_000,
  rounds: 2,
  roundMs: 400,
  clients: [1, 16],
  watchers: [100],
  eventsPerRound: 4,
};

/** Starts PostgreSQL and the desk, and fills it. `profile`: a directory for a CPU profile of the desk. */
export async function openBench(plan: Plan, log: (text: string) => void, profile?: string): Promise<Bench> {
  const cluster = await startBenchCluster();
  let child: Child | undefined;
  const sql = new pg.Client(cluster.url);
  const close = async () => {
    await child?.stop();
    await sql.end().catch(() => undefined);
    await cluster.close();
  };
  try {
    const execArgv = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : [];
    child = startChild('./desk-process.ts', [cluster.url, String(plan.tickets)], { execArgv, log });
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
