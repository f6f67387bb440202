import { decisionFacts } from './decision-facts.ts';
import { tableFor } from './engines.ts';
import type { InboundEffect, InboundFacts, InboundResult, Lookalike, WritesOutside } from './inbound-facts.ts';
import { judgeAuthor, nameOf, opensFollowUp, type JudgedAuthor } from './judged-author.ts';
import { mailRecipients } from './mail-recipients.ts';
import type { CommandResult } from './mail-commands.ts';
import { obeyCommands, type Obeyed } from './obey-commands.ts';
import { newCcCount, participationAfter } from './participation.ts';
import { decide } from './rule.ts';
import { sideOutcome } from './side-conversation.ts';
import { statusAfter } from './status.ts';
import type { Decision } from './trace.ts';
import type { ActsAs } from './vocabulary.ts';

/**
 * Decides an inbound message: what becomes of it, who sees it, who takes part afterwards, the status, whom the desk may
 * write to. Total and pure: the same facts give the same result, and it never throws. The order of the rules is that
 * of the tables in engines.ts.
 */
export function decideInbound(facts: InboundFacts): InboundResult {
  const asked = judgeAuthor(facts);
  const side = facts.side ? { closed: opensFollowUp(facts) } : null;
  const table = tableFor(facts.department.policy.agentMail, asked, facts.message.recovered, side);
  const recipients = () => mailRecipients(facts);
  const decision = decide(
    table,
    decisionFacts(facts, asked, recipients, () => newCcCount(facts, asked)),
  );
  const effect = effectOf(facts, asked, decision);
  // A message that opens a ticket is its author's own, whatever ticket it had been found to belong to.
  const opened = effect === 'TICKET' ? { ...facts, ticket: null } : facts;
  const visibility = decision.outcome === 'PUBLIC' || decision.outcome === 'INTERNAL' ? decision.outcome : null;
  const settled = {
    decision,
    effect,
    side: facts.side && effect === 'SIDE_MESSAGE' ? sideOutcome(facts.side, facts.author.party, decision) : null,
    visibility: effect === 'DELIVERY_STATE' ? null : visibility,
    warnings: [...warningsOf(facts, asked, decision), ...lookalikeWarnings(opened, effect)],
    writesOutside: writesOutside(facts, decision),
  };
  if (effect !== 'COMMENT' && effect !== 'TICKET') return { ...settled, ...NOTHING_CHANGES, actsAs: asked.actsAs };
  const author = judgeAuthor(opened);
  const obeyed = obeyCommands(opened, author);
  const participation = participationAfter(opened, author, { decision, effect, asked: obeyed.requester });
  const actsAs = actsAsIn(author, participation.requester);
  return {
    ...settled,
    ...participation,
    // An agent wrote to them directly: they have it.
    ...(participation.requester?.rule === 'recipient-is-requester' ? { writesOutside: 'NOBODY' as const } : {}),
    changes: obeyed.changes,
    commands: commandResults(obeyed, decision),
    status: statusAfter({
      current: opened.ticket?.status ?? null,
      visibility,
      // Who may command is an agent in that, even on a ticket of their own.
      actsAs: obeyed.status === null ? actsAs : 'STAFF',
      via: 'MAIL',
      automatic: false,
      chosen: obeyed.status,
      mailRule: decision.rule,
      policy: facts.department.policy,
    }),
    followsUp: opensFollowUp(facts) && takesPart(facts, asked),
    actsAs,
  };
}

const NOTHING_CHANGES = {
  status: null,
  requester: null,
  followsUp: false,
  addCcs: [],
  removeCcs: [],
  addFollowers: [],
  notCopied: [],
  changes: {},
  commands: [],
} as const;

/** In the ticket or in the side conversation that the message was found to belong to. */
function takesPart({ side }: InboundFacts, { person, fromTakesPartAs }: JudgedAuthor): boolean {
  return side ? side.participants.some((one) => one.person.id === person?.id) : fromTakesPartAs.length > 0;
}

function effectOf(facts: InboundFacts, author: JudgedAuthor, { outcome, rule }: Decision): InboundEffect {
  if (outcome === 'SUSPENDED') return 'SUSPEND';
  if (outcome === 'REJECTED') return 'REJECT';
  if (rule === 'delivery-report') return 'DELIVERY_STATE';
  if (facts.side && (rule === 'automatic-reply' || !opensFollowUp(facts))) return 'SIDE_MESSAGE';
  if (rule === 'automatic-reply') return 'SYSTEM_ENTRY';
  const isNew = !author.update || (rule === 'outsider-unidentified' && outcome === 'PUBLIC');
  return isNew ? 'TICKET' : 'COMMENT';
}

/** Of people who are not on the ticket yet: about those who are, the agent has been told when they came. */
function lookalikeWarnings({ message, ticket }: InboundFacts, effect: InboundEffect): InboundResult['warnings'] {
  if (effect !== 'COMMENT' && effect !== 'TICKET' && effect !== 'SIDE_MESSAGE') return [];
  const isThere = (address: string): boolean =>
    ticket !== null && [ticket.requester, ...ticket.ccs].some((person) => person.address === address);
  return (message.lookalikes ?? [])
    .filter(({ address }) => !isThere(address))
    .map((lookalike) => ({ kind: 'LOOKALIKE_DOMAIN', message: lookalikeSentence(lookalike) }));
}

/** `Look closely at ann@bаnk.example: bаnk.example is xn--bnk-6cd.example, mixes Latin and Cyrillic, …` */
export function lookalikeSentence({ address, domain, mixes, looksLike }: Lookalike): string {
  const shown = address.slice(address.lastIndexOf('@') + 1);
  const says = [
    ...(shown === domain ? [] : [`is ${domain}`]),
    ...(mixes.length === 0 ? [] : [`mixes ${mixes.join(' and ')} letters`]),
    ...(looksLike === null ? [] : [`looks like ${looksLike}, which is another domain`]),
  ];
  return `Look closely at ${address}: ${shown} ${says.join(', ')}.`;
}

/** seeds/003, "third parties": an agent must see that somebody else answered, or that the sender may be forged. */
function warningsOf(
  { author, side }: InboundFacts,
  { provenStaff }: JudgedAuthor,
  { outcome, rule }: Decision,
): InboundResult['warnings'] {
  if (outcome !== 'INTERNAL') return [];
  const name = nameOf(author);
  const known = name === author.address ? name : `${name} (${author.address})`;
  if (rule === 'sender-unproven' || rule === 'side-unproven') {
    return [{ kind: 'UNVERIFIED_SENDER', message: `This may not be from ${name}: the sender could not be verified.` }];
  }
  if (side && rule === 'side-stranger') {
    const where = `the side conversation “${side.subject}”`;
    return [{ kind: 'THIRD_PARTY_REPLY', message: `${known} replied but takes no part in ${where}.` }];
  }
  if (rule !== 'outsider-unidentified' && (rule !== 'outsider-identified' || provenStaff)) return [];
  return [{ kind: 'THIRD_PARTY_REPLY', message: `${known} replied but takes no part in this ticket.` }];
}

function writesOutside({ message }: InboundFacts, { outcome, rule }: Decision): WritesOutside {
  if (outcome !== 'PUBLIC' || message.automatic !== null || rule === 'direct-outside') return 'NOBODY';
  return rule === 'sole-address' ? 'ALL' : 'NOT_RECIPIENTS';
}

/** An agent who opens a ticket for somebody else is no customer on it. */
function actsAsIn(author: JudgedAuthor, requester: InboundResult['requester']): ActsAs {
  const isTheirs = requester === null || requester.partyId === author.person?.id;
  return author.provenStaff && !isTheirs ? 'STAFF' : author.actsAs;
}

/** Of #note and #public the tables say what became; of the others it is known. */
function commandResults({ results }: Obeyed, { outcome, rule, trace }: Decision): readonly CommandResult[] {
  const because = trace
    .filter((check) => check.rule === rule)
    .map((check) => check.because)
    .join();
  return results.map((result) =>
    'asksFor' in result ? { line: result.line, obeyed: outcome === result.asksFor, because } : result,
  );
}
