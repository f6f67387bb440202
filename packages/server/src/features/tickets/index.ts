export { changeEvents, staysAssigned } from './change-events.ts';
export { changeTicket, type ChangeTicket } from './change-ticket.ts';
export { createTicket, type CreatedTicket, type CreateTicket } from './create-ticket.ts';
export { changeTicketState, type Changed, type Decide } from './change-ticket-state.ts';
export { endOfMerges } from './end-of-merges.ts';
export { lockTickets } from './lock-tickets.ts';
export { mergeTickets, type MergedTickets, type MergeTickets } from './merge-tickets.ts';
export { oneLine } from './one-line.ts';
export {
  departmentJson,
  loadDepartmentState,
  loadTicketState,
  loadTicketStates,
  subjectOf,
  type CcState,
  type DepartmentState,
  type Given,
  type GivenPerson,
  type NewTicketState,
  type TicketState,
} from './ticket-state.ts';
export { givenBy, namedPeople, newPeopleOf, type NamedPerson, type PersonInput } from './named-people.ts';
export type { NewComment, NewPerson, PlannedEvent, TicketPlan, WrittenEvent, WrittenTicket } from './ticket-plan.ts';
export type { NewSideMessage, SidePlan } from './side-conversation-parts.ts';
export { planCcs, type PlannedCcs } from './plan-ccs.ts';
export { requireNotClosed, requireOnTicket } from './require-ticket.ts';
export { internalTo, visibleTo } from './ticket-scope.ts';
export {
  mayReadInternal,
  participantsOf,
  readTickets,
  subjectOfRow,
  ticketAfter,
  ticketById,
  type Participants,
  type TicketRow,
} from './ticket.reader.ts';
export { writeTicket } from './write-ticket.ts';
export { resolvers } from './resolvers/index.ts';
