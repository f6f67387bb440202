import { sql, type RawBuilder } from 'kysely';
import { isStaff, may, type Decision, type InboundResult, type Visibility } from '@copydesk/rules';
import { among } from '../../platform/database/among.ts';
import type { Queries } from '../../platform/database/database.ts';
import {
  connectionOf,
  cursorOf,
  emptyConnection,
  pageOf,
  type Connection,
  type PageArguments,
} from '../../platform/graphql/connections.ts';
import { mayAsk, type Asks } from '../../platform/asks.ts';
import type { Context } from '../../platform/graphql/context.ts';
import type { AttachmentRow } from '../../platform/mail/shown-html.ts';
import { defineRowLoader, inOrderOf } from '../../platform/graphql/loaders.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { personBrief, personJson, type PersonRow } from '../people/index.ts';
import {
  mayReadInternal,
  participantsOf,
  subjectOfRow,
  ticketById,
  type Changed,
  type TicketRow,
} from '../tickets/index.ts';
import type { CommentVia } from './comment.entity.ts';

/** A comment as resolvers pass it around; the reader has checked that the viewer may read it. */
export type CommentRow = {
  id: string;
  ticketId: string;
  author: PersonRow | null;
  visibility: Visibility;
  bodyText: string;
  bodyHtml: string | null;
  quotedText: string | null;
  via: CommentVia;
  decision: (Decision & { policyVersion: number }) | null;
  notCopied: InboundResult['notCopied'];
  flags: string[];
  createdAt: Date | string;
  editedAt: Date | string | null;
  deletedAt: Date | string | null;
  deletedBy: PersonRow | null;
  attachments: AttachmentRow[];
  /** The mail that it came by; null for what was written here. */
  inboundMessageId: string | null;
};

const base = sql`c.id, c.ticket_id as "ticketId", c.visibility, c.body_text as "bodyText", c.via,
  c.created_at as "createdAt", c.edited_at as "editedAt", c.deleted_at as "deletedAt"`;

/** What few documents ask of a comment, and the fields that look at it. */
const further: readonly (readonly [column: RawBuilder<unknown>, ...fields: string[]])[] = [
  [sql`c.body_html as "bodyHtml"`, 'bodyHtml', 'attachments'],
  [sql`c.quoted_text as "quotedText"`, 'quotedText'],
  [sql`c.decision`, 'decision', 'confidence', 'confidenceReasons'],
  [sql`c.not_copied as "notCopied"`, 'notCopied'],
  [
    sql`(select ${personBrief('deleter')} from person deleter where deleter.id = c.deleted_by_id) as "deletedBy"`,
    'deletedBy',
  ],
  [sql`case when c.made_internal_at is null then c.flags else c.flags || 'MADE_INTERNAL'::text end as flags`, 'flags'],
  [
    sql`coalesce((select json_agg(json_build_object('id', a.id, 'name', a.name, 'contentType', a.content_type,
      'size', a.size, 'contentId', a.content_id) order by a.id) from attachment a where a.comment_id = c.id), '[]') as attachments`,
    'attachments',
    'bodyHtml',
  ],
  [sql`c.inbound_message_id as "inboundMessageId"`, 'originalUrl'],
];

function columns(asks: Asks | null): RawBuilder<unknown> {
  const author = personJson('author', asks, mayAsk(asks, 'signature') ? 'address' : null);
  const asked = further.filter(([, ...fields]) => mayAsk(asks, ...fields)).map(([column]) => column);
  return sql.join([base, sql`case when author.id is not null then ${author} end as author`, ...asked]);
}

async function readComments(db: Queries, asks: Asks | null, rest: RawBuilder<unknown>): Promise<CommentRow[]> {
  const { rows } = await sql<CommentRow>`
    select ${columns(asks)} from comment c left join person author on author.id = c.author_id ${rest}`.execute(db);
  return rows;
}

const cursor = cursorOf('uuid');

/** A page of a ticket's comments, oldest first; of a ticket that the viewer may see. Customers get the public ones. */
export async function listComments(
  db: Queries,
  viewer: Viewer,
  ticket: TicketRow,
  paging: PageArguments,
  asks: Asks | null = null,
): Promise<Connection<CommentRow>> {
  const page = pageOf(paging, cursor);
  if (page.size === 0) return emptyConnection();
  const forward = page.direction === 'FORWARD';
  const own = isStaff(viewer) ? sql`or c.author_id = ${viewer.id}` : sql``;
  const mine = mayReadInternal(viewer, ticket) ? sql`` : sql`and (c.visibility = 'PUBLIC' ${own})`;
  const from = page.from ? sql`and c.id ${forward ? sql`>` : sql`<`} ${page.from[0]}::uuid` : sql``;
  const rows = await readComments(
    db,
    asks,
    sql`where c.ticket_id = ${ticket.id} ${mine} ${from}
      order by c.id ${forward ? sql`asc` : sql`desc`} limit ${page.size + 1}`,
  );
  const count = async () => {
    const counted = await sql<{ count: number }>`
      select count(*)::int as count from comment c where c.ticket_id = ${ticket.id} ${mine}`.execute(db);
    return counted.rows[0]?.count ?? 0;
  };
  return connectionOf(page, rows, (row) => cursor.encode([row.id]), count);
}

const anyCommentById = defineRowLoader<string, CommentRow | null>(async (ids, { db }, asks) => {
  const rows = await readComments(db, asks, sql`where c.id ${among(ids)}`);
  return inOrderOf(ids, rows, (row) => row.id);
});

/** Begins to read comments that are about to be asked for. Never waits, and shows nothing to anybody. */
export function expectComments({ desk, rows }: Pick<Context, 'desk' | 'rows'>, ids: readonly string[]): void {
  // What fails is told to whoever asks for it.
  void anyCommentById({ desk, rows, asks: null }).loadMany([...ids]);
}

/** A comment by id; null for what the viewer may not read, as for what does not exist. */
export async function commentById(context: Context, id: string): Promise<CommentRow | null> {
  const comment = await anyCommentById(context).load(id);
  const subject = comment && (await subjectOfComment(context, comment));
  return subject && may(context.viewer, 'comment.read', subject) ? comment : null;
}

/** The comment as `may` wants to see it, and its ticket's status; null: the ticket is not the viewer's to see. */
export async function subjectOfComment(context: Context, { ticketId, visibility, author }: CommentRow) {
  const ticket = await ticketById(context).load(ticketId);
  return (
    ticket && {
      ticket: subjectOfRow(ticket, await participantsOf(context, ticket)),
      comment: { visibility, authorId: author?.id ?? null },
      status: ticket.status,
    }
  );
}

/** The comment that a mutation wrote, for its payload: as it was written where that is known. */
export async function commentAfter(context: Context, id: string, changed: Changed | null): Promise<CommentRow | null> {
  const { viewer } = context;
  const written = changed?.plan.comment;
  if (!viewer || !written || written.attachments?.length || !changed.written.commentCreatedAt) {
    return commentById(context, id);
  }
  return {
    id,
    ticketId: changed.state.id,
    author: viewer,
    visibility: written.visibility,
    bodyText: written.bodyText,
    bodyHtml: written.bodyHtml ?? null,
    quotedText: written.quotedText ?? null,
    via: written.via,
    decision: written.decision ?? null,
    notCopied: written.notCopied ?? [],
    flags: [...(written.flags ?? [])],
    createdAt: changed.written.commentCreatedAt,
    editedAt: null,
    deletedAt: null,
    deletedBy: null,
    attachments: [],
    inboundMessageId: written.inboundMessageId ?? null,
  };
}
