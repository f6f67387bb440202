import { may } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, subjectOf, type Given, type TicketPlan, type TicketState } from '../tickets/index.ts';
import { requireSideWrite } from './plan-side-message.ts';
import { loadSideConversation, type SideConversationState } from './side-state.ts';

const field = ['sideConversationId'];

/**
 * Changes one side conversation of an agent's, through its ticket: `decide` gets both as they were at one moment, and
 * returns what to write (null: nothing).
 *
 * @returns the ticket
 * @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED, and whatever `decide` refuses
 */
export async function changeOne(
  desk: Desk,
  actor: Viewer,
  sideConversationId: string,
  given: Given,
  decide: (side: SideConversationState, state: TicketState) => Pick<TicketPlan, 'side' | 'newPeople' | 'events'> | null,
): Promise<string> {
  const found = await loadSideConversation(desk.db, sideConversationId);
  if (!found) throw unknown();
  await changeTicketState(desk, found.ticketId, given, async (state, db) => {
    if (!may(actor, 'side.read', { ticket: subjectOf(state) })) throw unknown();
    requireSideWrite(actor, state, field);
    const side = await loadSideConversation(db, sideConversationId);
    // Its ticket has been merged into another a moment ago.
    if (side?.ticketId !== state.id) throw Refusal.of('STALE', 'This side conversation has moved: try again.', field);
    const plan = decide(side, state);
    return plan && { ticketId: state.id, expectSeq: state.seq, actorId: actor.id, ...plan };
  });
  return found.ticketId;
}

function unknown(): Refusal {
  return Refusal.of('NOT_FOUND', 'There is no such side conversation, or it is not yours to see.', field);
}
