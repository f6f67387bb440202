import {
  decideInbound,
  type InboundFacts,
  type InboundResult,
  type SideTold,
  type StoredDecision,
  type Told,
} from '@copydesk/rules';
import type { Desk } from '../../platform/desk.ts';
import { relayOf, type Authentication } from '../../platform/mail/authenticate/trusted-relay.ts';
import { verifySender } from '../../platform/mail/authenticate/verify-sender.ts';
import type { ParseResult } from '../../platform/mail/parse/parsed-mail.ts';
import type { DepartmentState, TicketPlan } from '../tickets/index.ts';
import type { FactSource } from './fact-source.ts';
import { gatherFacts, gatherMalformed, type Gathered, type GatherOptions } from './gather-facts.ts';
import { decisionOf, planMessage, type StoredAttachment } from './plan-message.ts';
import { planSideMessage } from './plan-side-message.ts';
import type { Route, StoredMessage } from './route-message.ts';

/** What the rules say of a message, and what they looked at. */
export type DecidedMessage = {
  facts: InboundFacts;
  department: DepartmentState;
  /** Null: the message could not be read. */
  gathered: Gathered | null;
  /** Why it could not be read, and what little could; null: it could. */
  unreadable: Extract<ParseResult, { ok: false }> | null;
  result: InboundResult;
  decision: StoredDecision;
};

/** What a decided message writes; `commentId` null: a message of a side conversation, and no comment. */
export type DecidedPlan = { plan: TicketPlan; told: readonly (Told | SideTold)[]; commentId: string | null };

/**
 * What speaks for the sender, asked of DNS. Null: nobody is asked, because DNS is not, a relay of ours has been, or nobody
 * is named who could be spoken for. Waits for the network: never inside a transaction.
 */
export async function authenticateMessage(
  { config, dns }: Pick<Desk, 'config' | 'dns'>,
  message: StoredMessage,
  raw: Uint8Array,
  parsed: ParseResult,
): Promise<Authentication | null> {
  const [from] = parsed.ok ? parsed.mail.from : [];
  if (!from || !dns || relayOf(message.remoteAddress, config.trustedRelays)) return null;
  return verifySender(raw, message, from.address, dns, config.trustedArcSealers);
}

/** Decides a message that was routed. Reads only: the same for a real message and for a simulated one. */
export async function decideMessage(
  source: FactSource,
  message: StoredMessage,
  parsed: ParseResult,
  route: Route,
  options: GatherOptions,
): Promise<DecidedMessage> {
  const gathered = parsed.ok ? await gatherFacts(source, message, parsed.mail, route, options) : null;
  const unreadable = parsed.ok ? null : parsed;
  const seen = gathered ?? (unreadable && (await gatherMalformed(source, message, unreadable, route, options)));
  if (!seen) throw new Error('A message is neither readable nor unreadable.');
  const { facts, department } = seen;
  const result = decideInbound(facts);
  return { facts, department, gathered, unreadable, result, decision: decisionOf({ department }, result) };
}

/**
 * What a decided message writes. Null: it becomes neither a comment nor a message of a side conversation. Pure but for
 * the ids that it makes.
 */
export function planDecided(
  inboundMessageId: string,
  { gathered, result }: DecidedMessage,
  attachments: readonly StoredAttachment[],
): DecidedPlan | null {
  if (!gathered) return null;
  if (result.effect === 'SIDE_MESSAGE') {
    const plan = planSideMessage(inboundMessageId, gathered, result, attachments);
    return { plan, told: plan.side?.message?.told ?? [], commentId: null };
  }
  const writes = result.effect === 'COMMENT' || result.effect === 'TICKET' || result.effect === 'SYSTEM_ENTRY';
  return writes ? planMessage(inboundMessageId, gathered, result, attachments) : null;
}
