import { senderMay } from './confidence.ts';
import { mayCopy, mayFollow } from './copying.ts';
import { supportAddressOf } from './addresses.ts';
import type { InboundEffect, InboundFacts, InboundResult, NamedPerson, Recipient } from './inbound-facts.ts';
import type { JudgedAuthor } from './judged-author.ts';
import { isPerson, mailRecipients } from './mail-recipients.ts';
import { opensForOthers } from './obey-commands.ts';
import type { Decision } from './trace.ts';
import { isStaff } from './vocabulary.ts';
import type { NotCopiedReason, Outcome, Party } from './vocabulary.ts';

/** Somebody named in a mail who is neither on the ticket nor of the desk, and whether they become a CC. */
type CcWish = { recipient: Recipient; rule: 'cc-by-mail' | 'to-becomes-cc'; refused: Refusal | null };
type Refusal = { reason: NotCopiedReason; sentence: string };

/** What the message became; `asked`: the requester whom a command names. */
type Became = { decision: Decision; effect: InboundEffect; asked: Requester };
type Requester = InboundResult['requester'];

type Changes = Pick<InboundResult, 'addCcs' | 'removeCcs' | 'addFollowers' | 'notCopied' | 'requester'>;

/**
 * Table 3: who takes part after a message that became a comment or a ticket. The facts and the author must be those of
 * what the message became: a new ticket is none yet, and its author the requester.
 */
export function participationAfter(
  facts: InboundFacts,
  author: JudgedAuthor,
  { decision, effect, asked }: Became,
): Changes {
  const requester = asked ?? (effect === 'TICKET' ? newRequester(facts, author) : null);
  const removeCcs = [...droppedCcs(facts, author), ...ccWhoAsksNow(facts, asked)];
  const wishes = ccWishes(facts, author, { outcome: decision.outcome, removed: removeCcs.length, requester });
  const added = wishes.filter(({ refused }) => refused === null);
  return {
    requester,
    addCcs: added.map(({ recipient, rule }) => ({
      address: recipient.address,
      name: recipient.name,
      partyId: recipient.party?.id ?? null,
      rule,
    })),
    removeCcs,
    addFollowers: newFollowers(facts, author, added),
    notCopied: wishes.flatMap(({ recipient, refused }) =>
      refused === null ? [] : [{ address: recipient.address, ...refused }],
    ),
  };
}

/** How many CCs the mail would add if it became public and there were no limit. */
export function newCcCount(facts: InboundFacts, author: JudgedAuthor): number {
  const wish = { outcome: 'PUBLIC', removed: 0, requester: null } as const;
  const becomes = author.update ? facts : { ...facts, ticket: null };
  return ccWishes(becomes, author, wish).filter(({ refused }) => refused === null || refused.reason === 'LIMIT').length;
}

/** A CC whom a command makes the requester gets every public comment anyway. */
function ccWhoAsksNow({ ticket }: InboundFacts, asked: Requester): InboundResult['removeCcs'] {
  if (ticket === null || asked === null) return [];
  return ticket.ccs.filter(({ id }) => id === asked.partyId).map(({ id }) => ({ personId: id, rule: asked.rule }));
}

function isRequester(recipient: Recipient, requester: Requester): boolean {
  if (requester === null) return false;
  return requester.address === recipient.address || recipient.party?.id === requester.partyId;
}

/** Who asks with a new ticket, in order; seeds/004, last note: whoever opens it, agents as well. */
function newRequester(facts: InboundFacts, judged: JudgedAuthor): Requester {
  const { author, message, department } = facts;
  const { mail, agentMail } = department.policy;
  if (opensForOthers(facts, judged)) {
    const { forwarded } = message;
    if (mail.forwardSetsRequester && message.forward && forwarded !== null && isCustomer(forwarded, department)) {
      return { ...personOf(forwarded), rule: 'forward-sets-requester' };
    }
    if (!agentMail.newMailAgentIsRequester) {
      const customer = mailRecipients(facts).outside.find((recipient) => isCustomer(recipient, department));
      if (customer) return { ...personOf(customer), rule: 'recipient-is-requester' };
    }
  }
  return { ...personOf(author), rule: 'new-requester' };
}

type Mentioned = { address: string; name: string; party: Party | null };

function personOf({ address, name, party }: Mentioned): NamedPerson {
  return { address, name, partyId: party?.id ?? null };
}

/** Somebody outside the desk who can ask. */
function isCustomer({ address, party }: Mentioned, { supportAddresses }: InboundFacts['department']): boolean {
  if (supportAddresses.includes(supportAddressOf(address, supportAddresses))) return false;
  return party === null || (party.state === 'ACTIVE' && !isStaff(party));
}

/** seeds/000, 001, 002: people named in Cc (and further ones in To) become CCs. */
function ccWishes(
  facts: InboundFacts,
  author: JudgedAuthor,
  { outcome, removed, requester }: { outcome: Outcome; removed: number; requester: Requester },
): CcWish[] {
  const { ticket } = facts;
  const onTicket = ticket === null ? [] : [ticket.requester, ...ticket.ccs];
  const copied = new Set(facts.message.cc);
  const wishes: CcWish[] = [];
  let ccCount = (ticket?.ccs.length ?? 0) - removed;
  for (const recipient of mailRecipients(facts).outside) {
    if (onTicket.some((person) => isPerson(recipient, person)) || isRequester(recipient, requester)) continue;
    if (wishes.some((wish) => isSame(wish.recipient, recipient))) continue;
    const rule = copied.has(recipient) ? 'cc-by-mail' : 'to-becomes-cc';
    const refused = refusalOf(facts, author, recipient, { outcome, ccCount, rule });
    if (refused === null) ccCount += 1;
    wishes.push({ recipient, rule, refused });
  }
  return wishes;
}

function refusalOf(
  facts: InboundFacts,
  author: JudgedAuthor,
  recipient: Recipient,
  wish: { outcome: Outcome; ccCount: number; rule: CcWish['rule'] },
): Refusal | null {
  const { policy, supportAddresses } = facts.department;
  const name = recipient.name || recipient.address;
  if (author.actsAs === 'THIRD_PARTY') {
    return { reason: 'ASKED_BY_THIRD_PARTY', sentence: `${name} was not copied: a third party named them.` };
  }
  if (!senderMay(author.confidence, author.update ? 'CHANGE_WHO_TAKES_PART' : 'COPY_ON_NEW_TICKET')) {
    return { reason: 'SENDER_NOT_PROVEN', sentence: `${name} was not copied: nothing proves the sender.` };
  }
  if (wish.rule === 'to-becomes-cc' && !policy.cc.extraToBecomeCc) {
    return { reason: 'TO_RECIPIENT', sentence: `${name} was not copied: people in To are not copied here.` };
  }
  const verdict = mayCopy({
    address: recipient.address,
    party: recipient.party,
    ticket: {
      ccCount: wish.ccCount,
      // Nobody who is requester or CC gets here.
      requesterId: null,
      stickyRemoved: isStickyRemoved(facts, recipient),
    },
    department: { policy, supportAddresses },
    actor: author.provenStaff ? author.person : null,
    via: 'MAIL',
  });
  if (!verdict.ok && verdict.reason !== 'LIMIT') return { reason: verdict.reason, sentence: verdict.message };
  if (wish.outcome !== 'PUBLIC') {
    return { reason: 'NOT_PUBLIC', sentence: `${name} was not copied: the message is internal.` };
  }
  return verdict.ok ? null : { reason: verdict.reason, sentence: verdict.message };
}

/** Whom an agent removed comes back by mail only through an answer to a message that did not name them. */
function isStickyRemoved({ ticket, message }: InboundFacts, recipient: Recipient): boolean {
  if (!ticket?.removedByAgentIds.some((id) => id === recipient.party?.id)) return false;
  return message.namedInAnswered === null || message.namedInAnswered.includes(recipient.address);
}

/**
 * seeds/000: "Removing a CC from the recipients … will only remove them … if the sender is the requester or CC and the
 * requester is present on the email (as the sender or recipient)". A plain Reply, which names nobody else, drops
 * nobody; nor does an answer to a message that did not name the CC yet.
 */
function droppedCcs(facts: InboundFacts, author: JudgedAuthor): InboundResult['removeCcs'] {
  const { ticket, message, department } = facts;
  const { cc } = department.policy;
  const named = message.namedInAnswered;
  const sender = author.person?.id;
  if (ticket === null || named === null) return [];
  if (!senderMay(author.confidence, 'CHANGE_WHO_TAKES_PART')) return [];
  if (!cc.enabled || cc.removeViaInboundEmail !== 'IF_REQUESTER_PRESENT') return [];
  const isRequester = author.takesPartAs.includes('REQUESTER');
  if (!isRequester && !author.takesPartAs.includes('CC')) return [];
  const recipients = mailRecipients(facts);
  if (!isRequester && !recipients.requesterIsOne) return [];
  const isOnTicket = (recipient: Recipient): boolean =>
    [ticket.requester, ...ticket.ccs].some((person) => isPerson(recipient, person)) ||
    recipient.party?.id === ticket.assigneeId;
  if (!recipients.outside.some(isOnTicket)) return [];
  return ticket.ccs
    .filter((person) => person.id !== sender && named.some((address) => address === person.address))
    .filter((person) => !recipients.all.some((recipient) => isPerson(recipient, person)))
    .map((person) => ({ personId: person.id, rule: 'cc-dropped' }));
}

/**
 * seeds/001: copied agents become followers, and so does an agent "who is not already a requester or assignee": whoever
 * may edit the ticket and is neither was judged as an agent.
 */
function newFollowers(
  { ticket, department }: InboundFacts,
  author: JudgedAuthor,
  addedCcs: readonly CcWish[],
): InboundResult['addFollowers'] {
  const { followers } = department.policy;
  const staff = author.provenStaff ? author.person : null;
  if (staff === null) return [];
  const wished: { party: Party | null; rule: string }[] = [];
  if (followers.agentCcBecomesFollower) {
    wished.push(...addedCcs.map(({ recipient }) => ({ party: recipient.party, rule: 'staff-cc-follows' })));
  }
  const isFree = !author.takesPartAs.includes('REQUESTER') && !author.takesPartAs.includes('ASSIGNEE');
  if (followers.autoFollowReplyingAgent && author.mayEdit && isFree) {
    wished.push({ party: staff, rule: 'replying-agent-follows' });
  }
  return wished.flatMap(({ party, rule }) => {
    if (party === null || ticket?.followerIds.includes(party.id)) return [];
    return mayFollow({ party, department, actor: null }).ok ? [{ personId: party.id, rule }] : [];
  });
}

function isSame(one: Recipient, other: Recipient): boolean {
  return one.address === other.address || (one.party !== null && one.party.id === other.party?.id);
}

/** The ids of table 3, for the documentation's test. */
export const PARTICIPATION_RULES = [
  'cc-by-mail',
  'to-becomes-cc',
  'staff-cc-follows',
  'replying-agent-follows',
  'cc-dropped',
  'not-copied',
  'new-requester',
  'requester-command',
  'forward-sets-requester',
  'recipient-is-requester',
] as const;
