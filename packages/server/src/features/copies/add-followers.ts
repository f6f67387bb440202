import { mayFollow } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { Refusal, type UserError } from '../../platform/refusal.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, requireOnTicket, type Changed } from '../tickets/index.ts';

/**
 * Makes staff followers of a ticket; following it oneself needs only that one may read it (seeds/001).
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, or for each person NOT_A_FOLLOWER_KIND and its kin
 */
export function addFollowers(
  desk: Desk,
  actor: Viewer,
  input: { ticketId: string; personIds: readonly string[] },
): Promise<Changed | null> {
  return changeTicketState(desk, input.ticketId, { personIds: input.personIds }, (state) => {
    const onlySelf = input.personIds.every((id) => id === actor.id);
    requireOnTicket(actor, onlySelf ? 'follow' : 'follower.change', state);
    const refused: UserError[] = [];
    const added: string[] = [];
    for (const [index, id] of [...new Set(input.personIds)].entries()) {
      const field = ['personIds', String(index)];
      const party = state.given.find((given) => given.party.id === id)?.party;
      if (!party) {
        refused.push({ code: 'NOT_FOUND', message: 'There is no such person.', field });
        continue;
      }
      const followable = mayFollow({ party, department: { policy: state.department.policy }, actor });
      if (!followable.ok) refused.push({ code: followable.code, message: followable.message, field });
      else if (!state.followers.some((follower) => follower.id === id)) added.push(id);
    }
    if (refused.length > 0) throw new Refusal(...refused);
    if (added.length === 0) return null;
    return {
      ticketId: state.id,
      expectSeq: state.seq,
      actorId: actor.id,
      addFollowers: added.map((personId) => ({ personId, via: viaOf(actor), cause: { rule: 'added-by-hand' } })),
      events: added.map((personId) => ({ type: 'follower.added', public: false, data: { personId } })),
    };
  });
}
