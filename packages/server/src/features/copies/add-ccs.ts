import type { Desk } from '../../platform/desk.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import {
  changeTicketState,
  givenBy,
  namedPeople,
  planCcs,
  newPeopleOf,
  requireNotClosed,
  requireOnTicket,
  type Changed,
  type PersonInput,
} from '../tickets/index.ts';

/**
 * Copies people on a ticket, by id or address; an address nobody owns becomes an end user (seeds/001). All or nobody.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED, INVALID, or CC_… for each person who may not be copied
 */
export function addCcs(
  desk: Desk,
  actor: Viewer,
  input: { ticketId: string; people: readonly PersonInput[] },
): Promise<Changed | null> {
  return changeTicketState(desk, input.ticketId, givenBy(input.people), (state) => {
    requireOnTicket(actor, 'cc.add', state);
    requireNotClosed(state);
    const via = viaOf(actor);
    const { people, events } = planCcs(state, actor, via, namedPeople(input.people, state.given, ['people']));
    if (people.length === 0) return null;
    return {
      ticketId: state.id,
      expectSeq: state.seq,
      actorId: actor.id,
      newPeople: newPeopleOf(people),
      addCcs: people.map(({ party }) => ({ personId: party.id, via, cause: { rule: 'added-by-hand' } })),
      events,
    };
  });
}
