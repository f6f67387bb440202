import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState } from '../tickets/index.ts';
import type { ChangedComment } from './edit-comment.ts';
import { requireComment, requireNotDeleted, ticketOfComment } from './require-comment.ts';

/**
 * Makes a public comment internal, once and for good (seeds/000; DESIGN, settled 9). To customers it is deleted.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, or INVALID when it is internal already
 */
export async function makeCommentInternal(
  desk: Desk,
  actor: Viewer,
  { commentId }: { commentId: string },
): Promise<ChangedComment> {
  const ticketId = await ticketOfComment(desk.db, commentId);
  const changed = await changeTicketState(desk, ticketId, {}, async (state, db) => {
    const comment = await requireComment(db, actor, 'comment.make_internal', state, commentId);
    requireNotDeleted(comment);
    if (comment.visibility !== 'PUBLIC') {
      throw Refusal.of('INVALID', 'This comment is an internal note already, and stays one for good.', ['commentId']);
    }
    return {
      ticketId: state.id,
      expectSeq: state.seq,
      actorId: actor.id,
      makeInternal: { commentId },
      events: [{ type: 'comment.made_internal', public: true, data: { commentId } }],
    };
  });
  return { commentId, ticketId, changed };
}
