import type { Desk } from '../../platform/desk.ts';
import { startConsumer, type Consumer } from '../../platform/events/consumer.ts';
import { triggersCursor } from './happenings.ts';
import { runTriggers } from './run-triggers.ts';

/** What happened before the desk had triggers sets none off. */
export const placeTriggersCursor = triggersCursor.place;

/** Starts the consumer of the log that runs triggers, and automations when they are due. */
export async function startTriggers(desk: Desk): Promise<Consumer> {
  await placeTriggersCursor(desk.db, desk.epoch);
  return startConsumer(desk, 'triggers', async () => {
    const batch = await runTriggers(desk);
    if (batch !== null && batch.changed.length > 0) desk.wake(batch.changed);
    return batch?.more ?? false;
  });
}
