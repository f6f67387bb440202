import { sql } from 'kysely';
import type { Confidence, InboundResult } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { parseMail } from '../../platform/mail/parse/parse-mail.ts';
import type { ParsedMail, ParseResult } from '../../platform/mail/parse/parsed-mail.ts';
import { writeTicket } from '../tickets/index.ts';
import { applyDeliveryReport } from './apply-delivery-report.ts';
import { claimMessage, noteFailure } from './claim-message.ts';
import { authenticateMessage, decideMessage, planDecided, type DecidedMessage } from './decide-message.ts';
import { finishMessage, type Finish } from './finish-message.ts';
import type { Gathered } from './gather-facts.ts';
import type { StoredAttachment } from './plan-message.ts';
import { routeMessage, type Route, type StoredMessage } from './route-message.ts';
import { storeAttachments } from './store-attachments.ts';

/**
 * The job of one stored message: reads it, decides it, applies the decision in one transaction. It may run any number of
 * times and at the same time as itself: only a message that is still RECEIVED is applied, under its lock.
 *
 * What fails is noted on the message and thrown, so that the queue tries again; after the last try the message is FAILED
 * and nothing is thrown any more: it is listed, and an admin can try it again.
 */
export async function processMessage(desk: Desk, { inboundMessageId }: { inboundMessageId: string }): Promise<void> {
  const claimed = await claimMessage(desk.db, inboundMessageId);
  if (!claimed) return;
  try {
    const parsed = await parseMail(claimed.raw);
    // A busy machine is not the message's fault; what breaks a worker twice is.
    if (!parsed.ok && parsed.gaveUp && claimed.attempts < 2) throw new Error(parsed.cause);
    const message = await withAuthentication(desk, claimed, parsed);
    const touched = await apply(desk, message, parsed);
    if (touched.length > 0) desk.wake(touched);
  } catch (error) {
    desk.log.error({ err: error, inboundMessageId, attempts: claimed.attempts }, 'A mail could not be processed.');
    if (!(await noteFailure(desk.db, inboundMessageId, error))) throw error;
  }
}

/**
 * What speaks for the sender is asked once, when the message is first read: keys change, and so would what a recovered
 * message proves. Network and DNS are waited for outside of any transaction.
 */
async function withAuthentication(
  desk: Desk,
  { message, raw }: { message: StoredMessage; raw: Buffer },
  parsed: ParseResult,
): Promise<StoredMessage> {
  const authentication = message.authentication ? null : await authenticateMessage(desk, message, raw, parsed);
  if (!authentication) return message;
  await sql`update inbound_message set authentication = ${JSON.stringify(authentication)}::jsonb
    where id = ${message.id}`.execute(desk.db);
  return { ...message, authentication };
}

/** Returns the tickets that changed. Routed again when its ticket was merged while it waited for the lock. */
async function apply(desk: Desk, message: StoredMessage, parsed: ParseResult): Promise<string[]> {
  const mail = parsed.ok ? parsed.mail : null;
  const route = await routeMessage(desk.db, message, mail);
  const attachments = await storeInAdvance(desk, message, parsed, route);
  const touched = await desk.db.transaction().execute(async (trx) => {
    const held = await holdMessage(trx, message.id, mail, ticketOf(mail, route));
    if (held === 'GONE') return [];
    const decided = await decideMessage(trx, message, parsed, route, desk.config);
    if (held !== 'FREE' && repeats(held, decided)) {
      const { ticketId, commentId, departmentId } = held;
      const same = { ticketId, commentId, departmentId };
      await finishMessage(trx, message.id, { mail, status: 'DONE', suspendedBy: 'duplicate', ...same });
      return [];
    }
    if (decided.gathered?.state?.mergedIntoId) return null;
    return applyDecision(trx, desk, message, { route, decided, attachments });
  });
  return touched ?? apply(desk, message, parsed);
}

/**
 * Large bytes are stored before the transaction, which is short because every reader of the log waits for it. What is
 * about to be suspended stores none: its raw message has them.
 */
async function storeInAdvance(
  desk: Desk,
  message: StoredMessage,
  parsed: ParseResult,
  route: Route,
): Promise<StoredAttachment[]> {
  if (!parsed.ok || parsed.mail.attachments.length === 0) return [];
  const { result } = await decideMessage(desk.db, message, parsed, route, desk.config);
  const { effect } = result;
  return effect === 'SUSPEND' || effect === 'REJECT' ? [] : storeAttachments(desk.db, parsed.mail.attachments);
}

type Given = {
  route: Route;
  decided: DecidedMessage;
  attachments: readonly StoredAttachment[];
};

async function applyDecision(trx: Transaction, desk: Desk, message: StoredMessage, given: Given): Promise<string[]> {
  const { route, decided } = given;
  const { result, facts, gathered } = decided;
  const finish = finishOf(given);
  if (!gathered || result.effect === 'SUSPEND' || result.effect === 'REJECT') {
    const status = result.effect === 'REJECT' ? 'REJECTED' : 'SUSPENDED';
    const error = facts.message.malformed;
    await finishMessage(trx, message.id, { ...finish, status, suspendedBy: suspension(message, result), error });
    return [];
  }
  if (result.effect === 'DELIVERY_STATE') {
    const touched = await applyDeliveryReport(trx, desk, gathered.mail, {
      reported: route.routing.reported,
      cameTo: route.cameTo,
    });
    await finishMessage(trx, message.id, { ...finish, ticketId: touched[0] ?? null });
    return touched;
  }
  // Empty as well where the decision has changed since: then they are stored here.
  const attachments =
    given.attachments.length > 0 ? given.attachments : await storeAttachments(trx, gathered.mail.attachments);
  const planned = planDecided(message.id, decided, attachments);
  if (!planned) throw new Error(`A mail was decided as ${result.effect}, and nothing is known of that.`);
  const written = await writeTicket(trx, desk, planned.plan);
  if (!written) throw new Error('The ticket changed while a mail was being written to it.');
  const { ticketId, side } = planned.plan;
  const bound = { ticketId, commentId: planned.commentId, sideConversationId: side?.conversationId ?? null };
  // What third parties and unproven senders speak of is not remembered: nothing they send becomes public.
  const isWitness = result.visibility === 'PUBLIC';
  await finishMessage(trx, message.id, { ...finish, ...bound, isReference: true, isWitness });
  return [ticketId];
}

/** What is written down of any decided message. */
function finishOf({ route, decided }: Given): Finish {
  const { facts, department, gathered, unreadable, decision } = decided;
  const common = { status: 'DONE' as const, decision, departmentId: department.id };
  if (!gathered) {
    const { from = null, subject = null, messageId = null } = unreadable?.readable ?? {};
    return { ...common, mail: null, fromAddress: from, subject, messageId };
  }
  const isTheirs = facts.message.confidence !== 'UNPROVEN' && facts.message.automatic === null;
  return {
    ...common,
    mail: gathered.mail,
    reachableAt: isTheirs && facts.message.deliveryReport === null ? facts.author.address : null,
    confidence: facts.message.confidence,
    confidenceReasons: facts.message.confidenceReasons,
    ticketId: gathered.state?.id ?? null,
    exposed: exposedBy(gathered, route),
  };
}

function ticketOf(mail: ParsedMail | null, route: Route): string[] {
  const reported = mail?.deliveryReport ? route.routing.reported.map(({ ticketId }) => ticketId) : [];
  return [...(route.ticketId === null ? [] : [route.ticketId]), ...reported];
}

function suspension(message: StoredMessage, result: InboundResult): string | null {
  if (result.effect !== 'SUSPEND') return message.suspendedBy.join(' ') || null;
  return [...message.suspendedBy, result.decision.rule].join(' ');
}

/** The same message, come before by another path. */
type Earlier = {
  ticketId: string | null;
  commentId: string | null;
  departmentId: string | null;
  confidence: Confidence | null;
};

/** A copy that may have been forged does not keep the real message out. */
function repeats(earlier: Earlier, { facts }: DecidedMessage): boolean {
  return earlier.confidence !== 'UNPROVEN' || facts.message.confidence === 'UNPROVEN';
}

/**
 * Takes the locks, in one order everywhere (the Message-ID's, the tickets', the row's), before the first write.
 * GONE: somebody else has applied it. Otherwise the same message that came by another path before, or FREE.
 */
async function holdMessage(trx: Transaction, id: string, mail: ParsedMail | null, ticketIds: readonly string[]) {
  const keys = [...(mail?.messageId ? [` message:${mail.messageId}`] : []), ...new Set(ticketIds)].toSorted();
  await sql`select pg_advisory_xact_lock(hashtextextended(id, 0))
    from unnest(${keys}::text[]) with ordinality as wanted(id, place) order by place`.execute(trx);
  const { rows } = await sql<{ status: string; duplicate: Earlier | null }>`
    select m.status, (
      select jsonb_build_object('ticketId', d.ticket_id, 'commentId', d.comment_id, 'departmentId', d.department_id,
        'confidence', d.confidence)
      from inbound_message d
      where d.message_id = ${mail?.messageId ?? null} and d.body_sha256 = ${mail?.bodySha256 ?? null}
        and d.from_address = ${mail?.from[0]?.address ?? null} and d.id <> m.id and d.processed_at is not null
        and d.suspended_by is distinct from 'duplicate' and d.status <> 'EXPIRED'
      order by d.confidence is not distinct from 'UNPROVEN', d.id limit 1) as duplicate
    from inbound_message m where m.id = ${id} for update of m`.execute(trx);
  const [row] = rows;
  if (row?.status !== 'RECEIVED') return 'GONE';
  return row.duplicate ?? 'FREE';
}

/**
 * Signed addresses that stood in the mail, and those who have now seen them: its author, and its recipients outside. A
 * mail server that reports what it could not deliver is nobody: else a customer whose mailbox was full proved nothing more.
 */
function exposedBy({ facts }: Gathered, { routing }: Route): Finish['exposed'] {
  const recipients = [...facts.message.to, ...facts.message.cc]
    .filter(({ support, party }) => !support && (party === null || party.role === 'END_USER'))
    .map(({ address }) => address);
  const author = facts.message.deliveryReport === null ? [facts.author.address] : [];
  const to = [...new Set([...author, ...recipients])];
  const seen = routing.replyAddresses.filter(({ addresses }) => to.some((address) => !addresses.includes(address)));
  return { tokens: seen.map(({ token }) => token), to };
}
