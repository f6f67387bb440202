import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, requireOnTicket, type Changed } from '../tickets/index.ts';

/**
 * Lets a CC read the ticket in the help center, or no longer; they stay CC (seeds/002, "restricted").
 *
 * @throws Refusal NOT_FOUND or FORBIDDEN
 */
export function restrictCc(
  desk: Desk,
  actor: Viewer,
  input: { ticketId: string; personId: string; helpCenterAccess: boolean },
): Promise<Changed | null> {
  return changeTicketState(desk, input.ticketId, {}, (state) => {
    requireOnTicket(actor, 'cc.change', state);
    const cc = state.ccs.find(({ id }) => id === input.personId);
    if (!cc) throw Refusal.of('NOT_FOUND', 'They are not a CC of this ticket.', ['personId']);
    if (cc.helpCenterAccess === input.helpCenterAccess) return null;
    return {
      ticketId: state.id,
      expectSeq: state.seq,
      actorId: actor.id,
      via: viaOf(actor),
      restrictCcs: [{ personId: cc.id, helpCenterAccess: input.helpCenterAccess }],
      events: [{ type: 'cc.restricted', public: false, data: { personId: cc.id, rule: 'restricted-by-hand' } }],
    };
  });
}
