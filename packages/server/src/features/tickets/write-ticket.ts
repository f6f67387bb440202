import { sql, type RawBuilder } from 'kysely';
import type { Queries } from '../../platform/database/database.ts';
import { auditParts } from './audit-parts.ts';
import { commentChangeParts, publicCommentsLost } from './comment-change-parts.ts';
import { dataOf } from './event-causes.ts';
import { sideParts } from './side-conversation-parts.ts';
import type { NewComment, TicketPlan, WrittenTicket } from './ticket-plan.ts';

/**
 * Writes a plan, rows and events, in one statement. Null: the ticket has moved on since `expectSeq` (or is gone), and
 * nothing was written: load again, decide again.
 *
 * The advisory lock comes before the first write and `seq` is checked under the row's lock: only so do the log's order
 * (xid, id) and the ticket's seq agree. Every part selects from `t`, so that a plan that came too late writes nothing.
 */
export async function writeTicket(
  db: Queries,
  desk: { epoch: number },
  plan: TicketPlan,
): Promise<WrittenTicket | null> {
  const parts = [
    plan.create ? insertTicket(plan, plan.create) : updateTicket(plan),
    ...peopleParts(plan),
    ...commentParts(plan),
    ...commentChangeParts(plan),
    ...copyParts(plan),
    ...warningParts(plan),
    ...mergeParts(plan),
    ...sideParts(plan),
    ...ratingParts(plan),
    ...auditParts(plan),
    insertEvents(plan, desk.epoch),
  ];
  const { rows } = await sql<WrittenTicket>`
    with ${sql.join(parts, sql`, `)}
    select t.number, t.subject, t.status, t.priority, t.tags, t.follow_up_of_id as "followUpOfId",
      t.merged_into_id as "mergedIntoId", t.seq, t.public_seq as "publicSeq", t.comment_count as "commentCount",
      t.public_comment_count as "publicCommentCount", t.created_at as "createdAt", t.updated_at as "updatedAt",
      t.public_updated_at as "publicUpdatedAt", t.department_id as "departmentId",
      (select count(*)::int from warning w where w.ticket_id = t.id and w.resolved_at is null)
        + ${plan.raiseWarnings?.length ?? 0}::int - ${plan.resolveWarning ? 1 : 0}::int as "warningCount",
      ${plan.comment ? sql`(select created_at from c)` : sql`null`} as "commentCreatedAt",
      (select jsonb_agg(jsonb_build_object('id', e.id::text, 'seq', e.seq, 'publicSeq', e.public_seq, 'type', e.type)
        order by e.seq) from e) as events
    from t`.execute(db);
  return rows[0] ?? null;
}

type Part = RawBuilder<unknown>;

/** One jsonb parameter as a set of rows. */
function rowsOf(values: readonly object[], columns: string): Part {
  return sql`jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r(${sql.raw(columns)})`;
}

function counts(plan: TicketPlan) {
  const isPublic = plan.events.filter((event) => event.public).length;
  const comments = (plan.comment ? 1 : 0) + (plan.note ? 1 : 0);
  const publicComments = (plan.comment?.visibility === 'PUBLIC' ? 1 : 0) - publicCommentsLost(plan);
  return { events: plan.events.length, publicEvents: isPublic, comments, publicComments };
}

function insertTicket(plan: TicketPlan, create: NonNullable<TicketPlan['create']>): Part {
  const { events, publicEvents, comments, publicComments } = counts(plan);
  return sql`t as (
    insert into ticket (id, department_id, subject, status, requester_id, assignee_id, created_by_id, client_key,
      priority, tags, follow_up_of_id, seq, public_seq, comment_count, public_comment_count)
    values (${plan.ticketId}, ${create.departmentId}, ${create.subject}, ${create.status}, ${create.requesterId},
      ${create.assigneeId}, ${plan.actorId}, ${create.clientKey}, ${create.priority ?? 'NORMAL'},
      ${[...(create.tags ?? [])]}::text[], ${create.followUpOfId ?? null}::uuid, ${events}, ${publicEvents}, ${comments},
      ${publicComments})
    returning *)`;
}

function updateTicket(plan: TicketPlan): Part {
  const { events, publicEvents, comments, publicComments } = counts(plan);
  const changes: Part[] = [
    sql`seq = ticket.seq + ${events}`,
    sql`public_seq = ticket.public_seq + ${publicEvents}`,
    sql`comment_count = comment_count + ${comments}`,
    sql`public_comment_count = public_comment_count + ${publicComments}`,
    sql`updated_at = now()`,
  ];
  if (publicEvents > 0) changes.push(sql`public_updated_at = now()`);
  const { subject, status, assigneeId, departmentId, requesterId, priority, tags, mergedIntoId } = plan.set ?? {};
  if (subject !== undefined) changes.push(sql`subject = ${subject}`);
  if (status !== undefined) changes.push(sql`status = ${status}`);
  if (assigneeId !== undefined) changes.push(sql`assignee_id = ${assigneeId}`);
  if (departmentId !== undefined) changes.push(sql`department_id = ${departmentId}`);
  if (mergedIntoId !== undefined) changes.push(sql`merged_into_id = ${mergedIntoId}`);
  if (requesterId !== undefined) changes.push(sql`requester_id = ${requesterId}`);
  if (priority !== undefined) changes.push(sql`priority = ${priority}`);
  if (tags !== undefined) changes.push(sql`tags = ${[...tags]}::text[]`);
  return sql`held as materialized (select pg_advisory_xact_lock(hashtextextended(${plan.ticketId}, 0))),
    t as (update ticket set ${sql.join(changes)} from held
      where ticket.id = ${plan.ticketId} and ticket.seq = ${plan.expectSeq} returning ticket.*)`;
}

function peopleParts(plan: TicketPlan): Part[] {
  if (!plan.newPeople?.length) return [];
  const people = rowsOf(plan.newPeople, 'id uuid, name text, address text, language text');
  return [
    sql`people as (insert into person (id, name, role, language) select r.id, r.name, 'END_USER', r.language from t, ${people})`,
    sql`addresses as (insert into address (canonical, person_id) select r.address, r.id from t, ${people})`,
  ];
}

function insertComment(name: string, comment: NewComment): Part {
  return sql`${sql.raw(name)} as (
    insert into comment (id, ticket_id, author_id, visibility, body_text, body_html, quoted_text, via, decision, told,
      not_copied, flags, inbound_message_id, client_key)
    select ${comment.id}::uuid, t.id, ${comment.authorId}::uuid, ${comment.visibility}, ${comment.bodyText},
      ${comment.bodyHtml ?? null}, ${comment.quotedText ?? null}, ${comment.via},
      ${comment.decision ? JSON.stringify(comment.decision) : null}::jsonb, ${JSON.stringify(comment.told)}::jsonb,
      ${JSON.stringify(comment.notCopied ?? [])}::jsonb, ${[...(comment.flags ?? [])]}::text[],
      ${comment.inboundMessageId ?? null}::uuid, ${comment.clientKey ?? null}
    from t returning id, created_at)`;
}

function commentParts(plan: TicketPlan): Part[] {
  const parts: Part[] = [];
  const { comment, note } = plan;
  if (note) parts.push(insertComment('beside', note));
  if (comment) {
    parts.push(insertComment('c', comment));
    if (comment.attachments?.length) {
      parts.push(sql`attachments as (
        insert into attachment (comment_id, sha256, name, content_type, size, content_id)
        select c.id, r.sha256, r.name, r."contentType", r.size, r."contentId" from c, ${rowsOf(
          comment.attachments,
          'sha256 text, name text, "contentType" text, size int, "contentId" text',
        )})`);
    }
  }
  if (comment && plan.clearsDraft) {
    parts.push(sql`sent as (
      delete from draft using t where draft.ticket_id = t.id and draft.person_id = ${comment.authorId}::uuid
        and draft.visibility = ${comment.visibility})`);
  }
  return parts;
}

const joiningColumns = '"personId" uuid, via text, cause jsonb, "helpCenterAccess" boolean';

function joinPart(name: 'cc' | 'follower', plan: TicketPlan, joining: TicketPlan['addCcs']): Part[] {
  if (!joining?.length) return [];
  const [access, allowed] =
    name === 'cc' ? [sql`, help_center_access`, sql`, coalesce(r."helpCenterAccess", true)`] : [sql``, sql``];
  return [
    sql`${sql.raw(`add_${name}`)} as (
      insert into ${sql.table(name)} (ticket_id, person_id, added_by_id, added_via, cause ${access})
      select t.id, r."personId", ${plan.actorId}::uuid, r.via, r.cause ${allowed}
      from t, ${rowsOf(joining, joiningColumns)})`,
  ];
}

function copyParts(plan: TicketPlan): Part[] {
  const parts = [...joinPart('cc', plan, plan.addCcs), ...joinPart('follower', plan, plan.addFollowers)];
  const removed = plan.removeCcs?.map((cc) => cc.personId) ?? [];
  const sticky = plan.removeCcs?.filter((cc) => cc.sticky).map((cc) => cc.personId) ?? [];
  const added = plan.addCcs?.map((cc) => cc.personId) ?? [];
  sticky.push(...(plan.stickCcs ?? []));
  if (removed.length > 0) {
    parts.push(
      sql`remove_cc as (delete from cc using t where cc.ticket_id = t.id and cc.person_id = any(${removed}::uuid[]))`,
    );
  }
  if (sticky.length > 0) {
    parts.push(sql`stick as (
      insert into removed_cc (ticket_id, person_id, removed_by_id)
      select t.id, r, ${plan.actorId}::uuid from t, unnest(${sticky}::uuid[]) r on conflict do nothing)`);
  }
  if (added.length > 0) {
    parts.push(sql`unstick as (
      delete from removed_cc using t where removed_cc.ticket_id = t.id and removed_cc.person_id = any(${added}::uuid[]))`);
  }
  if (plan.restrictCcs?.length) {
    parts.push(sql`restrict_cc as (
      update cc set help_center_access = r."helpCenterAccess"
      from t, ${rowsOf(plan.restrictCcs, '"personId" uuid, "helpCenterAccess" boolean')}
      where cc.ticket_id = t.id and cc.person_id = r."personId")`);
  }
  if (plan.removeFollowers?.length) {
    parts.push(sql`remove_follower as (
      delete from follower using t
      where follower.ticket_id = t.id and follower.person_id = any(${[...plan.removeFollowers]}::uuid[]))`);
  }
  return parts;
}

function ratingParts({ rating, actorId }: TicketPlan): Part[] {
  if (!rating) return [];
  return [
    sql`rate as (
      insert into rating (id, ticket_id, person_id, comment_id, closure_seq, score, remark, client_key)
      select ${rating.id}::uuid, t.id, ${actorId}::uuid, ${rating.commentId}::uuid, ${rating.closureSeq}::int,
        ${rating.score}, ${rating.remark}, ${rating.clientKey} from t
      on conflict (id) do update set score = excluded.score, remark = excluded.remark,
        client_key = excluded.client_key, given_at = now())`,
  ];
}

function warningParts(plan: TicketPlan): Part[] {
  const parts: Part[] = [];
  if (plan.raiseWarnings?.length) {
    parts.push(sql`raise as (
      insert into warning (id, ticket_id, comment_id, department_id, kind, message)
      select r.id, t.id, r."commentId", t.department_id, r.kind, r.message from t, ${rowsOf(
        plan.raiseWarnings,
        'id uuid, "commentId" uuid, kind text, message text',
      )})`);
  }
  if (plan.resolveWarning) {
    parts.push(sql`resolve as (
      update warning set resolved_at = now(), resolved_by_id = ${plan.actorId}::uuid,
        resolution = ${plan.resolveWarning.resolution}
      from t where warning.id = ${plan.resolveWarning.warningId} and warning.ticket_id = t.id)`);
  }
  if (plan.set?.departmentId !== undefined) {
    parts.push(
      sql`move_warnings as (update warning set department_id = t.department_id from t where ticket_id = t.id)`,
    );
  }
  return parts;
}

/** Answers to the mails of side conversations would find a closed ticket: they go on with the one that does. */
function mergeParts({ mergeFromId }: TicketPlan): Part[] {
  if (mergeFromId === undefined) return [];
  return [
    sql`moved_sides as (update side_conversation set ticket_id = t.id from t where ticket_id = ${mergeFromId}::uuid)`,
  ];
}

function insertEvents(plan: TicketPlan, epoch: number): Part {
  const { events, publicEvents } = counts(plan);
  let publicPlace = 0;
  const rows = plan.events.map((event, index) => ({
    place: index + 1,
    publicPlace: event.public ? (publicPlace += 1) : null,
    type: event.type,
    data: dataOf(plan, event),
  }));
  return sql`e as (
    insert into event (epoch, ticket_id, seq, public_seq, type, department_id, actor_id, data)
    select ${epoch}, t.id, t.seq - ${events} + r.place, t.public_seq - ${publicEvents} + r."publicPlace", r.type,
      t.department_id, ${plan.actorId}::uuid, r.data
    from t, ${rowsOf(rows, 'place int, "publicPlace" int, type text, data jsonb')} order by r.place
    returning id, seq, public_seq, type)`;
}
