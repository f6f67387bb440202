import type { Queries } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { violatedConstraint } from '../../platform/database/violation.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { TicketPlan, WrittenTicket } from './ticket-plan.ts';
import { loadTicketState, type Given, type TicketState } from './ticket-state.ts';
import { writeTicket } from './write-ticket.ts';
import { lockTickets } from './lock-tickets.ts';

/** Decides a change. `db` sees the same moment as `state` when the ticket is locked: read there what `state` lacks. */
export type Decide = (state: TicketState, db: Queries) => TicketPlan | null | Promise<TicketPlan | null>;

/** `state` is what was decided on: the ticket as it was before. */
export type Changed = { state: TicketState; plan: TicketPlan; written: WrittenTicket };

/**
 * Changes one ticket: load, decide, write. `decide` writes nothing, may run again when the ticket has moved on meanwhile,
 * and may throw a Refusal; null means that there is nothing to do. The first try is two statements without a transaction;
 * a ticket that is being written by others is then decided under its lock, so that everybody gets their turn.
 *
 * @throws Refusal NOT_FOUND when there is no such ticket, and whatever `decide` refuses.
 */
export async function changeTicketState(
  desk: Desk,
  ticketId: string,
  given: Given,
  decide: Decide,
): Promise<Changed | null> {
  const state = await loadExisting(desk.db, ticketId, given);
  const plan = await decide(state, desk.db);
  if (!plan) return null;
  const written = await writeUnlessTaken(desk, plan);
  const changed = written ? { state, plan, written } : await changeUnderLock(desk, ticketId, given, decide);
  if (changed) desk.wake([ticketId]);
  return changed;
}

/** Null also when somebody else has just created a person with an address of the plan's: the next look finds them. */
async function writeUnlessTaken(desk: Desk, plan: TicketPlan): Promise<WrittenTicket | null> {
  try {
    return await writeTicket(desk.db, desk, plan);
  } catch (error) {
    if (plan.newPeople?.length && violatedConstraint(error) === 'address_pkey') return null;
    throw error;
  }
}

async function changeUnderLock(desk: Desk, ticketId: string, given: Given, decide: Decide): Promise<Changed | null> {
  return desk.db.transaction().execute(async (trx) => {
    await lockTickets(trx, [ticketId]);
    const state = await loadExisting(trx, ticketId, given);
    const plan = await decide(state, trx);
    if (!plan) return null;
    const written = await writeTicket(trx, desk, plan);
    if (!written) throw new Error(`Ticket ${ticketId} changed under its lock.`);
    return { state, plan, written };
  });
}

async function loadExisting(db: Parameters<typeof loadTicketState>[0], ticketId: string, given: Given) {
  const state = await loadTicketState(db, ticketId, given);
  if (!state) throw Refusal.of('NOT_FOUND', 'There is no such ticket, or it is not yours to see.', ['ticketId']);
  return state;
}
