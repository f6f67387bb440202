import { may, whyMayNot } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { findInboundMessage, type InboundMessageRow } from './inbound-message.reader.ts';

const field = ['messageId'];

/**
 * Lets a suspended message run again from the top: it skips the check that had suspended it, counts as identified, and
 * its sender as LIKELY at most.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN (light agents), INVALID (not suspended, or not readable at all)
 */
export async function recoverSuspendedMessage(desk: Desk, actor: Viewer, messageId: string): Promise<string> {
  await changeOne(desk, actor, messageId, async (message, trx) => {
    requireSuspended(message);
    if (message.decision?.rule === 'malformed') {
      throw Refusal.of(
        'INVALID',
        `This message cannot become a comment: ${message.error ?? 'it cannot be read.'}`,
        field,
      );
    }
    await setStatus(trx, messageId, { status: 'RECEIVED', attempts: 0, error: null });
    await desk.jobs.send('inbound.process', { inboundMessageId: messageId }, trx);
  });
  desk.jobs.nudge('inbound.process');
  return messageId;
}

/** Puts a suspended message away; it is kept. @throws Refusal NOT_FOUND, FORBIDDEN, INVALID (not suspended) */
export async function discardSuspendedMessage(desk: Desk, actor: Viewer, messageId: string): Promise<string> {
  await changeOne(desk, actor, messageId, async (message, trx) => {
    requireSuspended(message);
    await setStatus(trx, messageId, { status: 'DISCARDED' });
  });
  return messageId;
}

/** Gives a failed message all its tries again. @throws Refusal NOT_FOUND, FORBIDDEN (admins only), INVALID (not failed) */
export async function retryInboundMessage(desk: Desk, actor: Viewer, messageId: string): Promise<string> {
  await changeOne(desk, actor, messageId, async (message, trx) => {
    if (!may(actor, 'desk.administer', {})) throw Refusal.of('FORBIDDEN', 'Admins try failed messages again.', field);
    if (message.status !== 'FAILED') throw Refusal.of('INVALID', 'Only a failed message is tried again.', field);
    await setStatus(trx, messageId, { status: 'RECEIVED', attempts: 0 });
    await desk.jobs.send('inbound.process', { inboundMessageId: messageId }, trx);
  });
  desk.jobs.nudge('inbound.process');
  return messageId;
}

async function changeOne(
  desk: Desk,
  actor: Viewer,
  messageId: string,
  change: (message: InboundMessageRow, trx: Transaction) => Promise<void>,
): Promise<void> {
  await desk.db.transaction().execute(async (trx) => {
    // The lock first: of two who press the button, the second finds it done.
    await trx.selectFrom('inbound_message').select('id').where('id', '=', messageId).forUpdate().execute();
    const message = await findInboundMessage(trx, actor, messageId);
    if (!message) throw Refusal.of('NOT_FOUND', 'There is no such message, or it is not yours to see.', field);
    const why = whyMayNot(actor, 'mail.settle', {});
    if (why) throw Refusal.of('FORBIDDEN', why, field);
    await change(message, trx);
  });
}

function requireSuspended(message: InboundMessageRow): void {
  if (message.status !== 'SUSPENDED') throw Refusal.of('INVALID', 'This message is not suspended (any more).', field);
}

async function setStatus(
  trx: Transaction,
  id: string,
  values: { status: InboundMessageRow['status']; attempts?: number; error?: string | null },
): Promise<void> {
  await trx.updateTable('inbound_message').set(values).where('id', '=', id).execute();
}
