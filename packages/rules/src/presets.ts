import type { DepartmentPolicy } from './policy.ts';
import type { NamedPreset } from './vocabulary.ts';

const FOLLOWER_MAIL_BODY = [
  'You are a follower on this request ({{ticket.id}}). {{ticket.follower_reply_type_message}}',
  '{{ticket.comments_formatted}}',
].join('\n\n');

/** Our own best values; a fresh department has them with CCs off. */
const COPYDESK: DepartmentPolicy = {
  cc: {
    enabled: true,
    maxPerTicket: 48,
    overflowInbound: 'KEEP_FIRST',
    allowAgents: true,
    excludedContactKinds: ['DELETED', 'SPAM', 'ANONYMOUS'],
    blocklist: '',
    lightAgentsAsCc: false,
    endUsersMayAddByEmail: true,
    endUsersMayAddInPortal: false,
    autoAddEmailRecipients: true,
    extraToBecomeCc: true,
    newAddressCreates: 'CREATE',
    removeViaInboundEmail: 'IF_REQUESTER_PRESENT',
    removeViaReplyEditor: true,
    portalAccess: true,
    editorRemovalEndsPortalAccess: true,
    notifyEvents: ['CREATED', 'AGENT_REPLY', 'PUBLIC_COMMENT'],
    fullPublicHistoryForNewCc: true,
    mayRate: 'OFF',
    layoutFieldRemovable: true,
    fieldInLayout: true,
    replyWithoutRequester: 'PRIVATE',
  },
  followers: {
    enabled: true,
    agentCcBecomesFollower: false,
    autoFollowReplyingAgent: true,
    replyPrivacy: 'PRIVATE',
    mailSubject: '{{ticket.title}}',
    mailBody: FOLLOWER_MAIL_BODY,
  },
  agentMail: {
    engine: 'CHECKLIST',
    publicByDefault: true,
    soleAccountRecipient: 'NOTE',
    directOutsideStatus: 'ANSWERED',
    newMailAgentIsRequester: true,
  },
  mailapi: { enabled: true },
  privacy: { leakGuard: true, cannotEditNoToken: 'SUSPEND', agentAsRequester: 'SHOW_ALL' },
  ticket: { firstCommentMayBePrivate: true, onClosedReply: 'FOLLOW_UP', reopenOnCustomerReply: true },
  merge: { ccPolicy: 'UNION_PLUS_OLD_REQUESTER', crossRequester: true },
  side: { enabled: true, maxRecipients: 100, maxExternal: 48 },
  mail: {
    batchOver: 25,
    hourlySoft: 20,
    hourlyHard: 40,
    hourlyPerTicket: 60,
    hourlyAcknowledgements: 1,
    forwardSetsRequester: true,
  },
  suspended: { retentionDays: 14 },
  thread: {
    matchOrder: ['ADDR_TOKEN', 'BODY_TOKEN', 'IN_REPLY_TO', 'REFERENCES', 'THREAD_INDEX', 'SUBJECT_ID'],
  },
  helpCenter: { enabled: true },
  rating: { requester: 'ON_CLOSE' },
};

const ZENDESK: DepartmentPolicy = {
  ...COPYDESK,
  cc: {
    ...COPYDESK.cc,
    overflowInbound: 'SUSPEND',
    excludedContactKinds: ['DELETED'],
    endUsersMayAddInPortal: true,
  },
  followers: { ...COPYDESK.followers, agentCcBecomesFollower: true },
  agentMail: { ...COPYDESK.agentMail, directOutsideStatus: 'KEEP' },
  ticket: { ...COPYDESK.ticket, firstCommentMayBePrivate: false },
  thread: { matchOrder: ['ADDR_TOKEN', 'BODY_TOKEN', 'IN_REPLY_TO', 'REFERENCES'] },
};

const ZOHO_DESK: DepartmentPolicy = {
  ...COPYDESK,
  cc: {
    ...COPYDESK.cc,
    maxPerTicket: 20,
    allowAgents: false,
    autoAddEmailRecipients: false,
    removeViaInboundEmail: 'NEVER',
    removeViaReplyEditor: false,
    editorRemovalEndsPortalAccess: false,
    notifyEvents: ['CREATED', 'AGENT_REPLY', 'PUBLIC_COMMENT', 'PUBLIC_EDIT', 'PUBLIC_DELETE'],
    fullPublicHistoryForNewCc: false,
    mayRate: 'BOTH',
    layoutFieldRemovable: false,
    replyWithoutRequester: 'PUBLIC',
  },
  followers: { ...COPYDESK.followers, enabled: false, autoFollowReplyingAgent: false },
  agentMail: { ...COPYDESK.agentMail, engine: 'CONTACT_MATCH', directOutsideStatus: 'KEEP' },
  mailapi: { enabled: false },
  privacy: { ...COPYDESK.privacy, leakGuard: false, cannotEditNoToken: 'PRIVATE_FLAG' },
  ticket: { ...COPYDESK.ticket, onClosedReply: 'REOPEN' },
  merge: { ...COPYDESK.merge, ccPolicy: 'PICK_ONE' },
  side: { ...COPYDESK.side, enabled: false },
  mail: { ...COPYDESK.mail, forwardSetsRequester: false },
  rating: { requester: 'BOTH' },
};

const LIVEAGENT: DepartmentPolicy = {
  ...COPYDESK,
  cc: {
    ...COPYDESK.cc,
    excludedContactKinds: ['DELETED', 'SPAM'],
    autoAddEmailRecipients: false,
    extraToBecomeCc: false,
    removeViaInboundEmail: 'NEVER',
    portalAccess: false,
    notifyEvents: ['AGENT_REPLY'],
    fullPublicHistoryForNewCc: false,
    replyWithoutRequester: 'PUBLIC',
  },
  followers: { ...COPYDESK.followers, enabled: false, autoFollowReplyingAgent: false },
  agentMail: { ...COPYDESK.agentMail, engine: 'RECIPIENTS' },
  mailapi: { enabled: false },
  privacy: { ...COPYDESK.privacy, leakGuard: false, cannotEditNoToken: 'NEW_TICKET' },
  ticket: { ...COPYDESK.ticket, onClosedReply: 'REOPEN' },
  merge: { ...COPYDESK.merge, ccPolicy: 'NONE' },
  side: { ...COPYDESK.side, enabled: false },
  mail: { ...COPYDESK.mail, forwardSetsRequester: false },
  thread: { matchOrder: ['ADDR_TOKEN', 'IN_REPLY_TO', 'REFERENCES', 'THREAD_INDEX', 'SUBJECT_ID'] },
  rating: { requester: 'OFF' },
};

/** The named value sets. A preset has a value for every key. */
export const PRESET_POLICIES: Readonly<Record<NamedPreset, DepartmentPolicy>> = {
  COPYDESK,
  ZENDESK,
  ZOHO_DESK,
  LIVEAGENT,
};

/** The policy of a new department: COPYDESK, CCs off until an admin turns them on (seeds/002). */
export function freshPolicy(): DepartmentPolicy {
  return { ...COPYDESK, cc: { ...COPYDESK.cc, enabled: false } };
}
