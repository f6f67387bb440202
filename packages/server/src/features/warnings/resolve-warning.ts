import { may } from '@copydesk/rules';
import { v7 } from 'uuid';
import type { Queries } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { planComment } from '../comments/index.ts';
import {
  changeTicketState,
  planCcs,
  requireNotClosed,
  requireOnTicket,
  subjectOf,
  type TicketPlan,
  type TicketState,
} from '../tickets/index.ts';
import type { WarningResolution } from './warning.entity.ts';

export type ResolveWarning = { warningId: string; action: WarningResolution };

type Found = {
  id: string;
  ticketId: string;
  resolvedAt: Date | null;
  authorId: string | null;
  bodyText: string | null;
};

/**
 * Settles a warning: nothing to do, or its author becomes a CC, or its text becomes a public comment of the agent's
 * (seeds/003, "third party": the agent copies the text by hand and adds the person as CC).
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, INVALID, CLOSED, or CC_… when the author may not be copied
 */
export async function resolveWarning(
  desk: Desk,
  actor: Viewer,
  input: ResolveWarning,
): Promise<{ warningId: string; ticketId: string }> {
  const warning = await findWarning(desk.db, input.warningId);
  if (!warning) throw unknownWarning();
  const given = input.action === 'ADD_AS_CC' && warning.authorId ? { personIds: [warning.authorId] } : {};
  await changeTicketState(desk, warning.ticketId, given, async (state, db) => {
    const now = (await findWarning(db, warning.id)) ?? warning;
    const plan = planResolution(state, actor, now, input.action);
    return plan && input.action === 'COPY_TO_PUBLIC' ? withCopy(plan, now, actor, state, db) : plan;
  });
  return { warningId: warning.id, ticketId: warning.ticketId };
}

function unknownWarning(): Refusal {
  return Refusal.of('NOT_FOUND', 'There is no such warning, or it is not yours to see.', ['warningId']);
}

async function findWarning(db: Queries, id: string): Promise<Found | undefined> {
  return db
    .selectFrom('warning')
    .leftJoin('comment', 'comment.id', 'warning.comment_id')
    .select(['warning.id', 'warning.ticket_id as ticketId', 'warning.resolved_at as resolvedAt'])
    .select(['comment.author_id as authorId', 'comment.body_text as bodyText'])
    .where('warning.id', '=', id)
    .executeTakeFirst();
}

function planResolution(
  state: TicketState,
  actor: Viewer,
  warning: Found,
  action: WarningResolution,
): TicketPlan | null {
  if (!may(actor, 'internal.read', { ticket: subjectOf(state) })) throw unknownWarning();
  requireOnTicket(actor, 'warning.resolve', state, ['warningId']);
  if (warning.resolvedAt) return null;
  const plan: TicketPlan = {
    ticketId: state.id,
    expectSeq: state.seq,
    actorId: actor.id,
    resolveWarning: { warningId: warning.id, resolution: action },
    events: [{ type: 'warning.resolved', public: false, data: { warningId: warning.id } }],
  };
  if (action !== 'ADD_AS_CC') return plan;
  requireOnTicket(actor, 'cc.change', state, ['warningId']);
  requireNotClosed(state);
  const party = state.given[0]?.party;
  if (!party) throw Refusal.of('INVALID', 'Nobody known wrote this: there is no one to copy.', ['action']);
  const author = { party, address: party.address, isNew: false, field: ['action'] };
  const { people, events } = planCcs(state, actor, viaOf(actor), [author]);
  return {
    ...plan,
    addCcs: people.map(() => ({ personId: party.id, via: viaOf(actor), cause: { rule: 'third-party-accepted' } })),
    events: [...plan.events, ...events],
  };
}

/** One change of the ticket: of several agents who ask at once, one copies. */
async function withCopy(
  plan: TicketPlan,
  { ticketId, bodyText }: Found,
  actor: Viewer,
  state: TicketState,
  db: Queries,
): Promise<TicketPlan> {
  if (!bodyText) throw Refusal.of('INVALID', 'There is no comment to copy.', ['action']);
  requireOnTicket(actor, 'comment.write_public', state, ['action']);
  const copy = await planComment(state, actor, { ticketId, body: bodyText, visibility: 'PUBLIC' }, v7(), db);
  return { ...plan, ...copy, events: [...copy.events, ...plan.events] };
}
