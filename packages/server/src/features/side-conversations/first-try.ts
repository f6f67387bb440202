import { violatedConstraint } from '../../platform/database/violation.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';

export type WrittenSideMessage = { sideConversationId: string; sideMessageId: string; ticketId: string };

/**
 * Writes a message, or finds the one that the first try under the same `clientKey` wrote: that try may be itself what the
 * retry is refused for.
 *
 * @param isSame was that first try about the same thing?
 * @throws what `write` throws; Refusal INVALID for a key used elsewhere
 */
export async function onceByKey(
  { db }: Desk,
  actor: Viewer,
  clientKey: string | null,
  isSame: (first: WrittenSideMessage) => boolean,
  write: () => Promise<WrittenSideMessage>,
): Promise<WrittenSideMessage> {
  try {
    return await write();
  } catch (error) {
    const isTaken = violatedConstraint(error) === 'side_message_client_key';
    if (clientKey === null || !(isTaken || error instanceof Refusal)) throw error;
    const first = await db
      .selectFrom('side_message as m')
      .innerJoin('side_conversation as s', 's.id', 'm.side_conversation_id')
      .select(['m.id as sideMessageId', 's.id as sideConversationId', 's.ticket_id as ticketId'])
      .where('m.author_id', '=', actor.id)
      .where('m.client_key', '=', clientKey)
      .executeTakeFirst();
    if (first && isSame(first)) return first;
    if (!isTaken) throw error;
    throw Refusal.of('INVALID', 'This key has been used for another message: use a new one.', ['clientKey']);
  }
}
