import type { DepartmentPolicy } from './policy.ts';
import type { ActsAs, TicketStatus, Via, Visibility } from './vocabulary.ts';

export type StatusFacts = {
  /** The ticket's status before; null: the ticket is new. */
  current: TicketStatus | null;
  /** Of the comment; null when there is none. */
  visibility: Visibility | null;
  actsAs: ActsAs;
  via: Via;
  automatic: boolean;
  /** The status the action asks for (composer, API, `#status` of proven staff); null: none. */
  chosen: TicketStatus | null;
  /** The rule that decided the mail's visibility; null for everything but mail. */
  mailRule: string | null;
  policy: DepartmentPolicy;
};

type StatusRow = {
  rule: string;
  when: (facts: StatusFacts) => boolean;
  /** Null: the status stays. */
  becomes: TicketStatus | null | ((facts: StatusFacts) => TicketStatus | null);
};

/** seeds/004: an agent's public message is the last one, so the ticket is answered */
const AGENT_REPLIED = { rule: 'status-agent-replied', becomes: 'ANSWERED' } as const;

/** The status afterwards, in order; the first row that holds decides; when none does, AGENT_REPLIED. */
const ROWS: readonly StatusRow[] = [
  { rule: 'status-kept-automatic', when: ({ automatic }) => automatic, becomes: null },
  /** "unless the action says otherwise": what an agent chose beside the reply */
  {
    rule: 'status-chosen',
    when: ({ chosen, actsAs }) => chosen !== null && actsAs === 'STAFF',
    becomes: ({ chosen }) => chosen,
  },
  { rule: 'status-new', when: ({ current }) => current === null, becomes: 'NEW' },
  /** seeds/004: an internal message changes nothing; nor does a third party */
  {
    rule: 'status-kept',
    when: ({ visibility, actsAs }) => visibility !== 'PUBLIC' || actsAs === 'THIRD_PARTY',
    becomes: null,
  },
  /** `ticket.reopenOnCustomerReply` off: a solved ticket stays solved */
  {
    rule: 'status-kept-solved',
    when: ({ actsAs, current, policy }) =>
      actsAs === 'CUSTOMER' && current === 'SOLVED' && !policy.ticket.reopenOnCustomerReply,
    becomes: null,
  },
  /** seeds/004: "all replies from his address are treated as messages from the requester" */
  { rule: 'status-customer-replied', when: ({ actsAs }) => actsAs === 'CUSTOMER', becomes: 'OPEN' },
  /** seeds/004: "the status is changed to Answered, although the e-mail was not sent from LiveAgent" */
  {
    rule: 'status-direct-outside',
    when: ({ mailRule }) => mailRule === 'direct-outside',
    becomes: ({ policy: { agentMail } }) =>
      agentMail.directOutsideStatus === 'KEEP' ? null : agentMail.directOutsideStatus,
  },
  /** `agentMail.directOutsideStatus` KEEP: agents' mail leaves the status alone, unless it is sent to everybody */
  {
    rule: 'status-kept-by-policy',
    when: ({ via, mailRule, policy: { agentMail } }) =>
      via === 'MAIL' && mailRule !== 'sole-address' && agentMail.directOutsideStatus === 'KEEP',
    becomes: null,
  },
];

/** The ticket's status afterwards and the rule that says so; null: it stays. */
export function statusAfter(facts: StatusFacts): { status: TicketStatus; rule: string } | null {
  const { rule, becomes } = ROWS.find(({ when }) => when(facts)) ?? AGENT_REPLIED;
  const status = typeof becomes === 'function' ? becomes(facts) : becomes;
  return status === null || status === facts.current ? null : { status, rule };
}

/** The ids of the table above, for the documentation's test. */
export const STATUS_RULES: readonly string[] = [...ROWS, AGENT_REPLIED].map(({ rule }) => rule);
