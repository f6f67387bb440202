/** The desk's own words, as types and as lists. The names are those of the public contract. */

export const ROLES = ['ADMIN', 'AGENT', 'LIGHT_AGENT', 'END_USER'] as const;
export type Role = (typeof ROLES)[number];

export const PERSON_STATES = ['ACTIVE', 'SUSPENDED', 'SPAM', 'ANONYMOUS', 'DELETED'] as const;
export type PersonState = (typeof PERSON_STATES)[number];

export const VISIBILITIES = ['PUBLIC', 'INTERNAL'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** ANSWERED: the desk waits for the customer. */
export const TICKET_STATUSES = ['NEW', 'OPEN', 'ANSWERED', 'ON_HOLD', 'SOLVED', 'CLOSED'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const TICKET_PRIORITIES = ['LOW', 'NORMAL', 'HIGH', 'URGENT'] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

export const OUTCOMES = ['PUBLIC', 'INTERNAL', 'SUSPENDED', 'REJECTED'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** A department's preset; CUSTOM is what an edit of a preset makes. */
export const PRESETS = ['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT', 'CUSTOM'] as const;
export type Preset = (typeof PRESETS)[number];
export type NamedPreset = Exclude<Preset, 'CUSTOM'>;

export const CONFIDENCES = ['PROVEN', 'LIKELY', 'UNPROVEN'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const WARNING_KINDS = ['THIRD_PARTY_REPLY', 'UNVERIFIED_SENDER', 'LOOKALIKE_DOMAIN'] as const;
export type WarningKind = (typeof WARNING_KINDS)[number];

/** The path by which something came to the desk. */
export const VIAS = ['CONSOLE', 'API', 'MAIL', 'HELP_CENTER'] as const;
export type Via = (typeof VIAS)[number];

/** As what an author is judged: a staff member who is the ticket's requester is a CUSTOMER there. */
export const ACTS_AS = ['STAFF', 'CUSTOMER', 'THIRD_PARTY'] as const;
export type ActsAs = (typeof ACTS_AS)[number];

/** Why a person whom a mail or a call named was not copied. */
export const NOT_COPIED_REASONS = [
  'CC_DISABLED',
  'LIMIT',
  'BLOCKED',
  'EXCLUDED_KIND',
  'SUPPORT_ADDRESS',
  'REQUESTER',
  'STAFF_NOT_ALLOWED',
  'LIGHT_AGENT_NOT_ALLOWED',
  'ASKED_BY_LIGHT_AGENT',
  'ASKED_BY_THIRD_PARTY',
  'CUSTOMERS_MAY_NOT_ADD',
  'AUTO_ADD_OFF',
  'TO_RECIPIENT',
  'UNKNOWN_ADDRESS',
  'NO_ADDRESS',
  'REMOVED_BY_AGENT',
  'SENDER_NOT_PROVEN',
  'NOT_PUBLIC',
  'NOT_PICKED',
] as const;
export type NotCopiedReason = (typeof NOT_COPIED_REASONS)[number];

/** Codes of refused changes, as the API names them. */
export const USER_ERROR_CODES = [
  'NOT_FOUND',
  'FORBIDDEN',
  'INVALID',
  'CC_DISABLED',
  'CC_LIMIT',
  'CC_BLOCKED',
  'CC_NOT_ALLOWED',
  'NOT_A_FOLLOWER_KIND',
  'FOLLOWERS_DISABLED',
  'STALE',
  'CLOSED',
] as const;
export type UserErrorCode = (typeof USER_ERROR_CODES)[number];

/** A person as the rules see them. `address` is the canonical one that mail to them goes to; null: they have none. */
export type Party = {
  id: string;
  name: string;
  role: Role;
  state: PersonState;
  mayCommentPublicly: boolean;
  departmentIds: readonly string[];
  address: string | null;
};

type Judged = Pick<Party, 'role' | 'state'>;
type Staff = { role: Exclude<Role, 'END_USER'> };

/** Staff: an active admin, agent or light agent. Whoever is suspended or deleted has no staff rights anywhere. */
export function isStaff<P extends Judged>(person: P | null): person is P & Staff {
  return person !== null && person.state === 'ACTIVE' && person.role !== 'END_USER';
}

/** A full agent: staff, but no light agent. */
export function isFullAgent<P extends Judged>(person: P | null): person is P & Staff {
  return isStaff(person) && person.role !== 'LIGHT_AGENT';
}
