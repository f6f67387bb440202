import { v7 } from 'uuid';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, givenBy, type TicketPlan, type TicketState } from '../tickets/index.ts';
import { onceByKey, type WrittenSideMessage } from './first-try.ts';
import { namedRecipients, type RecipientInputs } from './named-recipients.ts';
import { checkedSubject, messageByAgent, requireSideWrite, sideEvent } from './plan-side-message.ts';

export type StartSideConversation = RecipientInputs & {
  ticketId: string;
  subject: string;
  body: string;
  clientKey?: string | null;
};

/**
 * Starts a conversation by mail beside a ticket (seeds/001): it makes nobody a CC of the ticket, and its customers learn
 * nothing of it. People named by an address that nobody has become end users.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN (also where the department has `side.enabled` off), CLOSED, INVALID (no subject,
 *   no body, nobody in To, too many), CC_BLOCKED, CC_NOT_ALLOWED
 */
export function startSideConversation(
  desk: Desk,
  actor: Viewer,
  input: StartSideConversation,
): Promise<WrittenSideMessage> {
  const ids = { sideConversationId: v7(), sideMessageId: v7(), ticketId: input.ticketId };
  return onceByKey(
    desk,
    actor,
    input.clientKey ?? null,
    (first) => first.ticketId === input.ticketId,
    async () => {
      const given = givenBy(input.to, input.cc, input.bcc);
      await changeTicketState(desk, input.ticketId, given, (state) => planStart(state, actor, input, ids));
      return ids;
    },
  );
}

function planStart(
  state: TicketState,
  actor: Viewer,
  input: StartSideConversation,
  { sideConversationId, sideMessageId }: WrittenSideMessage,
): TicketPlan {
  requireSideWrite(actor, state, ['ticketId']);
  const { name, policy } = state.department;
  if (!policy.side.enabled) {
    const message = `${name} has no side conversations: an admin can turn them on (side.enabled).`;
    throw Refusal.of('FORBIDDEN', message, ['ticketId']);
  }
  const subject = checkedSubject(input.subject);
  const { participants, changed, newPeople } = namedRecipients(state, [], input);
  const message = messageByAgent(state, actor, {
    id: sideMessageId,
    body: input.body,
    participants,
    startedBy: actor,
    clientKey: input.clientKey ?? null,
  });
  return {
    ticketId: state.id,
    expectSeq: state.seq,
    actorId: actor.id,
    newPeople,
    side: {
      conversationId: sideConversationId,
      create: { subject },
      participants: changed,
      message,
    },
    events: [sideEvent(sideConversationId, sideMessageId)],
  };
}
