import type { WritesOutside } from './inbound-facts.ts';
import type { DepartmentPolicy } from './policy.ts';
import type { ActsAs, Confidence, Party, Via, Visibility } from './vocabulary.ts';

export const TOLD_EVENT_KINDS = [
  'TICKET_CREATED',
  'COMMENT_ADDED',
  'CC_ADDED',
  'STATUS_CHANGED',
  'ASSIGNED',
  'COMMENT_EDITED',
  'COMMENT_DELETED',
] as const;
export type ToldEventKind = (typeof TOLD_EVENT_KINDS)[number];

/** Who takes part in a ticket, as the rules that write mails see it. */
export type ToldTicket = {
  requester: Party;
  assignee: Party | null;
  ccs: readonly Party[];
  followers: readonly Party[];
};

/**
 * Something that happened to a ticket. An operation that adds CCs together with a comment or a ticket asks once, with
 * the comment's or the ticket's kind and `newCcIds`; CC_ADDED is for CCs added without one.
 */
export type ToldEvent = {
  kind: ToldEventKind;
  /** Of the comment concerned; for kinds without a comment PUBLIC. */
  visibility: Visibility;
  via: Via;
  /** Who did it; null: the desk itself, or somebody unknown. */
  author: Party | null;
  actsAs: ActsAs;
  /** Of the sender, when a mail caused it; null otherwise. */
  confidence: Confidence | null;
  /** To and Cc of the mail that caused it: canonical addresses (ids of the people behind them count as well). */
  mailRecipients: readonly string[];
  /** As decided for the mail; ALL for everything else. */
  writesOutside: WritesOutside;
  ticket: ToldTicket;
  policy: DepartmentPolicy;
  newCcIds: readonly string[];
  /** CCs whom the author left out of this one reply (`cc.removeViaReplyEditor` off). */
  leftOutIds?: readonly string[];
};

/** COMMENT: the comment; ACKNOWLEDGEMENT: a fixed text, none of theirs; HISTORY: the public comments so far; CHANGE. */
export type ToldMail = 'COMMENT' | 'ACKNOWLEDGEMENT' | 'HISTORY' | 'CHANGE';
export type ToldAs = 'REQUESTER' | 'CC' | 'FOLLOWER' | 'ASSIGNEE';
export type ToldHeader = 'TO' | 'CC' | 'HIDDEN';

export type Told = {
  personId: string;
  address: string;
  header: ToldHeader;
  as: ToldAs;
  mail: ToldMail;
  rule: string;
  because: string;
};

/** Somebody who would be written to but cannot be. */
export type Untold = { personId: string; because: string };

export type WhoIsTold = { told: readonly Told[]; untold: readonly Untold[] };

/** Who is written to about something that happened: one message per person, never the author (see `Told`). */
export function whoIsToldOf(event: ToldEvent): WhoIsTold {
  void event;
  throw new Error('not written');
}

/** The visible headers of every customer's copy: the requester in To, all CCs in Cc, whoever of them gets a copy. */
export function visibleHeaders(
  ticket: Pick<ToldTicket, 'requester' | 'ccs'>,
  policy: DepartmentPolicy,
): { to: readonly Party[]; cc: readonly Party[] } {
  void [ticket, policy];
  throw new Error('not written');
}

/** A reply that is being written in the console or over the API. */
export type ReplyDraft = {
  author: Party;
  visibility: Visibility;
  /** New CCs; somebody the desk does not know yet has any unique id and the role END_USER. */
  addCcs: readonly Party[];
  removeCcIds: readonly string[];
  via: Via;
};

export type ReplyPreview = WhoIsTold & {
  /** Visible headers of the customers' copies; empty for a note. */
  to: readonly Party[];
  cc: readonly Party[];
  /** The ticket's CCs afterwards. */
  ccsAfter: readonly Party[];
  /** Left out of this one reply, still CC of the ticket. */
  leftOutIds: readonly string[];
};

/** Who would get a reply, in which header and why: the composer and `previewReply` ask the same. */
export function previewOf(draft: ReplyDraft, ticket: ToldTicket, policy: DepartmentPolicy): ReplyPreview {
  void [draft, ticket, policy];
  throw new Error('not written');
}
