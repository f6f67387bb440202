import type { Desk } from '../../platform/desk.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, requireOnTicket, type Changed } from '../tickets/index.ts';

/** Takes followers off a ticket; oneself with no further right. @throws Refusal NOT_FOUND or FORBIDDEN */
export function removeFollowers(
  desk: Desk,
  actor: Viewer,
  input: { ticketId: string; personIds: readonly string[] },
): Promise<Changed | null> {
  return changeTicketState(desk, input.ticketId, {}, (state) => {
    const onlySelf = input.personIds.every((id) => id === actor.id);
    requireOnTicket(actor, onlySelf ? 'follow' : 'follower.change', state);
    const gone = state.followers.filter((follower) => input.personIds.includes(follower.id)).map(({ id }) => id);
    if (gone.length === 0) return null;
    return {
      ticketId: state.id,
      expectSeq: state.seq,
      actorId: actor.id,
      via: viaOf(actor),
      removeFollowers: gone,
      events: gone.map((personId) => ({
        type: 'follower.removed',
        public: false,
        data: { personId, rule: 'removed-by-hand' },
      })),
    };
  });
}
