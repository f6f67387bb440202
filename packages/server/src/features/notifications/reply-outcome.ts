import { decideInbound, type Outcome, type Party, type Recipient as MailRecipient } from '@copydesk/rules';
import type { TicketState } from '../tickets/index.ts';
import type { MailHeaders } from './outbound-message.entity.ts';
import type { PlannedMessage } from './plan-messages.ts';

/** What a mailed answer to a message would become, by the rules that will judge it. */
export type ReplyOutcome = {
  /** Answered to the desk alone. */
  reply: Outcome;
  replyAll: Outcome;
  /** Names of those whom an answer to all would reach beside the team. */
  others: string[];
};

type Asked = (message: PlannedMessage, to: readonly MailRecipient[]) => Outcome;

/**
 * Asks the rules of inbound mail, so that what the footer promises is what happens. For a batch: whoever stands alike
 * towards the ticket, and is named together with people who stand alike, gets the same answer, which is worked out once.
 */
export function replyOutcomes(): (message: PlannedMessage, headers: MailHeaders) => ReplyOutcome {
  const known = new Map<string, Outcome>();
  return (message, headers) =>
    outcomeOf(message, headers, (one, to) => {
      const key = classOf(one, to);
      const outcome = known.get(key) ?? decided(one, to);
      known.set(key, outcome);
      return outcome;
    });
}

/** The same for one message. */
export function replyOutcomeOf(message: PlannedMessage, headers: MailHeaders): ReplyOutcome {
  return outcomeOf(message, headers, decided);
}

function outcomeOf(message: PlannedMessage, headers: MailHeaders, ask: Asked): ReplyOutcome {
  const { ticket, told } = message;
  const desk: MailRecipient = {
    address: headers.from.address,
    name: ticket.department.name,
    support: true,
    party: null,
  };
  const taking = new Map([...ticket.ccs, ticket.requester].map((person) => [person.address, person]));
  const others = [...headers.to, ...headers.cc].filter(({ address }) => address !== told.address);
  const named = others.map(({ address, name }): MailRecipient => {
    return { address, name, support: false, party: taking.get(address) ?? null };
  });
  return {
    reply: ask(message, [desk]),
    replyAll: named.length === 0 ? ask(message, [desk]) : ask(message, [desk, ...named]),
    others: named.map(({ name, address }) => name || address),
  };
}

/** All that the outcome of a plain answer can depend on: the settings, the ticket, and how everybody stands towards it. */
function classOf(message: PlannedMessage, to: readonly MailRecipient[]): string {
  const { ticket, person } = message;
  const { id, policyVersion } = ticket.department;
  const kinds = new Set(
    to.map(({ support, party }) => (support ? 'DESK' : party ? standing(party, ticket) : 'NOBODY')),
  );
  const settled = [id, policyVersion, ticket.status, ticket.publicCommentCount > 0, standing(ticket.requester, ticket)];
  return [...settled, standing(person, ticket), ...[...kinds].toSorted()].join('|');
}

const standings = new WeakMap<TicketState, WeakMap<Party, string>>();

function standing(person: Party, ticket: TicketState): string {
  const known = standings.get(ticket) ?? new WeakMap<Party, string>();
  standings.set(ticket, known);
  const before = known.get(person);
  if (before !== undefined) return before;
  const isOneOf = (people: readonly Party[]) => people.some(({ id }) => id === person.id);
  const stands = [
    person.role,
    person.state,
    person.mayCommentPublicly,
    person.departmentIds.includes(ticket.department.id),
    person.id === ticket.requester.id,
    person.id === ticket.assignee?.id,
    isOneOf(ticket.ccs),
    isOneOf(ticket.followers),
  ].join(' ');
  known.set(person, stands);
  return stands;
}

function decided({ ticket, person, told }: PlannedMessage, to: readonly MailRecipient[]): Outcome {
  const { id, policy, supportAddresses } = ticket.department;
  return decideInbound({
    message: {
      identification: 'IDENTIFIED',
      confidence: 'PROVEN',
      confidenceReasons: [],
      own: false,
      deliveryReport: null,
      automatic: null,
      malformed: null,
      lastHour: 1,
      ticketLastHour: 0,
      to,
      cc: [],
      commands: [],
      lookups: { people: [], departments: [] },
      namedInAnswered: null,
      repeatsInternal: false,
      forward: false,
      forwarded: null,
      recovered: null,
    },
    author: { address: told.address, name: person.name, party: person },
    ticket: {
      status: ticket.status,
      tags: ticket.tags,
      departmentId: id,
      requester: ticket.requester,
      assigneeId: ticket.assignee?.id ?? null,
      ccs: ticket.ccs,
      followerIds: ticket.followers.map((follower) => follower.id),
      hasPublicComment: ticket.publicCommentCount > 0,
      removedByAgentIds: ticket.removedCcIds,
    },
    department: { id, policy, supportAddresses },
  }).decision.outcome;
}
