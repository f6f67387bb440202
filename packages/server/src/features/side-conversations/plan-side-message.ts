import { whoIsToldOfSide, type SideParticipant } from '@copydesk/rules';
import { Refusal } from '../../platform/refusal.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import {
  oneLine,
  requireNotClosed,
  requireOnTicket,
  subjectOf,
  type NewSideMessage,
  type PlannedEvent,
  type TicketState,
} from '../tickets/index.ts';
import type { SideConversationState } from './side-state.ts';

/** @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED unless the person may write in side conversations of the ticket */
export function requireSideWrite(actor: Viewer, state: TicketState, found: string[]): void {
  requireOnTicket(actor, 'side.read', state, found);
  requireOnTicket(actor, 'side.write', state, found);
  requireNotClosed(state);
}

/** An agent's message to everybody who takes part. @throws Refusal INVALID when it says nothing */
export function messageByAgent(
  state: TicketState,
  actor: Viewer,
  message: {
    id: string;
    body: string;
    participants: readonly SideParticipant[];
    startedBy: SideConversationState['createdBy'];
    clientKey: string | null;
  },
): NewSideMessage {
  const { id, body, participants, startedBy, clientKey } = message;
  if (body.trim() === '') throw Refusal.of('INVALID', 'The message is empty: write something first.', ['body']);
  return {
    id,
    authorId: actor.id,
    bodyText: body,
    via: viaOf(actor),
    recipients: recipientsOf(participants),
    told: whoIsToldOfSide({
      author: actor,
      writesTo: 'EVERYBODY',
      haveIt: [],
      participants,
      startedBy,
      assignee: state.assignee,
      followers: state.followers,
      subject: subjectOf(state),
      policy: state.department.policy,
    }),
    shown: true,
    clientKey,
  };
}

export function recipientsOf(participants: readonly SideParticipant[]): NewSideMessage['recipients'] {
  return participants.map(({ person, address, header }) => ({ personId: person.id, address, header }));
}

/** The event of every change of a side conversation: customers never hear of one. */
export function sideEvent(sideConversationId: string, sideMessageId?: string): PlannedEvent {
  const data = { sideConversationId, ...(sideMessageId === undefined ? {} : { sideMessageId }) };
  return { type: 'side_conversation.changed', public: false, data };
}

/** @throws Refusal INVALID */
export function checkedSubject(text: string): string {
  const subject = oneLine(text);
  if (subject === '') throw Refusal.of('INVALID', 'A side conversation needs a subject: write one.', ['subject']);
  if (subject.length > 500) throw Refusal.of('INVALID', 'A subject has 500 characters at most.', ['subject']);
  return subject;
}
