import { decideInbound, type Outcome, type Recipient as MailRecipient } from '@copydesk/rules';
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

/** `replyOutcomeOf` for a batch. */
export function replyOutcomes(): typeof replyOutcomeOf {
  return replyOutcomeOf;
}

/** Asks the rules of inbound mail, so that what the footer promises is what happens. */
export function replyOutcomeOf(message: PlannedMessage, headers: MailHeaders): ReplyOutcome {
  const { ticket, told } = message;
  const desk: MailRecipient = {
    address: headers.from.address,
    name: ticket.department.name,
    support: true,
    party: null,
  };
  const taking = [ticket.requester, ...ticket.ccs];
  const others = [...headers.to, ...headers.cc].filter(({ address }) => address !== told.address);
  const named = others.map(({ address, name }): MailRecipient => {
    return { address, name, support: false, party: taking.find((person) => person.address === address) ?? null };
  });
  return {
    reply: decided(message, [desk]),
    replyAll: decided(message, [desk, ...named]),
    others: named.map(({ name, address }) => name || address),
  };
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
