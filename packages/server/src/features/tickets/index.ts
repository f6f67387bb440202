export { changeTicketState, type Changed } from './change-ticket-state.ts';
export { lockTickets } from './lock-tickets.ts';
export {
  loadDepartmentState,
  loadTicketState,
  subjectOf,
  type CcState,
  type DepartmentState,
  type Given,
  type GivenPerson,
  type TicketState,
} from './ticket-state.ts';
export type { NewComment, NewPerson, PlannedEvent, TicketPlan, WrittenEvent, WrittenTicket } from './ticket-plan.ts';
export { writeTicket } from './write-ticket.ts';
