import { violatedConstraint } from '../../platform/database/violation.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, requireNotClosed, type Changed } from '../tickets/index.ts';
import { requireComment, requireNotDeleted, ticketOfComment } from './require-comment.ts';

export type EditComment = { commentId: string; body: string; clientKey?: string | null };

/** `changed` is null when there was nothing to do, or a retry found what its first try had done. */
export type ChangedComment = { commentId: string; ticketId: string; changed: Changed | null };

/**
 * Changes the text of a comment of one's own; what somebody else wrote is not rewritten. The text before is kept as a
 * revision, which the team reads. Whether it is public or internal stays as it is.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED, or INVALID for an empty text, a deleted comment or a key used before
 */
export async function editComment(desk: Desk, actor: Viewer, input: EditComment): Promise<ChangedComment> {
  const { commentId, body } = input;
  const ticketId = await ticketOfComment(desk.db, commentId);
  try {
    const changed = await changeTicketState(desk, ticketId, {}, async (state, db) => {
      const comment = await requireComment(db, actor, 'comment.edit', state, commentId);
      requireNotClosed(state);
      requireNotDeleted(comment);
      if (body.trim() === '') {
        throw Refusal.of('INVALID', 'The comment would be empty: write something, or delete it.', ['body']);
      }
      if (body === comment.bodyText) return null;
      return {
        ticketId: state.id,
        expectSeq: state.seq,
        actorId: actor.id,
        editComment: { commentId, bodyText: body, clientKey: input.clientKey ?? null },
        events: [{ type: 'comment.edited', public: comment.visibility === 'PUBLIC', data: { commentId } }],
      };
    });
    return { commentId, ticketId, changed };
  } catch (error) {
    if (violatedConstraint(error) !== 'comment_revision_client_key') throw error;
    await requireSameEdit(desk, actor, input);
    return { commentId, ticketId, changed: null };
  }
}

/** A retry changes nothing, whatever has been edited since. */
async function requireSameEdit({ db }: Desk, actor: Viewer, { commentId, clientKey }: EditComment): Promise<void> {
  const first = await db
    .selectFrom('comment_revision')
    .select('comment_id')
    .where('replaced_by_id', '=', actor.id)
    .where('client_key', '=', clientKey ?? '')
    .executeTakeFirst();
  if (first?.comment_id === commentId) return;
  throw Refusal.of('INVALID', 'This key has been used for another comment: use a new one.', ['clientKey']);
}
