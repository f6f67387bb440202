import type { Desk } from '../../platform/desk.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, requireNotClosed } from '../tickets/index.ts';
import type { ChangedComment } from './edit-comment.ts';
import { requireComment, requireNotDeleted, ticketOfComment } from './require-comment.ts';

/**
 * Deletes a comment: its text, its earlier texts and its files leave the desk for good. The team goes on seeing that
 * there was one, who deleted it and when; to customers it is gone.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, CLOSED, or INVALID when it has been deleted already
 */
export async function deleteComment(
  desk: Desk,
  actor: Viewer,
  { commentId }: { commentId: string },
): Promise<ChangedComment> {
  const ticketId = await ticketOfComment(desk.db, commentId);
  const changed = await changeTicketState(desk, ticketId, {}, async (state, db) => {
    const comment = await requireComment(db, actor, 'comment.delete', state, commentId);
    requireNotClosed(state);
    requireNotDeleted(comment);
    const wasPublic = comment.visibility === 'PUBLIC';
    return {
      ticketId: state.id,
      expectSeq: state.seq,
      actorId: actor.id,
      deleteComment: { commentId, wasPublic },
      events: [{ type: 'comment.deleted', public: wasPublic, data: { commentId } }],
    };
  });
  return { commentId, ticketId, changed };
}
