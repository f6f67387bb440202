import { describe, expect, it } from 'vitest';
import { decideInbound, outcomeFromTrace, type InboundResult, type Outcome } from '../src/index.ts';
import { A, ADMIN, C1, C2, F, G, L, mail, O, R, SUP, type Mail } from './example.ts';

/** What it is about; the mail; outcome and rule; more that must hold. */
type Row = [name: string, mail: Mail, outcome: Outcome, rule: string, more?: Partial<InboundResult>];

const X = 'xeno@elsewhere.test';
const NOTE = [{ name: 'note' }] as const;
const PUBLIC_TRUE = [{ name: 'public', value: true }] as const;
const SOLVED = { name: 'status', value: 'SOLVED' } as const;
const PUBLIC_FALSE = [{ name: 'public', value: false }] as const;
const notSure = { confidence: 'LIKELY' } as const;
const forged = { confidence: 'UNPROVEN', confidenceReasons: ['DMARC failed.'] } as const;
const matched = { identification: 'MATCHED' } as const;
const recipientsEngine = { preset: 'LIVEAGENT' } as const;
const contactMatch = { preset: 'ZOHO_DESK' } as const;

const BEFORE: Row[] = [
  ['own-mail: our own mail comes back', { from: R, own: true }, 'REJECTED', 'own-mail', { effect: 'REJECT' }],
  [
    'delivery-report: of something we sent',
    { from: X, deliveryReport: { matched: true } },
    'INTERNAL',
    'delivery-report',
    { effect: 'DELIVERY_STATE', visibility: null, status: null },
  ],
  [
    'delivery-report: of nothing we know',
    { from: X, deliveryReport: { matched: false } },
    'SUSPENDED',
    'delivery-report',
  ],
  [
    'automatic-reply: on its ticket, quietly',
    { from: R, automatic: 'Auto-Submitted: auto-replied' },
    'INTERNAL',
    'automatic-reply',
    { effect: 'SYSTEM_ENTRY', status: null, writesOutside: 'NOBODY', addCcs: [] },
  ],
  [
    'automatic-reply: never a ticket',
    { from: R, automatic: 'null sender', ticket: null },
    'SUSPENDED',
    'automatic-reply',
  ],
  ['ticket-rate-limit: at the limit', { from: R, ticketLastHour: 60 }, 'PUBLIC', 'customer'],
  ['ticket-rate-limit: over it', { from: R, ticketLastHour: 61 }, 'SUSPENDED', 'ticket-rate-limit'],
  [
    'ticket-rate-limit: automatic replies as well',
    { from: R, ticketLastHour: 61, automatic: 'auto-replied' },
    'SUSPENDED',
    'ticket-rate-limit',
  ],
  [
    'ticket-rate-limit: by a sender beyond the hard limit',
    { from: R, ticketLastHour: 61, lastHour: 41 },
    'REJECTED',
    'ticket-rate-limit',
  ],
  [
    'ticket-rate-limit: recovered',
    { from: R, ticketLastHour: 61, recovered: { suspendedBy: ['ticket-rate-limit'] } },
    'PUBLIC',
    'customer',
  ],
  ['rate-limit: at the soft limit', { from: R, lastHour: 20 }, 'PUBLIC', 'customer'],
  ['rate-limit: over the soft limit', { from: R, lastHour: 21 }, 'SUSPENDED', 'rate-limit'],
  ['rate-limit: over the hard limit', { from: R, lastHour: 41 }, 'REJECTED', 'rate-limit'],
  ['malformed: kept for an agent', { from: R, malformed: 'two From headers' }, 'SUSPENDED', 'malformed'],
  [
    'recovered: skips what suspended it, and counts as identified',
    { from: X, ...matched, recovered: { suspendedBy: ['outsider-unidentified'] } },
    'INTERNAL',
    'outsider-identified',
  ],
  [
    'recovered: skips no rule that cannot suspend',
    { from: X, recovered: { suspendedBy: ['outsider-identified', 'customer'] } },
    'INTERNAL',
    'outsider-identified',
  ],
  [
    'sender-barred: suspended people open nothing',
    { from: { ...C1, state: 'SUSPENDED' }, ticket: null },
    'SUSPENDED',
    'sender-barred',
  ],
  [
    'recovered: a barred sender takes no part',
    { from: { ...C1, state: 'SPAM' }, to: [SUP, R], recovered: { suspendedBy: ['sender-barred'] } },
    'INTERNAL',
    'outsider-identified',
  ],
  [
    'recovered: automatic mail is answered by nothing all the same',
    { from: R, automatic: 'null sender', ticket: null, recovered: { suspendedBy: ['automatic-reply'] } },
    'PUBLIC',
    'customer',
    { effect: 'TICKET', writesOutside: 'NOBODY' },
  ],
  [
    'recovered: a rate limit does not hold again',
    { from: R, lastHour: 99, recovered: { suspendedBy: ['rate-limit'] } },
    'PUBLIC',
    'customer',
  ],
  [
    'recovered: staff are LIKELY at most',
    { from: G, recovered: { suspendedBy: ['malformed'] } },
    'INTERNAL',
    'outsider-identified',
  ],
];

const CHECKLIST: Row[] = [
  [
    'sender-unproven: identified',
    { from: R, ...forged },
    'INTERNAL',
    'sender-unproven',
    { status: null, writesOutside: 'NOBODY', actsAs: 'THIRD_PARTY' },
  ],
  ['sender-unproven: matched, and From takes part', { from: C1, ...forged, ...matched }, 'INTERNAL', 'sender-unproven'],
  [
    'sender-unproven: matched, and From is a stranger',
    { from: X, ...forged, ...matched },
    'SUSPENDED',
    'sender-unproven',
  ],
  ['sender-unproven: opens no ticket', { from: R, ...forged, ticket: null }, 'SUSPENDED', 'sender-unproven'],
  ['staff-not-proven: a third party on a ticket', { from: G, ...notSure }, 'INTERNAL', 'outsider-identified'],
  ['staff-not-proven: an end user in a new ticket', { from: G, ...notSure, ticket: null }, 'PUBLIC', 'customer'],
  [
    'outsider-identified: staff of another department',
    { from: O },
    'INTERNAL',
    'outsider-identified',
    { warnings: [] },
  ],
  ['3-02 outsider-identified: but assignee', { from: O, ticket: { assigneeId: O.id } }, 'PUBLIC', 'otherwise'],
  [
    '3-02 outsider-unidentified: but assignee',
    { from: O, ...matched, ticket: { assigneeId: O.id } },
    'PUBLIC',
    'otherwise',
  ],
  ['3-02 outsider-identified: but follower', { from: O, ticket: { followerIds: [O.id] } }, 'INTERNAL', 'follower'],
  ['3-02 outsider-identified: but CC', { from: O, to: [SUP, R], ticket: { ccs: [O] } }, 'PUBLIC', 'otherwise'],
  ['outsider-identified: an admin may edit any ticket', { from: ADMIN }, 'PUBLIC', 'otherwise'],
  [
    '3-03 outsider-identified: a stranger',
    { from: X, to: [SUP, R] },
    'INTERNAL',
    'outsider-identified',
    { addCcs: [] },
  ],
  ['3-04 outsider-unidentified: suspended', { from: X, ...matched }, 'SUSPENDED', 'outsider-unidentified'],
  ['outsider-unidentified: staff of another department', { from: O, ...matched }, 'SUSPENDED', 'outsider-unidentified'],
  [
    'outsider-unidentified: a new ticket',
    { from: X, ...matched, policy: { privacy: { cannotEditNoToken: 'NEW_TICKET' } } },
    'PUBLIC',
    'outsider-unidentified',
    { effect: 'TICKET', actsAs: 'CUSTOMER', status: { status: 'NEW', rule: 'status-new' } },
  ],
  [
    'outsider-unidentified: internal, with a warning',
    { from: X, ...matched, policy: { privacy: { cannotEditNoToken: 'PRIVATE_FLAG' } } },
    'INTERNAL',
    'outsider-unidentified',
    { effect: 'COMMENT', addCcs: [] },
  ],
  [
    '1-09 cc-limit: suspended where the department says so',
    { from: R, cc: ['n@x.test'], preset: 'ZENDESK', policy: { cc: { maxPerTicket: 1 } } },
    'SUSPENDED',
    'cc-limit',
  ],
  [
    'cc-limit: exactly at the limit',
    { from: R, cc: ['n@x.test'], preset: 'ZENDESK', policy: { cc: { maxPerTicket: 2 } } },
    'PUBLIC',
    'customer',
  ],
  ['3-07, 1-14 cc-without-requester: private', { from: C1 }, 'INTERNAL', 'cc-without-requester', { removeCcs: [] }],
  [
    '3-08 cc-without-requester: public to the desk alone',
    { from: C1, policy: { cc: { replyWithoutRequester: 'PUBLIC' } } },
    'PUBLIC',
    'customer',
  ],
  [
    '3-09 cc-without-requester: public, but to somebody else as well',
    { from: C1, to: [SUP, C2], policy: { cc: { replyWithoutRequester: 'PUBLIC' } } },
    'INTERNAL',
    'cc-without-requester',
  ],
  [
    '3-10 cc-without-requester: public to two of our addresses',
    { from: C1, to: [SUP, 'second@desk.test'], policy: { cc: { replyWithoutRequester: 'PUBLIC' } } },
    'PUBLIC',
    'customer',
  ],
  ['3-11, 1-13 customer: a CC with the requester', { from: C1, to: [SUP, R] }, 'PUBLIC', 'customer'],
  ['customer: the requester in Cc counts', { from: C1, cc: [R] }, 'PUBLIC', 'customer'],
  [
    'cc-without-requester: a requester who is listed as CC as well',
    { from: R, ticket: { ccs: [R, C1] } },
    'PUBLIC',
    'customer',
  ],
  ['sender-barred: spam', { from: { ...C1, state: 'SPAM' }, ticket: null }, 'SUSPENDED', 'sender-barred'],
  [
    '0-23 cc-without-requester: an agent who is CC',
    { from: A, ticket: { ccs: [A] } },
    'INTERNAL',
    'cc-without-requester',
  ],
  ['3-33 customer: an end user opens a ticket', { from: X, ticket: null }, 'PUBLIC', 'customer', { effect: 'TICKET' }],
  [
    '4-16, 4-17 customer: an agent who is the requester',
    { from: A, ticket: { requester: A } },
    'PUBLIC',
    'customer',
    { actsAs: 'CUSTOMER' },
  ],
  [
    '3-35 customer: the requester, whatever their role',
    { from: { ...A, mayCommentPublicly: false }, ticket: { requester: A } },
    'PUBLIC',
    'customer',
  ],
  [
    'customer: an agent requester asks for a note',
    { from: A, ticket: { requester: A }, commands: NOTE },
    'INTERNAL',
    'note-command',
  ],
  ['customer: a customer asks for a note, which is text', { from: R, commands: NOTE }, 'PUBLIC', 'customer'],
  ['3-15 role-may-not: light agents', { from: L }, 'INTERNAL', 'role-may-not'],
  [
    '3-14 role-may-not: whatever the command',
    { from: { ...A, mayCommentPublicly: false }, commands: PUBLIC_TRUE },
    'INTERNAL',
    'role-may-not',
  ],
  ['0-16, 3-27 follower: Reply', { from: F }, 'INTERNAL', 'follower'],
  ['0-16 follower: another command', { from: F, commands: [SOLVED] }, 'INTERNAL', 'follower'],
  ['3-27 follower: Reply all', { from: F, to: [SUP, R], cc: [C1] }, 'INTERNAL', 'follower'],
  ['0-17 follower: #public true', { from: F, commands: PUBLIC_TRUE }, 'PUBLIC', 'otherwise'],
  ['follower: assignee as well', { from: F, ticket: { assigneeId: F.id } }, 'PUBLIC', 'otherwise'],
  ['follower: by checklist', { from: F, policy: { followers: { replyPrivacy: 'CHECKLIST' } } }, 'PUBLIC', 'otherwise'],
  ['follower: followers are off', { from: F, policy: { followers: { enabled: false } } }, 'PUBLIC', 'otherwise'],
  [
    'CCs are off: a CC is a third party',
    { from: C1, policy: { cc: { enabled: false } } },
    'INTERNAL',
    'outsider-identified',
  ],
  ['3-16 note-command: #note', { from: G, commands: NOTE }, 'INTERNAL', 'note-command'],
  ['3-17 note-command: #public false', { from: G, commands: PUBLIC_FALSE }, 'INTERNAL', 'note-command'],
  ['3-18 note-command: #public', { from: G, commands: PUBLIC_TRUE }, 'PUBLIC', 'otherwise'],
  ['note-command: off', { from: G, commands: NOTE, policy: { mailapi: { enabled: false } } }, 'PUBLIC', 'otherwise'],
  [
    '3-19 mail-default: off',
    { from: G, policy: { agentMail: { publicByDefault: false } } },
    'INTERNAL',
    'mail-default',
  ],
  [
    'mail-default: off, #public true',
    { from: G, commands: PUBLIC_TRUE, policy: { agentMail: { publicByDefault: false } } },
    'PUBLIC',
    'otherwise',
  ],
  [
    '3-20 ticket-internal: only notes so far',
    { from: G, ticket: { hasPublicComment: false } },
    'INTERNAL',
    'ticket-internal',
  ],
  [
    'ticket-internal: #public true does not override',
    { from: G, commands: PUBLIC_TRUE, ticket: { hasPublicComment: false } },
    'INTERNAL',
    'ticket-internal',
  ],
  ['3-22 repeats-internal: a note is repeated', { from: G, repeatsInternal: true }, 'INTERNAL', 'repeats-internal'],
  [
    'repeats-internal: not guarded',
    { from: G, repeatsInternal: true, policy: { privacy: { leakGuard: false } } },
    'PUBLIC',
    'otherwise',
  ],
  ['otherwise: mail leaves the status alone', { from: G, preset: 'ZENDESK' }, 'PUBLIC', 'otherwise', { status: null }],
  ['3-24, 9-05 otherwise', { from: G }, 'PUBLIC', 'otherwise', { writesOutside: 'NOT_RECIPIENTS' }],
  ['3-29 otherwise: Reply all is the same', { from: G, to: [SUP, R], cc: [C1] }, 'PUBLIC', 'otherwise'],
  [
    '0-28, 3-32 customer: the stranger, once a CC',
    { from: C2, to: [SUP, R], ticket: { ccs: [C1, C2] } },
    'PUBLIC',
    'customer',
  ],
];

const ENGINES: Row[] = [
  [
    '4-01, 4-02, 9-05 sole-address: a note',
    { from: G, ...recipientsEngine },
    'INTERNAL',
    'sole-address',
    { status: null, writesOutside: 'NOBODY' },
  ],
  [
    'sole-address: a signed address and its support address are one',
    { from: G, to: ['claims+abc@desk.test'], cc: [SUP], ...recipientsEngine },
    'INTERNAL',
    'sole-address',
  ],
  [
    '4-03 sole-address: a reply to everybody',
    { from: G, ...recipientsEngine, policy: { agentMail: { soleAccountRecipient: 'REPLY_TO_ALL' } } },
    'PUBLIC',
    'sole-address',
    { status: { status: 'ANSWERED', rule: 'status-agent-replied' }, writesOutside: 'ALL' },
  ],
  [
    '4-05 only-staff: another agent',
    { from: G, to: [SUP, A], ...recipientsEngine },
    'INTERNAL',
    'only-staff',
    { status: null },
  ],
  [
    'only-staff: two of our addresses',
    { from: G, to: [SUP, 'second@desk.test'], ...recipientsEngine },
    'INTERNAL',
    'only-staff',
  ],
  [
    '4-07, 4-08, 9-06 direct-outside: the customer',
    { from: G, to: [SUP, R], ...recipientsEngine },
    'PUBLIC',
    'direct-outside',
    { status: { status: 'ANSWERED', rule: 'status-direct-outside' }, writesOutside: 'NOBODY' },
  ],
  [
    '4-10 direct-outside: a consultant',
    { from: G, to: [SUP], cc: [X], ...recipientsEngine },
    'PUBLIC',
    'direct-outside',
  ],
  [
    '4-11 direct-outside: an agent and the customer',
    { from: G, to: [SUP, A, R], ...recipientsEngine },
    'PUBLIC',
    'direct-outside',
  ],
  [
    'direct-outside: the requester counts, even if staff',
    { from: G, to: [SUP, A], ticket: { requester: A }, ...recipientsEngine },
    'PUBLIC',
    'direct-outside',
  ],
  ['role-may-not stays with the engine', { from: L, to: [SUP, R], ...recipientsEngine }, 'INTERNAL', 'role-may-not'],
  ['4-17 customers are judged by the checklist', { from: R, ...recipientsEngine }, 'PUBLIC', 'customer'],
  [
    'only-staff: an address of another department of ours',
    { from: G, to: [SUP, 'billing@desk.test'], ...recipientsEngine },
    'INTERNAL',
    'only-staff',
  ],
  ['2-40 to-contact: the requester', { from: G, to: [SUP, R], ...contactMatch }, 'PUBLIC', 'to-contact'],
  ['2-40 to-contact: a CC', { from: G, cc: [C1], ...contactMatch }, 'PUBLIC', 'to-contact'],
  ['2-40 forward: always private', { from: G, to: [SUP, R], forward: true, ...contactMatch }, 'INTERNAL', 'forward'],
  ['no-contact', { from: G, to: [SUP, X], ...contactMatch }, 'INTERNAL', 'no-contact'],
];

describe.each([
  ['table 0: before any decision', BEFORE],
  ['table 1: the checklist', CHECKLIST],
  ['table 2: the other engines', ENGINES],
])('%s', (_, rows) => {
  it.each(rows)('%s', (_name, given, outcome, rule, more = {}) => {
    const result = decideInbound(mail(given));
    expect({ outcome: result.decision.outcome, rule: result.decision.rule }).toEqual({ outcome, rule });
    expect(result).toMatchObject(more);
    expect(outcomeFromTrace(result.decision.trace)).toEqual({ outcome, rule });
  });
});
