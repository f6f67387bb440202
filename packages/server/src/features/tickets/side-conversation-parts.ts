import { sql, type RawBuilder } from 'kysely';
import type { Decision, SideHeader, SideRecipient, SideState, SideTold } from '@copydesk/rules';
import type { CommentVia } from '../comments/comment.entity.ts';
import type { NewComment, TicketPlan } from './ticket-plan.ts';

export type NewSideMessage = {
  id: string;
  authorId: string | null;
  bodyText: string;
  bodyHtml?: string | null;
  quotedText?: string | null;
  via: CommentVia;
  decision?: (Decision & { policyVersion: number }) | null;
  recipients: readonly SideRecipient[];
  told: readonly SideTold[];
  /** Do the others know of its author? */
  shown: boolean;
  flags?: readonly string[];
  inboundMessageId?: string | null;
  clientKey?: string | null;
  attachments?: NewComment['attachments'];
};

/** What a change does to one side conversation of the ticket. What is left out stays. */
export type SidePlan = {
  conversationId: string;
  create?: { subject: string };
  set?: { subject?: string; state?: SideState };
  /** Joins, or stands in another header from now on. */
  participants?: readonly { personId: string; address: string; header: SideHeader }[];
  removeParticipants?: readonly string[];
  message?: NewSideMessage;
};

type Part = RawBuilder<unknown>;

function rowsOf(values: readonly object[], columns: string): Part {
  return sql`jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as r(${sql.raw(columns)})`;
}

/** The parts of `writeTicket`'s statement that write a side conversation; each selects from `t`, the ticket held. */
export function sideParts({ side, actorId }: TicketPlan): Part[] {
  if (!side) return [];
  return [
    side.create ? insertConversation(side, side.create.subject, actorId) : updateConversation(side),
    ...participantParts(side),
    ...messageParts(side),
  ];
}

function insertConversation({ conversationId, set }: SidePlan, subject: string, actorId: string | null): Part {
  return sql`side as (
    insert into side_conversation (id, ticket_id, subject, state, created_by_id)
    select ${conversationId}::uuid, t.id, ${subject}, ${set?.state ?? 'OPEN'}, ${actorId}::uuid from t returning id)`;
}

function updateConversation({ conversationId, set }: SidePlan): Part {
  return sql`side as (
    update side_conversation set updated_at = now(), subject = coalesce(${set?.subject ?? null}, side_conversation.subject),
      state = coalesce(${set?.state ?? null}, side_conversation.state)
    from t where side_conversation.id = ${conversationId}::uuid and side_conversation.ticket_id = t.id
    returning side_conversation.id)`;
}

function participantParts({ participants, removeParticipants }: SidePlan): Part[] {
  const parts: Part[] = [];
  if (participants?.length) {
    const rows = rowsOf(participants, '"personId" uuid, address text, header text');
    parts.push(sql`side_join as (
      insert into side_participant (side_conversation_id, person_id, address, header)
      select side.id, r."personId", r.address, r.header from side, ${rows}
      on conflict (side_conversation_id, person_id) do update set header = excluded.header, address = excluded.address)`);
  }
  if (removeParticipants?.length) {
    parts.push(sql`side_leave as (
      delete from side_participant using side where side_participant.side_conversation_id = side.id
        and side_participant.person_id = any(${[...removeParticipants]}::uuid[]))`);
  }
  return parts;
}

function messageParts({ message }: SidePlan): Part[] {
  if (!message) return [];
  const parts = [
    sql`side_said as (
      insert into side_message (id, side_conversation_id, author_id, body_text, body_html, quoted_text, via, decision,
        recipients, told, shown, flags, inbound_message_id, client_key)
      select ${message.id}::uuid, side.id, ${message.authorId}::uuid, ${message.bodyText}, ${message.bodyHtml ?? null},
        ${message.quotedText ?? null}, ${message.via}, ${message.decision ? JSON.stringify(message.decision) : null}::jsonb,
        ${JSON.stringify(message.recipients)}::jsonb, ${JSON.stringify(message.told)}::jsonb, ${message.shown},
        ${[...(message.flags ?? [])]}::text[], ${message.inboundMessageId ?? null}::uuid, ${message.clientKey ?? null}
      from side returning id)`,
  ];
  if (message.attachments?.length) {
    const rows = rowsOf(message.attachments, 'sha256 text, name text, "contentType" text, size int, "contentId" text');
    parts.push(sql`side_files as (
      insert into attachment (side_message_id, sha256, name, content_type, size, content_id)
      select side_said.id, r.sha256, r.name, r."contentType", r.size, r."contentId" from side_said, ${rows})`);
  }
  return parts;
}
