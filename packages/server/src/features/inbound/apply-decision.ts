import type { InboundResult } from '@copydesk/rules';
import type { Transaction } from '../../platform/database/database.ts';
import type { Desk } from '../../platform/desk.ts';
import { writeTicket } from '../tickets/index.ts';
import { applyDeliveryReport } from './apply-delivery-report.ts';
import { planDecided, type DecidedMessage } from './decide-message.ts';
import type { Finish, Finished } from './finish-message.ts';
import type { Gathered } from './gather-facts.ts';
import type { StoredAttachment } from './plan-message.ts';
import type { Route, StoredMessage } from './route-message.ts';
import { storeAttachments } from './store-attachments.ts';

/** A decided message, with what was stored of it in advance. */
export type Given = {
  route: Route;
  decided: DecidedMessage;
  attachments: readonly StoredAttachment[];
};

/** The tickets that a message has changed, and what is to be written down of it. */
export type Applied = { touched: string[]; finished: Finished };

/** Writes what was decided of a message, under its lock. */
export async function applyDecision(
  trx: Transaction,
  desk: Desk,
  message: StoredMessage,
  given: Given,
): Promise<Applied> {
  const { route, decided } = given;
  const { result, facts, gathered } = decided;
  const finish = finishOf(given);
  const applied = (touched: string[], more: Partial<Finish>): Applied => ({
    touched,
    finished: { id: message.id, finish: { ...finish, ...more } },
  });
  if (!gathered || result.effect === 'SUSPEND' || result.effect === 'REJECT') {
    const status = result.effect === 'REJECT' ? 'REJECTED' : 'SUSPENDED';
    const error = facts.message.malformed;
    return applied([], { status, suspendedBy: suspension(message, result), error });
  }
  if (result.effect === 'DELIVERY_STATE') {
    const touched = await applyDeliveryReport(trx, desk, gathered.mail, {
      reported: route.routing.reported,
      cameTo: route.cameTo,
    });
    return applied(touched, { ticketId: touched[0] ?? null });
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
  return applied([ticketId], { ...bound, isReference: true, isWitness });
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

function suspension(message: StoredMessage, result: InboundResult): string | null {
  if (result.effect !== 'SUSPEND') return message.suspendedBy.join(' ') || null;
  return [...message.suspendedBy, result.decision.rule].join(' ');
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
