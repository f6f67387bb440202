import type { TicketStatus } from '@copydesk/rules';
import type { Language } from '../../platform/language.ts';

/** The texts that a department may write itself, each in every language. The last two stand under the others. */
export const MAIL_KINDS = [
  'REPLY',
  'ACKNOWLEDGEMENT',
  'NEW_CC',
  'COMMENT_EDITED',
  'COMMENT_WITHDRAWN',
  'TICKET_CHANGED',
  'RATING',
  'STAFF_COMMENT',
  'STAFF_CHANGE',
  'FOLLOWER',
  'FOOTER',
  'STAFF_FOOTER',
] as const;
export type MailKind = (typeof MAIL_KINDS)[number];

/** Liquid. A footer has no subject. */
export type MailText = { subject: string; body: string };

/** A department's own texts, as they stand in `department.mail_templates`. */
export type OwnTexts = Partial<Record<MailKind, Partial<Record<Language, MailText>>>>;

export const STAFF_KINDS: ReadonlySet<MailKind> = new Set([
  'STAFF_COMMENT',
  'STAFF_CHANGE',
  'FOLLOWER',
  'STAFF_FOOTER',
]);

export const isFooter = (kind: MailKind) => kind === 'FOOTER' || kind === 'STAFF_FOOTER';

/** What changed about a ticket, for a sentence. `null` names nobody. */
export type SaidChange = {
  status: { from: TicketStatus | null; to: TicketStatus } | null;
  /** `to`: the assignee's name. */
  assignee: { to: string | null } | null;
};

/** Everything that the desk itself says in a mail, in one language. `names` are joined already. */
export type MailWords = {
  locale: string;
  texts: Readonly<Record<MailKind, MailText>>;
  status: Readonly<Record<TicketStatus, string>>;
  /** Above what only the team reads. */
  internalNote: string;
  /** Beside it, about who sent the mail: by the comment's flag. */
  doubts: Readonly<Record<'UNVERIFIED_SENDER' | 'THIRD_PARTY', string>>;
  earlier: string;
  attachments: string;
  comma: string;
  longer: string;
  byline: (at: string) => string;
  team: string;
  /** How colleagues and customers are named in a sentence. */
  colleague: (name: string) => string;
  customer: (name: string) => string;
  somebody: string;
  desk: string;
  reply: {
    acknowledgement: string;
    team: string;
    all: (names: string) => string;
    deskAlone: string;
    /** A plain reply is public just as one to all. */
    deskAloneToo: string;
    internal: string;
    careful: (names: string) => string;
    noteCommand: string;
    /** Zendesk's placeholder `ticket.follower_reply_type_message`. */
    followerInternal: string;
    followerPublic: string;
  };
  rating: { good: string; bad: string };
  reason: { follower: string; assignee: string; other: string };
  change: {
    ticket: (who: string, change: SaidChange) => string;
    /** By the type of the event. */
    byEvent: Readonly<Record<string, (who: string) => string>>;
    rated: Readonly<Record<'GOOD' | 'BAD', (who: string) => string>>;
    other: (who: string) => string;
    /** To customers. */
    statusIs: (status: string) => string;
  };
};
