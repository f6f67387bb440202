import {
  isStaff,
  previewOf,
  statusAfter,
  type Party,
  type ReplyPreview,
  type TicketStatus,
  type Visibility,
} from '@copydesk/rules';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { Queries } from '../../platform/database/database.ts';
import { violatedConstraint } from '../../platform/database/violation.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import {
  changeTicketState,
  givenBy,
  namedPeople,
  newPeopleOf,
  planCcs,
  requireNotClosed,
  requireOnTicket,
  type Changed,
  type NamedPerson,
  type PersonInput,
  type PlannedEvent,
  type TicketPlan,
  type TicketState,
} from '../tickets/index.ts';

export type AddComment = {
  ticketId: string;
  body: string;
  visibility: Visibility;
  ccs?: readonly PersonInput[] | null;
  removeCcs?: readonly string[] | null;
  status?: TicketStatus | null;
  /** What the author saw; refused as STALE, with the difference, when it no longer holds. */
  expect?: { seq?: number | null; recipients?: readonly string[] | null } | null;
  clientKey?: string | null;
};

/** Either a comment was written (`changed`), or a retry found the one that its first try had written. */
export type AddedComment = { commentId: string; changed: Changed | null };

/**
 * Adds a public reply or an internal note, with the CCs and the status that go with it.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED, INVALID, STALE, or the code of a CC that may not be copied
 */
export async function addComment(desk: Desk, actor: Viewer, input: AddComment): Promise<AddedComment> {
  const commentId = v7();
  try {
    const changed = await changeTicketState(desk, input.ticketId, givenBy(input.ccs), async (state, db) => ({
      ...(await planComment(state, actor, input, commentId, db)),
      clearsDraft: true as const,
    }));
    return { commentId, changed };
  } catch (error) {
    const first = await findFirstTry(desk, actor, input, error);
    if (!first) throw error;
    return { commentId: first, changed: null };
  }
}

/** The first try may be itself what a retry is refused for: it moved the ticket on, or closed it. */
async function findFirstTry(
  { db }: Desk,
  actor: Viewer,
  { clientKey, ticketId }: AddComment,
  failure: unknown,
): Promise<string | null> {
  const isTaken = violatedConstraint(failure) === 'comment_client_key';
  if (clientKey == null || !(isTaken || failure instanceof Refusal)) return null;
  const first = await db
    .selectFrom('comment')
    .select(['id', 'ticket_id'])
    .where('author_id', '=', actor.id)
    .where('client_key', '=', clientKey)
    .executeTakeFirst();
  if (isTaken && first?.ticket_id !== ticketId) {
    throw Refusal.of('INVALID', 'This key has been used for a comment on another ticket: use a new one.', [
      'clientKey',
    ]);
  }
  return first?.ticket_id === ticketId ? first.id : null;
}

/** What `addComment` writes, for whoever writes more with it. Throws the same refusals. */
export async function planComment(
  state: TicketState,
  actor: Viewer,
  input: AddComment,
  commentId: string,
  db: Queries,
): Promise<TicketPlan> {
  const isPublic = input.visibility === 'PUBLIC';
  requireOnTicket(
    actor,
    isPublic ? 'comment.write_public' : 'comment.write_internal',
    state,
    ['visibility'],
    ['ticketId'],
  );
  requireNotClosed(state);
  if (input.body.trim() === '') throw Refusal.of('INVALID', 'The comment is empty: write something first.', ['body']);
  const reply = planReply(state, actor, input);
  await requireExpected(state, actor, input, reply.preview, db);

  const actsAs = actor.id === state.requester.id || !isStaff(actor) ? 'CUSTOMER' : 'STAFF';
  const via = viaOf(actor);
  requireStatus(state, actor, input.status ?? null);
  const status = statusAfter({
    current: state.status,
    visibility: input.visibility,
    actsAs,
    via,
    automatic: false,
    chosen: input.status ?? null,
    mailRule: null,
    policy: state.department.policy,
  });
  const { leftOutIds } = reply.preview;
  const data = { commentId, ...(leftOutIds.length > 0 ? { leftOutIds: [...leftOutIds] } : {}) };
  const events: PlannedEvent[] = [{ type: 'comment.added', public: isPublic, data }, ...reply.events];
  if (status && status.status !== state.status) {
    const changed = { status: { from: state.status, to: status.status } };
    events.push({ type: 'ticket.changed', public: true, data: { changed, rule: status.rule } });
  }
  return {
    ticketId: state.id,
    expectSeq: state.seq,
    actorId: actor.id,
    ...(status ? { set: { status: status.status } } : {}),
    newPeople: newPeopleOf(reply.added),
    comment: {
      id: commentId,
      authorId: actor.id,
      visibility: input.visibility,
      bodyText: input.body,
      via,
      told: reply.preview.told,
      clientKey: input.clientKey ?? null,
    },
    addCcs: reply.added.map(({ party }) => ({ personId: party.id, via, cause: { rule: 'added-by-hand', commentId } })),
    removeCcs: reply.removedIds.map((personId) => ({ personId, sticky: isStaff(actor) })),
    restrictCcs: reply.restrictedIds.map((personId) => ({ personId, helpCenterAccess: false })),
    events,
  };
}

function requireStatus(state: TicketState, actor: Viewer, status: TicketStatus | null): void {
  if (status === null) return;
  requireOnTicket(actor, 'ticket.edit', state, ['status']);
  if (status === 'NEW' && state.status !== 'NEW') {
    throw Refusal.of('INVALID', 'A ticket is new only once: choose Open.', ['status']);
  }
}

export type PlannedReply = {
  preview: ReplyPreview;
  added: NamedPerson[];
  /** Who stops being CC of the ticket (`cc.removeViaReplyEditor`). */
  removedIds: string[];
  /** Who stays CC and no longer reads the ticket in the help center (`cc.editorRemovalEndsPortalAccess`). */
  restrictedIds: string[];
  events: PlannedEvent[];
};

/** Who a reply would go to and what it changes about the CCs: the same for previewReply and for addComment. */
export function planReply(
  state: TicketState,
  actor: Viewer,
  input: Pick<AddComment, 'visibility' | 'ccs' | 'removeCcs' | 'status'>,
): PlannedReply {
  const wanted = namedPeople(input.ccs ?? [], state.given, ['ccs']);
  const leftOut = (input.removeCcs ?? []).filter((id) => state.ccs.some((cc) => cc.id === id));
  if (wanted.length + leftOut.length > 0) {
    if (input.visibility === 'INTERNAL') {
      throw Refusal.of('INVALID', 'An internal note has no CCs: it is for the team alone.', ['ccs']);
    }
    if (leftOut.length > 0) requireOnTicket(actor, 'cc.change', state, ['removeCcs']);
    requireOnTicket(actor, 'cc.add', state, ['ccs']);
  }
  const { removeViaReplyEditor, editorRemovalEndsPortalAccess } = state.department.policy.cc;
  const removedIds = removeViaReplyEditor ? leftOut : [];
  const restrictedIds = removeViaReplyEditor || !editorRemovalEndsPortalAccess ? [] : readersAmong(state, leftOut);
  const ccs = planCcs(state, actor, viaOf(actor), wanted, removedIds.length);
  const preview = previewOf(
    {
      author: actor,
      visibility: input.visibility,
      addCcs: ccs.people.map(withAddress),
      removeCcIds: leftOut,
      via: viaOf(actor),
      status: input.status ?? null,
    },
    state,
    state.department,
  );
  const events: PlannedEvent[] = [
    ...removedIds.map((personId): PlannedEvent => ({
      type: 'cc.removed',
      public: true,
      data: { personId, rule: 'removed-by-hand' },
    })),
    ...restrictedIds.map((personId): PlannedEvent => ({ type: 'cc.restricted', public: false, data: { personId } })),
    ...ccs.events,
  ];
  return { preview, added: ccs.people, removedIds, restrictedIds, events };
}

/** Those of these CCs who are customers and may read the ticket online. */
function readersAmong({ ccs }: TicketState, ids: readonly string[]): string[] {
  return ccs.filter((cc) => cc.helpCenterAccess && !isStaff(cc) && ids.includes(cc.id)).map((cc) => cc.id);
}

/** A person is written to at the address they were named by. */
function withAddress({ party, address }: NamedPerson): Party {
  return { ...party, address: party.address ?? address };
}

/** @throws Refusal STALE, with the difference, when what the author saw no longer holds */
async function requireExpected(
  state: TicketState,
  actor: Viewer,
  { expect }: AddComment,
  preview: ReplyPreview,
  db: Queries,
): Promise<void> {
  if (expect?.recipients) requireRecipients(expect.recipients, preview);
  const seq = expect?.seq ?? null;
  if (seq === null || seq === (isStaff(actor) ? state.seq : state.publicSeq)) return;
  const news = await countNews(db, state.id, actor, seq);
  if (news === 0) return;
  const message = `The ticket has moved on by ${news} ${news === 1 ? 'event' : 'events'} since you read it.`;
  throw Refusal.of('STALE', message, ['expect', 'seq']);
}

function requireRecipients(expected: readonly string[], preview: ReplyPreview): void {
  const now = preview.told.map((told) => told.address);
  const gone = expected.filter((address) => !now.includes(address));
  const added = now.filter((address) => !expected.includes(address));
  if (gone.length + added.length === 0) return;
  const parts = [
    added.length > 0 ? `it would also go to ${added.join(', ')}` : '',
    gone.length > 0 ? `it would no longer go to ${gone.join(', ')}` : '',
  ];
  const difference = parts.filter(Boolean).join(', and ');
  throw Refusal.of('STALE', `The recipients have changed: ${difference}.`, ['expect', 'recipients']);
}

/** How the mails of an earlier reply fare is no news to the next one. */
async function countNews(db: Queries, ticketId: string, actor: Viewer, seq: number): Promise<number> {
  const count = isStaff(actor) ? 'seq' : 'public_seq';
  const { rows } = await sql<{ news: number }>`
    select count(*)::int as news from event
    where ticket_id = ${ticketId} and ${sql.ref(count)} > ${seq} and type <> 'delivery.changed'`.execute(db);
  return rows[0]?.news ?? 0;
}
