import type { EventData } from '../../platform/events/event-types.ts';
import type { Joining, PlannedEvent, TicketPlan } from './ticket-plan.ts';

/** Columns of a ticket that say who takes part in it. */
const PEOPLE = ['requester', 'assignee'];

/**
 * What an event's row holds: for changes of who takes part (the participant ledger) also by which path it came, by which
 * rule and by which mail, as far as the plan says so.
 */
export function dataOf(plan: TicketPlan, event: PlannedEvent): EventData {
  if (!changesPeople(event)) return event.data;
  const joining = joiningOf(plan, event);
  const written = plan.comment?.via === 'SYSTEM' ? undefined : plan.comment?.via;
  const via = joining?.via ?? plan.via ?? written;
  const rule = event.data.rule ?? joining?.cause?.rule;
  const inboundMessageId = joining?.cause?.inboundMessageId ?? plan.comment?.inboundMessageId;
  return {
    ...(via ? { via } : {}),
    ...(rule ? { rule } : {}),
    ...(inboundMessageId ? { inboundMessageId } : {}),
    ...firstPeople(plan, event),
    ...restriction(plan, event),
    ...event.data,
  };
}

function changesPeople({ type, data }: PlannedEvent): boolean {
  if (type === 'ticket.changed') return PEOPLE.some((field) => data.changed?.[field] !== undefined);
  return type === 'ticket.created' || type.startsWith('cc.') || type.startsWith('follower.');
}

function joiningOf(plan: TicketPlan, { type, data }: PlannedEvent): Joining | undefined {
  const joining = type === 'cc.added' ? plan.addCcs : type === 'follower.added' ? plan.addFollowers : undefined;
  return joining?.find(({ personId }) => personId === data.personId);
}

/** With whom a ticket began, which its own columns tell only until they change. */
function firstPeople({ create }: TicketPlan, { type }: PlannedEvent): EventData {
  if (type !== 'ticket.created' || !create) return {};
  const { requesterId, assigneeId } = create;
  return { requesterId, ...(assigneeId ? { assigneeId } : {}) };
}

function restriction({ restrictCcs }: TicketPlan, { type, data }: PlannedEvent): EventData {
  const given = type === 'cc.restricted' && restrictCcs?.find(({ personId }) => personId === data.personId);
  return given ? { helpCenterAccess: given.helpCenterAccess } : {};
}
