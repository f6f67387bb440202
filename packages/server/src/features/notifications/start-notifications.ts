import type { Desk } from '../../platform/desk.ts';
import { announceFailure } from './announce-failure.ts';
import { consumeBatch } from './consume-batch.ts';
import { placeNotificationsCursor } from './event-page.ts';

export type Notifications = {
  /** The log has grown: read it now. Never waits. */
  wake(): void;
  /** Waits for the batch that is being written, then stops. */
  stop(): Promise<void>;
};

const POLL_MS = 1_000;

/**
 * Starts the consumer of the log that writes people's mails. Woken, it reads on until nothing is left; every second it
 * looks by itself. Several nodes may run it: one at a time has the turn, the others try again.
 */
export async function startNotifications(desk: Desk): Promise<Notifications> {
  await placeNotificationsCursor(desk.db, desk.epoch);
  let wanted = true;
  let stopped = false;
  let running: Promise<void> | null = null;

  const run = async () => {
    while (wanted && !stopped) {
      wanted = false;
      wanted = (await consumeOnce(desk)) || wanted;
    }
  };
  const wake = () => {
    wanted = true;
    if (stopped || running !== null) return;
    running = run()
      .catch((error: unknown) => {
        wanted = false;
        desk.log.error({ err: error }, 'Notifications failed; they are tried again.');
      })
      .then(() => {
        running = null;
        // Woken while the last batch was ending.
        if (wanted && !stopped) wake();
      });
  };
  const timer = setInterval(wake, POLL_MS);
  timer.unref();
  wake();
  return {
    wake,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

/** One batch and what follows it. True: there may be more. */
async function consumeOnce(desk: Desk): Promise<boolean> {
  const batch = await consumeBatch(desk);
  if (batch === null) return false;
  if (batch.messages.some((message) => message.status === 'QUEUED')) desk.jobs.nudge('outbound.deliver');
  for (const message of batch.messages.filter((one) => one.status === 'FAILED')) await announceFailure(desk, message);
  return batch.more;
}
