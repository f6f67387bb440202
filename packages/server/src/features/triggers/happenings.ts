import { sql } from 'kysely';
import {
  CHANGES,
  commentAuthorOf,
  VIAS,
  type Change,
  type Party,
  type TicketStatus,
  type TriggerEvent,
  type TriggerFacts,
} from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import { storedCursor, type Cursor } from '../../platform/events/consumer.ts';
import type { EventData, EventType } from '../../platform/events/event-types.ts';
import type { CommentVia } from '../comments/comment.entity.ts';
import { partyJson } from '../people/index.ts';
import type { TicketState } from '../tickets/index.ts';

/** How far triggers have been asked about the log. */
export const triggersCursor = storedCursor('triggers');

/** Events read at once: one operation writes fewer, so that it is seen whole. */
const PAGE_SIZE = 500;
/** Operations that one transaction asks triggers about. */
const AT_ONCE = 50;

/** One row of the log. */
type Row = Cursor & {
  ticketId: string | null;
  departmentId: string | null;
  type: EventType;
  isPublic: boolean;
  actorId: string | null;
  data: EventData;
};

type HappenedComment = { id: string; via: CommentVia; author: Party | null };

/** What one operation did to one ticket. */
export type Happening = {
  ticketId: string;
  departmentId: string;
  actorId: string | null;
  events: readonly TriggerEvent[];
  changed: readonly Change[];
  /** The change of the status, if there was one. */
  status: { from: string | null; to: string | null } | null;
  comment: { id: string; visibility: 'PUBLIC' | 'INTERNAL'; via: CommentVia; author: Party | null } | null;
  /** The triggers that did it; none: a person did, or a mail. */
  byTriggers: readonly string[];
};

/** The next operations of the log, each with all its rows. */
export type OperationPage = { operations: (readonly Row[])[]; more: boolean };

/** The next of the log, in its order. After `takeTurn`. */
export async function readOperations(trx: Transaction, epoch: number): Promise<OperationPage> {
  const { rows } = await sql<Row>`
    with ${triggersCursor.nextPage(epoch, PAGE_SIZE)}
    select e.epoch, e.xid::text as xid, e.id::text as "lastId", e.ticket_id as "ticketId",
      e.department_id as "departmentId", e.type, e.public_seq is not null as "isPublic", e.actor_id as "actorId", e.data
    from page e order by e.epoch, e.xid, e.id`.execute(trx);
  const operations = [...Map.groupBy(rows, ({ epoch: of, xid }) => `${of}:${xid}`).values()];
  const more = rows.length === PAGE_SIZE;
  // The last one may go on beyond the page.
  return { operations: more && operations.length > 1 ? operations.slice(0, -1) : operations, more };
}

/** As many of the operations, from the first on, as one transaction takes on: what asks nobody costs nothing. */
export function takeOperations(
  operations: OperationPage['operations'],
  asks: (departmentId: string) => boolean,
): { taken: OperationPage['operations']; asked: OperationPage['operations'] } {
  const asked = operations.filter((rows) => rows.some(({ departmentId }) => asks(departmentId ?? '')));
  const next = asked[AT_ONCE];
  return {
    taken: next ? operations.slice(0, operations.indexOf(next)) : operations,
    asked: asked.slice(0, AT_ONCE),
  };
}

/** What the operations did, ticket by ticket. */
export async function happeningsOf(trx: Transaction, operations: OperationPage['operations']): Promise<Happening[]> {
  const ids = operations.flat().flatMap((row) => commentIdOf(row) ?? []);
  const comments = ids.length > 0 ? await readComments(trx, ids) : new Map<string, HappenedComment>();
  return operations.flatMap((operation) =>
    [...Map.groupBy(operation, ({ ticketId }) => ticketId)].flatMap(([ticketId, rows]) =>
      ticketId === null ? [] : [happeningOf(ticketId, rows, comments)],
    ),
  );
}

const commentIdOf = ({ type, data }: Row) => (type.startsWith('comment.') ? data.commentId : undefined);

async function readComments(trx: Transaction, ids: readonly string[]): Promise<Map<string, HappenedComment>> {
  const { rows } = await sql<HappenedComment>`
    select c.id, c.via, case when author.id is not null then ${partyJson('author')} end as author
    from comment c left join person author on author.id = c.author_id
    where c.id = any(${ids}::uuid[])`.execute(trx);
  return new Map(rows.map((comment) => [comment.id, comment]));
}

function happeningOf(
  ticketId: string,
  rows: readonly Row[],
  comments: ReadonlyMap<string, HappenedComment>,
): Happening {
  const written = rows.find((row) => comments.has(commentIdOf(row) ?? ''));
  const comment = written && comments.get(commentIdOf(written) ?? '');
  const changes = rows.map(({ data }) => data.changed ?? {});
  const changed = new Set(changes.flatMap((one) => Object.keys(one).map((name) => name.toUpperCase())));
  return {
    ticketId,
    departmentId: rows.at(-1)?.departmentId ?? '',
    actorId: rows[0]?.actorId ?? null,
    events: eventsOf(rows),
    changed: CHANGES.filter((change) => changed.has(change)),
    status: changes.findLast(({ status }) => status)?.status ?? null,
    comment: comment ? { ...comment, visibility: written.isPublic ? 'PUBLIC' : 'INTERNAL' } : null,
    byTriggers: rows.flatMap(({ data }) => data.triggerId ?? []),
  };
}

const EVENTS: Partial<Record<EventType, TriggerEvent>> = {
  'ticket.created': 'TICKET_CREATED',
  'ticket.changed': 'TICKET_CHANGED',
  'ticket.merged': 'TICKET_MERGED',
  'comment.added': 'COMMENT_ADDED',
  'comment.edited': 'COMMENT_EDITED',
  'comment.deleted': 'COMMENT_DELETED',
  'comment.made_internal': 'COMMENT_DELETED',
  'cc.added': 'CC_ADDED',
  'rating.given': 'RATING_GIVEN',
};

/** A ticket that is opened has its first comment and its CCs, a merge its note and its CCs: that is one event. */
function eventsOf(rows: readonly Row[]): TriggerEvent[] {
  const events = rows.flatMap(({ type }) => EVENTS[type] ?? []);
  const whole = events.find((event) => event === 'TICKET_CREATED' || event === 'TICKET_MERGED');
  return whole ? [whole] : [...new Set(events)];
}

/** The happening as triggers look at it, with the ticket as it is now. */
export function factsOf(happening: Happening, ticket: TicketState): TriggerFacts {
  const { events, changed, status, comment } = happening;
  const via = VIAS.find((known) => known === comment?.via) ?? null;
  const author = comment && commentAuthorOf(comment.author, ticket);
  return {
    events,
    ticket,
    changed,
    previousStatus: (status?.from ?? null) as TicketStatus | null,
    comment: comment && author && { visibility: comment.visibility, author },
    via,
  };
}
