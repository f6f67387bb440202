import { mayCopy, type Party, type Via } from '@copydesk/rules';
import { Refusal, type UserError } from '../../platform/refusal.ts';
import type { NamedPerson } from './named-people.ts';
import type { PlannedEvent } from './ticket-plan.ts';
import type { TicketState } from './ticket-state.ts';

/** The CCs that a change adds: who, and the events that say so. */
export type PlannedCcs = { people: NamedPerson[]; events: PlannedEvent[] };

/**
 * Which of the named people become CCs. Whoever is one already changes nothing.
 *
 * @param removedCount how many CCs the same change takes off, and so makes room
 * @throws Refusal naming everybody who may not be copied: an API call never loses people silently (settings.md,
 *   `cc.overflow in the API`)
 */
export function planCcs(
  state: Pick<TicketState, 'ccs' | 'requester' | 'department' | 'deskAddresses'>,
  actor: Party,
  via: Via,
  named: readonly NamedPerson[],
  removedCount = 0,
): PlannedCcs {
  const people: NamedPerson[] = [];
  const refused: UserError[] = [];
  for (const person of named) {
    const isCcAlready = state.ccs.some((cc) => cc.id === person.party.id);
    const copyable = mayCopy({
      address: person.address,
      party: person.isNew ? null : person.party,
      ticket: {
        ccCount: state.ccs.length - removedCount + people.length,
        requesterId: state.requester.id,
        isCcAlready,
        stickyRemoved: false,
      },
      department: { policy: state.department.policy, supportAddresses: state.deskAddresses },
      actor,
      via,
    });
    if (!copyable.ok) refused.push({ code: copyable.code, message: copyable.message, field: person.field });
    else if (!isCcAlready) people.push(person);
  }
  if (refused.length > 0) throw new Refusal(...refused);
  return {
    people,
    events: people.map(({ party }) => ({ type: 'cc.added', public: true, data: { personId: party.id } })),
  };
}
