import type { Logger } from 'pino';
import type { JobKind, JobKinds, Jobs } from './jobs.ts';

export type Sweep = { now(): Promise<void>; stop(): Promise<void> };

const EVERY_MS = 60_000;

/**
 * Queues again what a crash left: rows whose state says "waiting" although no job carries them. Runs at once and every
 * minute. Rows that have their job are sent as well; the queue refuses the second one.
 */
export async function startSweep<K extends JobKind>(
  jobs: Jobs,
  log: Logger,
  kind: K,
  findWaiting: () => Promise<readonly JobKinds[K][]>,
): Promise<Sweep> {
  const sweep = async () => {
    const waiting = await findWaiting();
    await jobs.sendAll(kind, waiting);
    if (waiting.length > 0) jobs.nudge(kind);
  };
  let running = sweep();
  await running;
  const timer = setInterval(() => {
    running = sweep().catch((error: unknown) => log.error({ err: error, kind }, 'The sweep failed; it runs again.'));
  }, EVERY_MS);
  timer.unref();
  return {
    now: sweep,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
