import type { Desk } from '../../platform/desk.ts';
import { startConsumer, type Consumer } from '../../platform/events/consumer.ts';
import { announceFailure } from './announce-failure.ts';
import { consumeBatch } from './consume-batch.ts';
import { placeNotificationsCursor } from './event-page.ts';

/** A mail that is written so much later is no worse; who asks the desk for something waits for it meanwhile. */
const GIVES_WAY_MS = 5_000;

/**
 * Starts the consumer of the log that writes people's mails. Woken, it reads on until nothing is left; every second it
 * looks by itself. Several nodes may run it: one at a time has the turn, the others try again.
 */
export async function startNotifications(desk: Desk): Promise<Consumer> {
  await placeNotificationsCursor(desk.db, desk.epoch);
  return startConsumer(desk, 'notifications', () => consumeOnce(desk), GIVES_WAY_MS);
}

/** One batch and what follows it. True: there may be more. */
async function consumeOnce(desk: Desk): Promise<boolean> {
  const batch = await consumeBatch(desk);
  if (batch === null) return false;
  if (batch.messages.some((message) => message.status === 'QUEUED')) desk.jobs.nudge('outbound.deliver');
  for (const message of batch.messages.filter((one) => one.status === 'FAILED')) await announceFailure(desk, message);
  return batch.more;
}
