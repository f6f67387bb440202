import { fromKysely, PgBoss, type JobInsert, type JobResult } from 'pg-boss';
import type { Logger } from 'pino';
import type { Transaction } from '../database/database.ts';
import { asOperation } from '../observe/operation.ts';
import type { JobKind, JobKinds, Jobs } from './jobs.ts';

export type JobQueue = Jobs & {
  /** Is the queue's schema there and can it be asked? For `GET /health/ready`. */
  isReady(): Promise<boolean>;
};

export type JobQueueOptions = {
  /** The same database as the desk's; the queue keeps two connections of its own to it. */
  url: string;
  log: Logger;
  /**
   * False for a process that only sends (ROLES without jobs): it never supervises other nodes' jobs.
   * @default true
   */
  works?: boolean;
};

/** How a kind of job is tried. Retries wait `retryDelay` seconds, doubled each time, with some jitter. */
const QUEUES: Readonly<Record<JobKind, { retryLimit: number; retryDelay: number; retryDelayMax: number }>> = {
  'inbound.process': { retryLimit: 5, retryDelay: 1, retryDelayMax: 60 },
  'outbound.deliver': { retryLimit: 10, retryDelay: 10, retryDelayMax: 3600 },
};

/** A handler is given this long; a worker that shows no sign of life for `heartbeatSeconds` has lost its job. */
const EXPIRE_SECONDS = 120;
const HEARTBEAT_SECONDS = 10;
const SUPERVISE_SECONDS = 5;
/** What was sent on this node is nudged at once; another node's jobs wait for the next poll. */
const POLL_SECONDS = 1;
const DRAIN_MS = 20_000;

/**
 * Opens the job queue (pg-boss, schema `pgboss`, which it migrates itself under an advisory lock).
 *
 * A job's singleton key is the id in its payload and every queue is `exclusive`: whoever is waiting or running is not
 * queued again, so that a sweep may send all unfinished rows and doubles nothing.
 *
 * @throws when the database cannot be reached, or the schema cannot be made.
 */
export async function openJobQueue({ url, log, works = true }: JobQueueOptions): Promise<JobQueue> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'copydesk-jobs',
    max: 2,
    supervise: works,
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    bamIntervalSeconds: 60,
  });
  boss.on('error', (error) => log.error({ err: error }, 'The job queue reports an error.'));
  await boss.start();
  for (const [kind, retries] of Object.entries(QUEUES)) await makeQueue(boss, kind, retries);
  const free = new Map<JobKind, Set<string>>();

  const sendAll: Jobs['sendAll'] = async (kind, payloads, trx) => {
    if (payloads.length === 0) return;
    await boss.insert(kind, payloads.map(asJob), { returnId: false, ...within(trx) });
  };

  return {
    send: (kind, payload, trx) => sendAll(kind, [payload], trx),
    sendAll,
    work: async (kind, { takers, atOnce }, handle) => {
      const idle = free.get(kind) ?? new Set<string>();
      free.set(kind, idle);
      const options = { pollingIntervalSeconds: POLL_SECONDS, batchSize: atOnce, perJobResults: true } as const;
      for (let count = 0; count < takers; count += 1) {
        let id = '';
        id = await boss.work<JobKinds[typeof kind], void, typeof options>(kind, options, async (jobs) => {
          idle.delete(id);
          try {
            return await Promise.all(
              jobs.map((job) =>
                resultOf(
                  job.id,
                  asOperation(`job ${kind}`, () => handle(job.data)),
                ),
              ),
            );
          } finally {
            idle.add(id);
            // Where there were jobs there may be more: a worker pauses only after it found none.
            boss.notifyWorker(id);
          }
        });
        idle.add(id);
      }
    },
    nudge: (kind) => {
      const idle = free.get(kind);
      const [id] = idle ?? [];
      if (!idle || id === undefined) return;
      boss.notifyWorker(id);
      // The next nudge wakes another one.
      idle.delete(id);
      idle.add(id);
    },
    isReady: () => boss.isInstalled().catch(() => false),
    stop: () => boss.stop({ graceful: true, timeout: DRAIN_MS, close: true }),
  };
}

async function makeQueue(boss: PgBoss, kind: string, retries: (typeof QUEUES)[JobKind]): Promise<void> {
  await boss.createQueue(kind, {
    ...retries,
    policy: 'exclusive',
    retryBackoff: true,
    expireInSeconds: EXPIRE_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    // The rows hold the state: a finished job tells nobody anything.
    deleteAfterSeconds: 3600,
  });
}

async function resultOf(id: string, work: Promise<void>): Promise<JobResult> {
  try {
    await work;
    return { id, status: 'completed' };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    return { id, status: 'failed', output: { message, stack } };
  }
}

function asJob(payload: JobKinds[JobKind]): JobInsert {
  return { data: payload, singletonKey: Object.values(payload)[0] };
}

function within(trx: Transaction | undefined) {
  return trx ? { db: fromKysely(trx) } : {};
}
