import type { EventData } from '../../platform/events/event-types.ts';
import type { PlannedEvent, TicketPlan } from './ticket-plan.ts';
import type { TicketState } from './ticket-state.ts';

type Changes = NonNullable<TicketPlan['set']>;
type Changed = NonNullable<EventData['changed']>;

/**
 * The events that say what of a ticket changed: one that customers may know of, and one of the team's own affairs (who
 * works on it, how urgent it is, how it is sorted). Texts (subject, tags) are not in the log: it only says that they
 * changed. `rule`: what caused it, where a rule did.
 */
export function changeEvents(state: TicketState, set: Changes, rule?: string): PlannedEvent[] {
  const changed: Changed = {
    ...(set.subject === undefined ? {} : { subject: { from: null, to: null } }),
    ...(set.status === undefined ? {} : { status: { from: state.status, to: set.status } }),
    ...(set.departmentId === undefined ? {} : { department: { from: state.department.id, to: set.departmentId } }),
    ...(set.requesterId === undefined ? {} : { requester: { from: state.requester.id, to: set.requesterId } }),
  };
  const internal: Changed = {
    ...(set.assigneeId === undefined ? {} : { assignee: { from: state.assignee?.id ?? null, to: set.assigneeId } }),
    ...(set.priority === undefined ? {} : { priority: { from: state.priority, to: set.priority } }),
    ...(set.tags === undefined ? {} : { tags: { from: null, to: null } }),
  };
  return [
    { changed, public: true },
    { changed: internal, public: false },
  ]
    .filter((one) => Object.keys(one.changed).length > 0)
    .map((one) => ({
      type: 'ticket.changed',
      public: one.public,
      data: { changed: one.changed, ...(rule ? { rule } : {}) },
    }));
}

/** Whoever is assigned stays so in another department if they work there too: else they would lose sight of it only by that. */
export function staysAssigned(assignee: TicketState['assignee'], departmentId: string): boolean {
  return assignee === null || assignee.role === 'ADMIN' || assignee.departmentIds.includes(departmentId);
}
