import type { TicketState } from '../tickets/index.ts';
import type { LoggedEvent } from './event-page.ts';

/** Counts the messages of a page of the log: in which batch of its event each goes out, `mail.batchOver` people each. */
export function batches(): (message: { event: LoggedEvent; ticket: TicketState }) => number {
  const counted = new Map<string, number>();
  return ({ event, ticket }) => {
    const before = counted.get(event.lastId) ?? 0;
    counted.set(event.lastId, before + 1);
    return Math.floor(before / ticket.department.policy.mail.batchOver) + 1;
  };
}
