import { may, whyMayNot, type Action, type Visibility } from '@copydesk/rules';
import type { Queries } from '../../platform/database/database.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { subjectOf, type TicketState } from '../tickets/index.ts';

/** A comment as an operation that changes it looks at it. */
export type StoredComment = {
  id: string;
  ticketId: string;
  authorId: string | null;
  visibility: Visibility;
  bodyText: string;
  deletedAt: Date | null;
};

/** Asks nothing about who may see it. */
export async function findComment(db: Queries, id: string): Promise<StoredComment | undefined> {
  return db
    .selectFrom('comment')
    .select(['id', 'ticket_id as ticketId', 'author_id as authorId', 'visibility', 'body_text as bodyText'])
    .select('deleted_at as deletedAt')
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The ticket of a comment that is to be changed. @throws Refusal NOT_FOUND */
export async function ticketOfComment(db: Queries, id: string): Promise<string> {
  const comment = await findComment(db, id);
  if (!comment) throw unknownComment();
  return comment.ticketId;
}

/**
 * The comment, when the person may do that with it. Read it with the `db` that decides: it is of the same moment as the
 * ticket.
 *
 * @throws Refusal NOT_FOUND for what they may not read, or FORBIDDEN with the reason
 */
export async function requireComment(
  db: Queries,
  actor: Viewer,
  action: Extract<Action, `comment.${string}`>,
  state: TicketState,
  id: string,
): Promise<StoredComment> {
  const comment = await findComment(db, id);
  const subject = { ticket: subjectOf(state), ...(comment ? { comment } : {}) };
  if (!comment || !may(actor, 'comment.read', subject)) throw unknownComment();
  const why = whyMayNot(actor, action, subject);
  if (why) throw Refusal.of('FORBIDDEN', why, ['commentId']);
  return comment;
}

function unknownComment(): Refusal {
  return Refusal.of('NOT_FOUND', 'There is no such comment, or it is not yours to see.', ['commentId']);
}

/** @throws Refusal INVALID */
export function requireNotDeleted({ deletedAt }: StoredComment): void {
  if (deletedAt) throw Refusal.of('INVALID', 'This comment has been deleted, and its text with it.', ['commentId']);
}
