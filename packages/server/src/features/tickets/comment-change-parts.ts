import { sql, type RawBuilder } from 'kysely';
import type { TicketPlan } from './ticket-plan.ts';

type Part = RawBuilder<unknown>;

/** The parts of a plan's statement that change a comment which stands there already. */
export function commentChangeParts(plan: TicketPlan): Part[] {
  const actor = sql`${plan.actorId}::uuid`;
  const parts: Part[] = [];
  if (plan.makeInternal) {
    parts.push(sql`made_internal as (
      update comment set visibility = 'INTERNAL', made_internal_at = now(), made_internal_by_id = ${actor}
      from t where comment.id = ${plan.makeInternal.commentId} and comment.ticket_id = t.id)`);
  }
  if (plan.editComment) {
    const { commentId, bodyText, clientKey } = plan.editComment;
    // Every part sees the rows as they were: the revision is what the comment said before.
    parts.push(
      sql`revised as (
        insert into comment_revision (comment_id, body_text, body_html, replaced_by_id, client_key)
        select c.id, c.body_text, c.body_html, ${actor}, ${clientKey} from t, comment c
        where c.id = ${commentId} and c.ticket_id = t.id)`,
      sql`edited as (
        update comment set body_text = ${bodyText}, body_html = null, edited_at = now()
        from t where comment.id = ${commentId} and comment.ticket_id = t.id)`,
    );
  }
  if (plan.deleteComment) {
    const { commentId } = plan.deleteComment;
    parts.push(
      sql`deleted as (
        update comment set visibility = 'INTERNAL', body_text = '', body_html = null, quoted_text = null,
          deleted_at = now(), deleted_by_id = ${actor}
        from t where comment.id = ${commentId} and comment.ticket_id = t.id)`,
      sql`unrevised as (delete from comment_revision using t where comment_id = ${commentId})`,
      sql`unattached as (delete from attachment using t where comment_id = ${commentId})`,
      // The mail it came by says the same: who wrote and when stays, the original does not.
      sql`unmailed as (update inbound_message set preview = null, raw_sha256 = null from t where comment_id = ${commentId})`,
      sql`unstored as (
        delete from blob b using t where b.sha256 in (
            select sha256 from attachment where comment_id = ${commentId}
            union all select raw_sha256 from inbound_message where comment_id = ${commentId})
          and not exists (select from attachment a
            where a.sha256 = b.sha256 and a.comment_id is distinct from ${commentId}::uuid)
          and not exists (select from inbound_message m
            where m.raw_sha256 = b.sha256 and m.comment_id is distinct from ${commentId}::uuid))`,
    );
  }
  return parts;
}

/** By how many a change of comments that stand there already alters the count of public ones. */
export function publicCommentsLost({ makeInternal, deleteComment }: TicketPlan): number {
  return (makeInternal ? 1 : 0) + (deleteComment?.wasPublic ? 1 : 0);
}
