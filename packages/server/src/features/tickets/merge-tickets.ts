import { whyNotMerge, type MergeCcsFrom, type MergedCcs } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { lockTickets } from './lock-tickets.ts';
import { mergeFactsOf, planMerge } from './plan-merge.ts';
import { requireNotClosed, requireOnTicket } from './require-ticket.ts';
import { loadTicketStates, type TicketState } from './ticket-state.ts';
import { writeTicket } from './write-ticket.ts';

export type MergeTickets = {
  sourceId: string;
  targetId: string;
  /** Whose CCs the merged ticket has; what may be said depends on the department (`merge.ccPolicy`). */
  ccsFrom?: MergeCcsFrom | null;
  clientKey?: string | null;
};

/** `notCopied`: who took part in the source and does not in the target. Empty for a retry. */
export type MergedTickets = { sourceId: string; targetId: string; notCopied: MergedCcs['notCopied'] };

/**
 * Merges one ticket into another, for good (settled 8): the source is closed and keeps its comments, mail that belongs to
 * it goes to the target from now on, and CCs and followers join the target by the policy of the target's department.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED (either is closed, or merged already), or INVALID when the department does
 *   not merge those two, or not that way
 */
export async function mergeTickets(desk: Desk, actor: Viewer, input: MergeTickets): Promise<MergedTickets> {
  const { sourceId, targetId } = input;
  if (sourceId === targetId) throw Refusal.of('INVALID', 'A ticket is not merged into itself.', ['targetId']);
  const notCopied = await desk.db.transaction().execute(async (trx) => {
    await lockTickets(trx, [sourceId, targetId]);
    const states = await loadTicketStates(trx, [sourceId, targetId]);
    const source = requireEditable(states, sourceId, actor, 'sourceId');
    const target = requireEditable(states, targetId, actor, 'targetId');
    if (input.clientKey != null && source.mergedIntoId === targetId && (await hasMerged(trx, source, actor))) return [];
    requireOpen(source, 'sourceId');
    requireOpen(target, 'targetId');
    const why = whyNotMerge(mergeFactsOf(source, target, actor, input.ccsFrom ?? null));
    if (why) throw Refusal.of('INVALID', why.message, [why.field]);
    const plan = planMerge(source, target, actor, input.ccsFrom ?? null);
    for (const one of [plan.source, plan.target]) {
      if (!(await writeTicket(trx, desk, one))) throw new Error(`Ticket ${one.ticketId} changed under its lock.`);
    }
    return plan.ccs.notCopied;
  });
  desk.wake([sourceId, targetId]);
  return { sourceId, targetId, notCopied };
}

function requireEditable(states: readonly TicketState[], id: string, actor: Viewer, field: string): TicketState {
  const state = states.find((one) => one.id === id);
  if (!state) throw Refusal.of('NOT_FOUND', 'There is no such ticket, or it is not yours to see.', [field]);
  requireOnTicket(actor, 'ticket.edit', state, [field]);
  return state;
}

/** @throws Refusal CLOSED */
function requireOpen(state: TicketState, field: string): void {
  if (state.mergedIntoId !== null) {
    const message = `Ticket #${state.number} has been merged into another one already, and that is final.`;
    throw Refusal.of('CLOSED', message, [field]);
  }
  requireNotClosed(state, [field]);
}

/** Is this the retry of a merge that the same person made? */
async function hasMerged(trx: Transaction, source: TicketState, actor: Viewer): Promise<boolean> {
  const merge = await trx
    .selectFrom('event')
    .select('id')
    .where('ticket_id', '=', source.id)
    .where('type', '=', 'ticket.merged')
    .where('actor_id', '=', actor.id)
    .executeTakeFirst();
  return merge !== undefined;
}
