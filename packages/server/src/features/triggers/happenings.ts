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
/** Operations that one transaction takes on. */
const AT_ONCE = 50;

type Row = Cursor & {
  ticketId: string | null;
  departmentId: string | null;
  type: EventType;
  isPublic: boolean;
  actorId: string | null;
  data: EventData;
  comment: { id: string; via: CommentVia; author: Party | null } | null;
};

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

export type HappeningPage = { happenings: Happening[]; last: Cursor | null; more: boolean };

/** The next happenings of the log, in its order. After `takeTurn`. */
export async function readHappenings(trx: Transaction, epoch: number): Promise<HappeningPage> {
  const { rows } = await sql<Row>`
    with ${triggersCursor.nextPage(epoch, PAGE_SIZE)}
    select e.epoch, e.xid::text as xid, e.id::text as "lastId", e.ticket_id as "ticketId",
      e.department_id as "departmentId", e.type, e.public_seq is not null as "isPublic", e.actor_id as "actorId", e.data,
      case when c.id is not null then jsonb_build_object('id', c.id, 'via', c.via,
        'author', case when author.id is not null then ${partyJson('author')} end) end as comment
    from page e
      left join comment c on e.type like 'comment.%' and c.id = (e.data ->> 'commentId')::uuid
      left join person author on author.id = c.author_id
    order by e.epoch, e.xid, e.id`.execute(trx);
  const operations = [...Map.groupBy(rows, ({ epoch: of, xid }) => `${of}:${xid}`).values()];
  // The last one may go on beyond the page.
  const whole = rows.length < PAGE_SIZE || operations.length === 1 ? operations : operations.slice(0, -1);
  const taken = whole.slice(0, AT_ONCE);
  return {
    happenings: taken.flatMap(happeningsOf),
    last: taken.at(-1)?.at(-1) ?? null,
    more: rows.length === PAGE_SIZE || taken.length < whole.length,
  };
}

function happeningsOf(operation: readonly Row[]): Happening[] {
  const tickets = Map.groupBy(operation, ({ ticketId }) => ticketId);
  return [...tickets].flatMap(([ticketId, rows]) => (ticketId === null ? [] : [happeningOf(ticketId, rows)]));
}

function happeningOf(ticketId: string, rows: readonly Row[]): Happening {
  const written = rows.find(({ comment }) => comment !== null);
  const changes = rows.map(({ data }) => data.changed ?? {});
  const changed = new Set(changes.flatMap((one) => Object.keys(one).map((name) => name.toUpperCase())));
  return {
    ticketId,
    departmentId: rows.at(-1)?.departmentId ?? '',
    actorId: rows[0]?.actorId ?? null,
    events: eventsOf(rows),
    changed: CHANGES.filter((change) => changed.has(change)),
    status: changes.findLast(({ status }) => status)?.status ?? null,
    comment: written?.comment ? { ...written.comment, visibility: written.isPublic ? 'PUBLIC' : 'INTERNAL' } : null,
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
