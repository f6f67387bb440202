import type {
  ActsAs,
  Confidence,
  NotCopiedReason,
  Party,
  TicketPriority,
  TicketStatus,
  Visibility,
  WarningKind,
} from './vocabulary.ts';
import type { CommandResult, MailCommand } from './mail-commands.ts';
import type { DepartmentPolicy } from './policy.ts';
import type { InboundSideFacts, SideOutcome } from './side-conversation.ts';
import type { Decision } from './trace.ts';

/** Somebody in To or Cc. `address` is canonical; `support`: a support address or a signed reply address of ours. */
export type Recipient = { address: string; name: string; support: boolean; party: Party | null };

/** How the ticket was found: by our signed address or token, by message ids (or the subject), or not at all. */
export type Identification = 'IDENTIFIED' | 'MATCHED' | 'NONE';

/** What the desk knows of the people (by address or name) and departments (by slug) that commands name. */
export type CommandLookups = {
  people: readonly { value: string; found: readonly Party[] }[];
  departments: readonly { slug: string; id: string; name: string; policy: DepartmentPolicy }[];
};

/**
 * An address that the message names in From, Reply-To, To or Cc and whose domain may be taken for another. `domain` in
 * Punycode; `mixes`: scripts that nobody writes together; `looksLike`: a domain of the desk or of its people.
 */
export type Lookalike = { address: string; domain: string; mixes: readonly string[]; looksLike: string | null };

export type InboundMessageFacts = {
  identification: Identification;
  confidence: Confidence;
  confidenceReasons: readonly string[];
  /** Left out: none. */
  lookalikes?: readonly Lookalike[];
  /** Our own Message-ID or loop header came back. */
  own: boolean;
  /** A bounce or delay report; `matched`: it names something we sent. */
  deliveryReport: { matched: boolean } | null;
  /** The header that says the message is automatic (`Auto-Submitted: auto-replied`, `null sender`), or null. */
  automatic: string | null;
  /** What is wrong with the message ("two From headers"), or null. */
  malformed: string | null;
  /** Mails by this sender in the last hour, this one counted. */
  lastHour: number;
  /** Mails on its ticket in the last hour, this one counted; 0: there is no ticket, or it is proven staff's own. */
  ticketLastHour: number;
  to: readonly Recipient[];
  cc: readonly Recipient[];
  /** As `readMailCommands` read them; they count only from proven staff. */
  commands: readonly MailCommand[];
  /** Whom and what they name. */
  lookups: CommandLookups;
  /** Canonical addresses in the headers of the message that this one answers; null when unknown. */
  namedInAnswered: readonly string[] | null;
  /** What `repeatsInternal` said of the new and the quoted text. */
  repeatsInternal: boolean;
  /** The message passes somebody else's mail on (engine CONTACT_MATCH). */
  forward: boolean;
  /** Whose mail a forward passes on, where that can be told. */
  forwarded: { address: string; name: string; party: Party | null } | null;
  /** An agent recovered the message: the rules that had suspended it so far. */
  recovered: { suspendedBy: readonly string[] } | null;
};

export type InboundTicketFacts = {
  status: TicketStatus;
  tags: readonly string[];
  departmentId: string;
  requester: Party;
  assigneeId: string | null;
  ccs: readonly Party[];
  followerIds: readonly string[];
  hasPublicComment: boolean;
  /** CCs whom an agent removed: by mail they come back only by answering a message that did not name them. */
  removedByAgentIds: readonly string[];
};

/** Everything that deciding an inbound message looks at. Plain data, JSON-safe. */
export type InboundFacts = {
  message: InboundMessageFacts;
  author: { address: string; name: string; party: Party | null };
  ticket: InboundTicketFacts | null;
  /** The side conversation of that ticket that the message was found to belong to; left out: none. */
  side?: InboundSideFacts | null;
  department: { id: string; policy: DepartmentPolicy; supportAddresses: readonly string[] };
};

/**
 * What the message does: a COMMENT on its ticket, a new TICKET, a quiet SYSTEM_ENTRY on the ticket, an update of the
 * DELIVERY_STATE of something we sent, nothing yet (SUSPEND), nothing at all (REJECT; the raw message is kept). A
 * SIDE_MESSAGE goes into a side conversation of the ticket, and touches nothing else of it.
 */
export type InboundEffect =
  | 'COMMENT'
  | 'TICKET'
  | 'SYSTEM_ENTRY'
  | 'SIDE_MESSAGE'
  | 'DELIVERY_STATE'
  | 'SUSPEND'
  | 'REJECT';

/** Whom outside the desk may be written to about the message: everybody, nobody, or all but its own recipients. */
export type WritesOutside = 'ALL' | 'NOBODY' | 'NOT_RECIPIENTS';

export type NamedPerson = { address: string; name: string; partyId: string | null };

/** What commands set on a ticket; what is left out stays. */
export type TicketChanges = {
  departmentId?: string;
  assigneeId?: string;
  priority?: TicketPriority;
  /** All that it has then. */
  tags?: readonly string[];
};

export type InboundResult = {
  decision: Decision;
  effect: InboundEffect;
  /** What a SIDE_MESSAGE does; null otherwise. */
  side: SideOutcome | null;
  /** The visibility of the comment or entry; null when there is none. */
  visibility: Visibility | null;
  /** The ticket's new status and the rule that says so; null: unchanged. */
  status: { status: TicketStatus; rule: string } | null;
  /** The ticket's requester from now on; null: it is an old ticket, and stays its requester's. */
  requester: (NamedPerson & { rule: string }) | null;
  /** The new ticket follows up a closed one that the author takes part in. */
  followsUp: boolean;
  addCcs: readonly (NamedPerson & { rule: string })[];
  removeCcs: readonly { personId: string; rule: string }[];
  addFollowers: readonly { personId: string; rule: string }[];
  notCopied: readonly { address: string; reason: NotCopiedReason; sentence: string }[];
  changes: TicketChanges;
  /** What became of each command of staff, in their order; a customer's are text. */
  commands: readonly CommandResult[];
  warnings: readonly { kind: WarningKind; message: string }[];
  writesOutside: WritesOutside;
  actsAs: ActsAs;
};
