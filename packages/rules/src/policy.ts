import type { PersonState } from './vocabulary.ts';

export const OVERFLOW_INBOUND = ['SUSPEND', 'KEEP_FIRST'] as const;
export const EXCLUDED_CONTACT_KINDS = ['DELETED', 'SPAM', 'ANONYMOUS', 'SUSPENDED'] as const;
export const NEW_ADDRESS_CREATES = ['CREATE', 'REJECT'] as const;
export const REMOVE_VIA_INBOUND_EMAIL = ['NEVER', 'IF_REQUESTER_PRESENT'] as const;
export const NOTIFY_EVENTS = ['CREATED', 'AGENT_REPLY', 'PUBLIC_COMMENT', 'PUBLIC_EDIT', 'PUBLIC_DELETE'] as const;
export const RATE_WHEN = ['OFF', 'EVERY_REPLY', 'ON_CLOSE', 'BOTH'] as const;
export const REPLY_WITHOUT_REQUESTER = ['PRIVATE', 'PUBLIC'] as const;
export const REPLY_PRIVACY = ['PRIVATE', 'CHECKLIST'] as const;
export const ENGINES = ['CHECKLIST', 'RECIPIENTS', 'CONTACT_MATCH'] as const;
export const SOLE_ACCOUNT_RECIPIENT = ['NOTE', 'REPLY_TO_ALL'] as const;
export const DIRECT_OUTSIDE_STATUSES = ['KEEP', 'NEW', 'OPEN', 'ANSWERED', 'ON_HOLD', 'SOLVED', 'CLOSED'] as const;
export const CANNOT_EDIT_NO_TOKEN = ['SUSPEND', 'NEW_TICKET', 'PRIVATE_FLAG'] as const;
export const AGENT_AS_REQUESTER = ['SHOW_ALL', 'HIDE_PRIVATE_GROUPS', 'HIDE_ALL'] as const;
export const MERGE_CC_POLICIES = ['UNION_PLUS_OLD_REQUESTER', 'PICK_ONE', 'NONE'] as const;
export const THREAD_MATCHES = [
  'ADDR_TOKEN',
  'BODY_TOKEN',
  'IN_REPLY_TO',
  'REFERENCES',
  'THREAD_INDEX',
  'SUBJECT_ID',
] as const;
export const ON_CLOSED_REPLY = ['FOLLOW_UP', 'REOPEN'] as const;

export type NotifyEvent = (typeof NOTIFY_EVENTS)[number];
export type Engine = (typeof ENGINES)[number];
export type ExcludedContactKind = Exclude<PersonState, 'ACTIVE'>;
export type RateWhen = (typeof RATE_WHEN)[number];
export type ThreadMatch = (typeof THREAD_MATCHES)[number];
export type DirectOutsideStatus = (typeof DIRECT_OUTSIDE_STATUSES)[number];

/** A department's settings, nested by the keys' prefixes. What each does: `policyKeys`. */
export type DepartmentPolicy = {
  cc: {
    enabled: boolean;
    maxPerTicket: number;
    overflowInbound: (typeof OVERFLOW_INBOUND)[number];
    allowAgents: boolean;
    excludedContactKinds: readonly ExcludedContactKind[];
    /** Addresses and domains, separated by spaces. */
    blocklist: string;
    lightAgentsAsCc: boolean;
    endUsersMayAddByEmail: boolean;
    endUsersMayAddInPortal: boolean;
    autoAddEmailRecipients: boolean;
    extraToBecomeCc: boolean;
    newAddressCreates: (typeof NEW_ADDRESS_CREATES)[number];
    removeViaInboundEmail: (typeof REMOVE_VIA_INBOUND_EMAIL)[number];
    removeViaReplyEditor: boolean;
    portalAccess: boolean;
    editorRemovalEndsPortalAccess: boolean;
    notifyEvents: readonly NotifyEvent[];
    fullPublicHistoryForNewCc: boolean;
    mayRate: RateWhen;
    layoutFieldRemovable: boolean;
    fieldInLayout: boolean;
    replyWithoutRequester: (typeof REPLY_WITHOUT_REQUESTER)[number];
  };
  followers: {
    enabled: boolean;
    agentCcBecomesFollower: boolean;
    autoFollowReplyingAgent: boolean;
    replyPrivacy: (typeof REPLY_PRIVACY)[number];
    mailSubject: string;
    mailBody: string;
  };
  agentMail: {
    engine: Engine;
    publicByDefault: boolean;
    soleAccountRecipient: (typeof SOLE_ACCOUNT_RECIPIENT)[number];
    directOutsideStatus: DirectOutsideStatus;
    newMailAgentIsRequester: boolean;
  };
  mailapi: { enabled: boolean };
  privacy: {
    leakGuard: boolean;
    cannotEditNoToken: (typeof CANNOT_EDIT_NO_TOKEN)[number];
    agentAsRequester: (typeof AGENT_AS_REQUESTER)[number];
  };
  ticket: {
    firstCommentMayBePrivate: boolean;
    onClosedReply: (typeof ON_CLOSED_REPLY)[number];
    reopenOnCustomerReply: boolean;
  };
  merge: { ccPolicy: (typeof MERGE_CC_POLICIES)[number]; crossRequester: boolean };
  side: { enabled: boolean; maxRecipients: number; maxExternal: number };
  mail: {
    batchOver: number;
    hourlySoft: number;
    hourlyHard: number;
    hourlyPerTicket: number;
    hourlyAcknowledgements: number;
    forwardSetsRequester: boolean;
  };
  suspended: { retentionDays: number };
  thread: { matchOrder: readonly ThreadMatch[] };
  helpCenter: { enabled: boolean };
  rating: { requester: RateWhen };
};

/** Some sections of a policy, each with some of its keys: the input of `changePolicy`. */
export type PolicyChange = { [S in keyof DepartmentPolicy]?: Partial<DepartmentPolicy[S]> };
