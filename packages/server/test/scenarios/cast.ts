import type { DepartmentPolicy } from '@copydesk/rules';
import type { Received } from '../notifications/mail-peer.ts';

/**
 * Who plays. R requester, C1… customers, G assignee, A and F other agents, D the agent who opened the ticket, L light
 * agent, Z admin, O an agent of another department; SUP is the department. Any other name is an address at
 * elsewhere.example that nobody knows: X the stranger, bob, ann.
 */
export type Who = string;

export const CAST = {
  R: 'END_USER',
  C1: 'END_USER',
  C2: 'END_USER',
  C3: 'END_USER',
  G: 'AGENT',
  A: 'AGENT',
  F: 'AGENT',
  D: 'AGENT',
  L: 'LIGHT_AGENT',
  O: 'AGENT',
  Z: 'ADMIN',
} as const;

export type Setting = {
  policy?: (policy: DepartmentPolicy) => void;
  /** @default ['C1'] */
  ccs?: Who[];
  followers?: Who[];
  /** @default 'G' */
  assignee?: Who | null;
  /** @default 'PUBLIC' */
  first?: 'PUBLIC' | 'INTERNAL';
  /** @default 'R' */
  requester?: Who;
};

/** A mail program's answer to a mail one holds. */
export type Answer = {
  /** The mail answered is this person's copy. @default the author's own */
  holding?: Who;
  /** The mail answered; as `held` gives it. @default the newest */
  to?: Received;
  /** Added to the recipients. */
  andTo?: Who[];
  cc?: Who[];
  /** Taken from the recipients. */
  without?: Who[];
} & Written;

export type Written = {
  subject?: string;
  /** @default 'PROVEN' */
  sender?: 'PROVEN' | 'LIKELY' | 'UNPROVEN';
  quote?: string;
  html?: string;
  headers?: Record<string, string>;
  replyTo?: Who;
};

/** What became of a mail that came in. */
export type Taken = {
  /** As the database has it. */
  id: string;
  status: string;
  cause: string | null;
  outcome: string | null;
  rule: string | null;
  ticketId: string | null;
  messageId: string;
};

export type CommentSeen = { by: string | null; visibility: string; text: string; rule: string | null; flags: string[] };
