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

/** A message, and what became of it. */
export type Finished = { id: string; finish: Finish };

const columns =
  sql.raw(`id uuid, status text, "messageId" text, "from" text, subject text, preview text, "bodyHash" text,
  "suspendedBy" text, decision jsonb, confidence text, reasons text[], "departmentId" uuid, "ticketId" uuid, "commentId" uuid,
  error text, "reachableAt" text, named text[], keys text[], mentioned text[], side uuid, tokens text[], "to" text[]`);

/**
 * Writes down what became of messages, with the keys by which answers to them find the ticket, in one statement. No two of
 * them may name the same signed address.
 */
export async function finishMessages(trx: Transaction, finished: readonly Finished[]): Promise<void> {
  if (finished.length === 0) return;
  const seenBy = sql`(array(select distinct unnest(a.seen_by || k."to")))[1:${sql.lit(MOST_SEEN_BY)}]`;
  const isNews = sql`a.token = any(k.tokens) and not a.seen_by @> k."to"`;
  await sql`
    with k as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(finished.map(rowOf), wellFormed)}::jsonb) as k(${columns})
    ), reachable as (
      update address set undeliverable_since = null from k
      where canonical = k."reachableAt" and undeliverable_since is not null
    ), reference as (
      insert into message_reference (message_id, ticket_id, named)
      select key, k."ticketId", k.named from k, unnest(k.keys) key where k.side is null
      on conflict (message_id, ticket_id) do update set named = excluded.named where message_reference.named is null
    ), mentioned as (
      insert into message_reference (message_id, ticket_id, named)
      select key, k."ticketId", null from k, unnest(k.mentioned) key on conflict do nothing
    ), side_reference as (
      insert into side_message_reference (message_id, side_conversation_id)
      select key, k.side from k, unnest(k.keys) key where k.side is not null on conflict do nothing
    ), exposed_side as (
      update side_reply_address a set seen_by = ${seenBy} from k where ${isNews}
    ), exposed as (
      update reply_address a set seen_by = ${seenBy} from k where ${isNews}
    )
    update inbound_message m set
      status = k.status,
      processed_at = now(),
      message_id = k."messageId",
      from_address = k."from",
      subject = k.subject,
      preview = k.preview,
      body_sha256 = k."bodyHash",
      suspended_by = k."suspendedBy",
      decision = k.decision,
      confidence = k.confidence,
      confidence_reasons = k.reasons,
      department_id = k."departmentId",
      ticket_id = k."ticketId",
      comment_id = k."commentId",
      error = k.error
    from k where m.id = k.id`.execute(trx);
}

/** PostgreSQL takes no half characters in JSON; what is cut somewhere may end with one. */
const wellFormed = (_: string, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value);

function rowOf({ id, finish }: Finished) {
  const { mail, sideConversationId: side = null } = finish;
  return {
    id,
    status: finish.status,
    messageId: mail?.messageId ?? finish.messageId ?? null,
    from: mail?.from[0]?.address ?? finish.fromAddress ?? null,
    subject: mail?.subject ?? finish.subject ?? null,
    preview: mail ? previewOf(mail.visibleText) : null,
    bodyHash: mail?.bodySha256 ?? null,
    suspendedBy: finish.suspendedBy ?? null,
    decision: finish.decision ?? null,
    confidence: finish.confidence ?? null,
    reasons: finish.confidenceReasons ?? [],
    departmentId: finish.departmentId ?? null,
    ticketId: finish.ticketId ?? null,
    commentId: finish.commentId ?? null,
    error: finish.error ?? null,
    reachableAt: finish.reachableAt ?? null,
    named: mail ? [...new Set([...mail.to, ...mail.cc].map(({ address }) => address))] : [],
    keys: mail && finish.isReference ? referenceKeysOf(mail) : [],
    mentioned: mail && finish.isWitness && side === null ? mentionedKeysOf(mail) : [],
    side,
    tokens: finish.exposed?.tokens ?? [],
    to: finish.exposed?.to ?? [],
  };
}
