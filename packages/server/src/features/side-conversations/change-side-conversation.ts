import type { SideState } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeOne } from './change-one.ts';
import { namedRecipients } from './named-recipients.ts';
import { checkedSubject, sideEvent } from './plan-side-message.ts';

/** What is left out stays. */
export type ChangeSideConversation = {
  sideConversationId: string;
  state?: SideState | null;
  subject?: string | null;
  removePersonIds?: readonly string[] | null;
};

/**
 * Closes a side conversation or opens it, renames it, takes people off it (seeds/001: "You can remove them from the
 * recipients list"). Nobody is written to.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED (its ticket), INVALID
 */
export async function changeSideConversation(
  desk: Desk,
  actor: Viewer,
  input: ChangeSideConversation,
): Promise<{ sideConversationId: string; ticketId: string }> {
  const { sideConversationId } = input;
  const ticketId = await changeOne(desk, actor, sideConversationId, {}, (side, state) => {
    const subject = input.subject == null ? side.subject : checkedSubject(input.subject);
    const removed = side.participants
      .map(({ person }) => person.id)
      .filter((id) => input.removePersonIds?.includes(id) === true);
    if (removed.length > 0) namedRecipients(state, side.participants, {}, removed);
    const set = { subject, state: input.state ?? side.state };
    if (set.subject === side.subject && set.state === side.state && removed.length === 0) return null;
    return {
      side: { conversationId: side.id, set, removeParticipants: removed },
      events: [sideEvent(side.id)],
    };
  });
  return { sideConversationId, ticketId };
}
