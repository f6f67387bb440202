import type {
  CommentVia,
  Confidence,
  PersonState,
  Preset,
  Role,
  TicketPriority,
  TicketStatus,
  WarningKind,
} from '../gql/graphql.ts';

/** The words of the desk, the same everywhere. */
export const STATUS_WORD: Readonly<Record<TicketStatus, string>> = {
  NEW: 'New',
  OPEN: 'Open',
  ANSWERED: 'Answered',
  ON_HOLD: 'On hold',
  SOLVED: 'Solved',
  CLOSED: 'Closed',
};

/** What an agent may set by hand; a desk closes tickets by itself. */
export const STATUS_CHOICES: readonly TicketStatus[] = ['OPEN', 'ANSWERED', 'ON_HOLD', 'SOLVED'];

export const PRIORITY_WORD: Readonly<Record<TicketPriority, string>> = {
  URGENT: 'Urgent',
  HIGH: 'High',
  NORMAL: 'Normal',
  LOW: 'Low',
};

export const ROLE_WORD: Readonly<Record<Role, string>> = {
  ADMIN: 'Admin',
  AGENT: 'Agent',
  LIGHT_AGENT: 'Light agent',
  END_USER: 'Customer',
};

export const STATE_WORD: Readonly<Record<PersonState, string>> = {
  ACTIVE: 'Active',
  SUSPENDED: 'Suspended',
  SPAM: 'Spam',
  ANONYMOUS: 'Anonymous',
  DELETED: 'Deleted',
};

export const VIA_WORD: Readonly<Record<CommentVia, string>> = {
  MAIL: 'by mail',
  CONSOLE: 'in the console',
  API: 'over the API',
  HELP_CENTER: 'in the help center',
  SYSTEM: 'by the desk',
};

export const CONFIDENCE_WORD: Readonly<Record<Confidence, string>> = {
  PROVEN: 'Proven sender',
  LIKELY: 'Likely sender',
  UNPROVEN: 'Unproven sender',
};

export const WARNING_WORD: Readonly<Record<WarningKind, string>> = {
  THIRD_PARTY_REPLY: 'Third party',
  UNVERIFIED_SENDER: 'Unverified sender',
  LOOKALIKE_DOMAIN: 'Lookalike address',
};

export const PRESET_WORD: Readonly<Record<Preset, string>> = {
  COPYDESK: 'Copydesk',
  ZENDESK: 'Zendesk',
  ZOHO_DESK: 'Zoho Desk',
  LIVEAGENT: 'LiveAgent',
  CUSTOM: 'Custom',
};

/** `3 people`, `1 person`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
