import { v7 } from 'uuid';
import type { Desk } from '../../platform/desk.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { givenBy } from '../tickets/index.ts';
import { changeOne } from './change-one.ts';
import { onceByKey, type WrittenSideMessage } from './first-try.ts';
import { namedRecipients, type RecipientInputs } from './named-recipients.ts';
import { messageByAgent, sideEvent } from './plan-side-message.ts';

/** `to`, `cc`, `bcc` add people, or move them to another header. */
export type ReplyToSideConversation = RecipientInputs & {
  sideConversationId: string;
  body: string;
  /** Who gets neither this message nor later ones. */
  removePersonIds?: readonly string[] | null;
  clientKey?: string | null;
};

/**
 * Writes to everybody who takes part in a side conversation; a closed one is open again.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED, INVALID, CC_BLOCKED, CC_NOT_ALLOWED
 */
export function replyToSideConversation(
  desk: Desk,
  actor: Viewer,
  input: ReplyToSideConversation,
): Promise<WrittenSideMessage> {
  const { sideConversationId } = input;
  const sideMessageId = v7();
  return onceByKey(
    desk,
    actor,
    input.clientKey ?? null,
    (first) => first.sideConversationId === sideConversationId,
    async () => {
      const given = givenBy(input.to, input.cc, input.bcc);
      const ticketId = await changeOne(desk, actor, sideConversationId, given, (side, state) => {
        const removed = input.removePersonIds ?? [];
        const { participants, changed, newPeople } = namedRecipients(state, side.participants, input, removed);
        const message = messageByAgent(state, actor, {
          id: sideMessageId,
          body: input.body,
          participants,
          startedBy: side.createdBy,
          clientKey: input.clientKey ?? null,
        });
        const remaining = new Set(participants.map(({ person }) => person.id));
        return {
          newPeople,
          side: {
            conversationId: side.id,
            set: { state: 'OPEN' },
            participants: changed,
            removeParticipants: removed.filter((id) => !remaining.has(id)),
            message,
          },
          events: [sideEvent(side.id, sideMessageId)],
        };
      });
      return { sideConversationId, sideMessageId, ticketId };
    },
  );
}
