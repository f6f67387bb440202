import { whyMayNot, type TicketPriority, type TicketStatus } from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, type Changed } from './change-ticket-state.ts';
import { changeEvents, staysAssigned } from './change-events.ts';
import { oneLine } from './one-line.ts';
import { requireAssignable, requireSubject } from './create-ticket.ts';
import { requireTags } from './require-tags.ts';
import { requireNotClosed, requireOnTicket } from './require-ticket.ts';
import type { TicketPlan } from './ticket-plan.ts';
import { subjectOf, type TicketState } from './ticket-state.ts';

/** What is undefined stays; `assigneeId: null` takes the assignee off. */
export type ChangeTicket = {
  ticketId: string;
  subject?: string | null;
  status?: TicketStatus | null;
  assigneeId?: string | null;
  departmentId?: string | null;
  priority?: TicketPriority | null;
  tags?: readonly string[] | null;
  expectSeq?: number | null;
};

/**
 * Changes a ticket's subject, status, assignee, department, priority or tags.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED, INVALID, or STALE when `expectSeq` no longer holds
 */
export async function changeTicket(desk: Desk, actor: Viewer, input: ChangeTicket): Promise<Changed | null> {
  if (input.departmentId) await requireDepartment(desk, input.departmentId);
  const given = input.assigneeId ? { personIds: [input.assigneeId] } : {};
  return changeTicketState(desk, input.ticketId, given, (state) => planChange(state, actor, input));
}

async function requireDepartment(desk: Desk, id: string): Promise<void> {
  const department = await desk.db.selectFrom('department').select('id').where('id', '=', id).executeTakeFirst();
  if (!department) throw Refusal.of('NOT_FOUND', 'There is no such department.', ['departmentId']);
}

function planChange(state: TicketState, actor: Viewer, input: ChangeTicket): TicketPlan | null {
  requireOnTicket(actor, 'ticket.edit', state);
  requireNotClosed(state);
  if (input.expectSeq != null && input.expectSeq !== state.seq) {
    throw Refusal.of('STALE', 'The ticket has moved on since you read it.', ['expectSeq']);
  }
  const set = {
    ...subjectChange(state, input),
    ...statusChange(state, input),
    ...assigneeChange(state, actor, input),
    ...departmentChange(state, actor, input),
    ...(input.priority != null && input.priority !== state.priority ? { priority: input.priority } : {}),
    ...tagsChange(state, input),
  };
  const events = changeEvents(state, set);
  if (events.length === 0) return null;
  return { ticketId: state.id, expectSeq: state.seq, actorId: actor.id, via: viaOf(actor), set, events };
}

type Changes = NonNullable<TicketPlan['set']>;

function subjectChange(state: TicketState, { subject }: ChangeTicket): Changes {
  if (subject == null) return {};
  const line = oneLine(subject);
  requireSubject(line);
  return line === state.subject ? {} : { subject: line };
}

function statusChange(state: TicketState, { status }: ChangeTicket): Changes {
  if (status == null || status === state.status) return {};
  if (status === 'NEW') throw Refusal.of('INVALID', 'A ticket is new only once: choose Open.', ['status']);
  return { status };
}

function tagsChange(state: TicketState, { tags }: ChangeTicket): Changes {
  if (tags == null) return {};
  const wanted = requireTags(tags);
  return wanted.join() === state.tags.join() ? {} : { tags: wanted };
}

function assigneeChange(state: TicketState, actor: Viewer, { assigneeId, departmentId }: ChangeTicket): Changes {
  if (assigneeId === undefined || assigneeId === (state.assignee?.id ?? null)) return {};
  const why = whyMayNot(actor, 'ticket.assign', { ticket: subjectOf(state) });
  if (why) throw Refusal.of('FORBIDDEN', why, ['assigneeId']);
  if (assigneeId === null) return { assigneeId: null };
  const party = state.given.find((given) => given.party.id === assigneeId)?.party;
  return { assigneeId: requireAssignable(party, departmentId ?? state.department.id).id };
}

function departmentChange(state: TicketState, actor: Viewer, { departmentId, assigneeId }: ChangeTicket): Changes {
  if (!departmentId || departmentId === state.department.id) return {};
  const why = whyMayNot(actor, 'department.read', { departmentId });
  if (why) throw Refusal.of('NOT_FOUND', 'There is no such department.', ['departmentId']);
  const stays = assigneeId !== undefined || staysAssigned(state.assignee, departmentId);
  return stays ? { departmentId } : { departmentId, assigneeId: null };
}
