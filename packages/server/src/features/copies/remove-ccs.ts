import { isStaff } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, requireOnTicket, type Changed } from '../tickets/index.ts';

/**
 * Takes CCs off a ticket. Whom staff remove does not come back by somebody's Reply-all to an older message.
 *
 * @throws Refusal NOT_FOUND or FORBIDDEN
 */
export function removeCcs(
  desk: Desk,
  actor: Viewer,
  input: { ticketId: string; personIds: readonly string[] },
): Promise<Changed | null> {
  return changeTicketState(desk, input.ticketId, {}, (state) => {
    requireOnTicket(actor, 'cc.change', state);
    const gone = state.ccs.filter((cc) => input.personIds.includes(cc.id)).map((cc) => cc.id);
    if (gone.length === 0) return null;
    return {
      ticketId: state.id,
      expectSeq: state.seq,
      actorId: actor.id,
      via: viaOf(actor),
      removeCcs: gone.map((personId) => ({ personId, sticky: isStaff(actor) })),
      events: gone.map((personId) => ({
        type: 'cc.removed',
        public: true,
        data: { personId, rule: 'removed-by-hand' },
      })),
    };
  });
}
