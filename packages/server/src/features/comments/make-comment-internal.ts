import type { Queries } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { changeTicketState, requireOnTicket, type Changed } from '../tickets/index.ts';

/**
 * Makes a public comment internal, once and for good (seeds/000; DESIGN, settled 9). To customers it is deleted.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, or INVALID when it is internal already
 */
export async function makeCommentInternal(
  desk: Desk,
  actor: Viewer,
  input: { commentId: string },
): Promise<{ commentId: string; ticketId: string; changed: Changed | null }> {
  const notFound = Refusal.of('NOT_FOUND', 'There is no such comment, or it is not yours to see.', ['commentId']);
  const find = (db: Queries) =>
    db.selectFrom('comment').select(['ticket_id', 'visibility']).where('id', '=', input.commentId).executeTakeFirst();
  const ticketId = (await find(desk.db))?.ticket_id;
  if (!ticketId) throw notFound;
  const changed = await changeTicketState(desk, ticketId, {}, async (state, db) => {
    requireOnTicket(actor, 'comment.make_internal', state, ['commentId']);
    if ((await find(db))?.visibility !== 'PUBLIC') {
      throw Refusal.of('INVALID', 'This comment is an internal note already.', ['commentId']);
    }
    return {
      ticketId: state.id,
      expectSeq: state.seq,
      actorId: actor.id,
      makeInternal: { commentId: input.commentId },
      events: [{ type: 'comment.made_internal', public: true, data: { commentId: input.commentId } }],
    };
  });
  return { commentId: input.commentId, ticketId, changed };
}
