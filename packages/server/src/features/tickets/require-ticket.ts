import { may, whyMayNot, type Action } from '@copydesk/rules';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { subjectOf, type TicketState } from './ticket-state.ts';

/**
 * Refuses unless the person may do that on the ticket. What they may not see does not exist for them.
 *
 * @param field where the input asks for it; `found` where it names the ticket
 * @throws Refusal NOT_FOUND, or FORBIDDEN with the reason
 */
export function requireOnTicket(
  actor: Viewer,
  action: Action,
  state: TicketState,
  field = ['ticketId'],
  found = field,
): void {
  const subject = { ticket: subjectOf(state) };
  if (!may(actor, 'ticket.read', subject)) {
    throw Refusal.of('NOT_FOUND', 'There is no such ticket, or it is not yours to see.', found);
  }
  const why = whyMayNot(actor, action, subject);
  if (why) throw Refusal.of('FORBIDDEN', why, field);
}

/** @throws Refusal CLOSED: a closed ticket takes no more changes. */
export function requireNotClosed(
  { status, mergedIntoId }: Pick<TicketState, 'status' | 'mergedIntoId'>,
  field = ['ticketId'],
): void {
  if (status !== 'CLOSED') return;
  const message = mergedIntoId
    ? 'This ticket has been merged into another one: go on there.'
    : 'This ticket is closed. Open a new one that follows it up.';
  throw Refusal.of('CLOSED', message, field);
}
