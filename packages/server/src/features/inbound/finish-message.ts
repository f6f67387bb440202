import { sql } from 'kysely';
import type { Confidence, Decision } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { ParsedMail } from '../../platform/mail/parse/parsed-mail.ts';
import type { InboundStatus } from './inbound-message.entity.ts';
import { mentionedKeysOf, referenceKeysOf } from './route-message.ts';

/** What became of a message. What is left out is null. */
export type Finish = {
  /** Null: it could not be read; then what little is known stands beside. */
  mail: ParsedMail | null;
  fromAddress?: string | null;
  subject?: string | null;
  messageId?: string | null;
  status: Exclude<InboundStatus, 'RECEIVED'>;
  suspendedBy?: string | null;
  decision?: (Decision & { policyVersion: number }) | null;
  confidence?: Confidence | null;
  confidenceReasons?: readonly string[];
  departmentId?: string | null;
  ticketId?: string | null;
  commentId?: string | null;
  error?: string | null;
  /** Answers to it will find the ticket. */
  isReference?: boolean;
  /** So will mails of its participants that speak of the same messages. */
  isWitness?: boolean;
  /** Signed addresses that stood in it, and who knows them now. */
  exposed?: { tokens: readonly string[]; to: readonly string[] };
  /** A mail of theirs arrived, so mail to them can. */
  reachableAt?: string | null;
  /** Then answers find this, and not the ticket. */
  sideConversationId?: string | null;
};

const PREVIEW_CHARACTERS = 200;
/** A text may have a million characters, mostly spaces: nobody waits while all of them are read for two hundred. */
const previewOf = (text: string) =>
  text
    .slice(0, PREVIEW_CHARACTERS * 10)
    .replaceAll(/\s+/gu, ' ')
    .slice(0, PREVIEW_CHARACTERS);
/** One who takes no part is enough; more need not be remembered. */
const MOST_SEEN_BY = 200;

/** Writes down what became of a message, with the keys by which answers to it find the ticket, in one statement. */
export async function finishMessage(trx: Transaction, id: string, finish: Finish): Promise<void> {
  const { mail } = finish;
  const named = mail ? [...new Set([...mail.to, ...mail.cc].map(({ address }) => address))] : [];
  const keys = mail && finish.isReference ? referenceKeysOf(mail) : [];
  const side = finish.sideConversationId ?? null;
  const mentioned = mail && finish.isWitness && side === null ? mentionedKeysOf(mail) : [];
  const exposed = { tokens: [...(finish.exposed?.tokens ?? [])], to: [...(finish.exposed?.to ?? [])] };
  const seenBy = sql`(array(select distinct unnest(seen_by || ${exposed.to}::text[])))[1:${MOST_SEEN_BY}]`;
  const isNews = sql`token = any(${exposed.tokens}::text[]) and not seen_by @> ${exposed.to}::text[]`;
  await sql`
    with reachable as (
      update address set undeliverable_since = null
      where canonical = ${finish.reachableAt ?? null} and undeliverable_since is not null
    ), reference as (
      insert into message_reference (message_id, ticket_id, named)
      select key, ${finish.ticketId ?? null}::uuid, ${named}::text[] from unnest(${keys}::text[]) key
      where ${side}::uuid is null
      on conflict (message_id, ticket_id) do update set named = excluded.named where message_reference.named is null
    ), mentioned as (
      insert into message_reference (message_id, ticket_id, named)
      select key, ${finish.ticketId ?? null}::uuid, null from unnest(${mentioned}::text[]) key
      on conflict do nothing
    ), side_reference as (
      insert into side_message_reference (message_id, side_conversation_id)
      select key, ${side}::uuid from unnest(${keys}::text[]) key where ${side}::uuid is not null on conflict do nothing
    ), exposed_side as (
      update side_reply_address set seen_by = ${seenBy} where ${isNews}
    ), exposed as (
      update reply_address set seen_by = ${seenBy} where ${isNews}
    )
    update inbound_message set
      status = ${finish.status},
      processed_at = now(),
      message_id = ${mail?.messageId ?? finish.messageId ?? null},
      from_address = ${mail?.from[0]?.address ?? finish.fromAddress ?? null},
      subject = ${mail?.subject ?? finish.subject ?? null},
      preview = ${mail ? previewOf(mail.visibleText) : null},
      body_sha256 = ${mail?.bodySha256 ?? null},
      suspended_by = ${finish.suspendedBy ?? null},
      decision = ${finish.decision ? JSON.stringify(finish.decision) : null}::jsonb,
      confidence = ${finish.confidence ?? null},
      confidence_reasons = ${[...(finish.confidenceReasons ?? [])]}::text[],
      department_id = ${finish.departmentId ?? null}::uuid,
      ticket_id = ${finish.ticketId ?? null}::uuid,
      comment_id = ${finish.commentId ?? null}::uuid,
      error = ${finish.error ?? null}
    where id = ${id}`.execute(trx);
}
