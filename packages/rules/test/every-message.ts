import { policyKeys, PRESET_POLICIES, TICKET_STATUSES } from '../src/index.ts';
import type {
  DepartmentPolicy,
  InboundFacts,
  InboundSideFacts,
  InboundTicketFacts,
  MailCommand,
  Party,
  Recipient,
} from '../src/index.ts';
import { CLAIMS, SUP } from './example.ts';
import type { Choose, Dimensions } from './explore.ts';

/** Everything that a message, its author, its ticket and its department can be, as dimensions with their values. */

function person(id: string, role: Party['role'], given: Partial<Party> = {}): Party {
  const address = `${id}@example.org`;
  const departmentIds = role === 'END_USER' ? [] : [CLAIMS];
  return { id, name: id, role, state: 'ACTIVE', mayCommentPublicly: true, departmentIds, address, ...given };
}

export const AUTHORS = [
  person('customer', 'END_USER'),
  null,
  person('agent', 'AGENT'),
  person('admin', 'ADMIN', { departmentIds: [] }),
  person('mute', 'AGENT', { mayCommentPublicly: false }),
  person('foreign', 'AGENT', { departmentIds: ['department-other'] }),
  person('light', 'LIGHT_AGENT'),
  person('suspended', 'AGENT', { state: 'SUSPENDED' }),
  person('spam', 'END_USER', { state: 'SPAM' }),
  person('anonymous', 'END_USER', { state: 'ANONYMOUS' }),
  person('deleted', 'ADMIN', { state: 'DELETED' }),
] as const;

export const REQUESTER = person('requester', 'END_USER');
export const OTHER_CC = person('other-cc', 'END_USER');
const STAFF_CC = person('staff-cc', 'AGENT');
const COLLEAGUE = person('colleague', 'AGENT');
const LIGHT_COLLEAGUE = person('light-colleague', 'LIGHT_AGENT');
const KNOWN = person('known', 'END_USER');
const MARKED_SPAM = person('marked-spam', 'END_USER', { state: 'SPAM' });
const BLOCKED = person('blocked', 'END_USER', { address: 'blocked@barred.test' });
const REMOVED = person('removed', 'END_USER');
const STRANGER = 'stranger@elsewhere.test';
const SECOND = 'second@desk.test';

function recipient(who: Party | string): Recipient {
  if (typeof who !== 'string') return { address: who.address ?? '', name: who.name, support: false, party: who };
  return { address: who, name: '', support: who.endsWith('@desk.test'), party: null };
}

type Named = { to: readonly Recipient[]; cc: readonly Recipient[] };
const named = (to: readonly (Party | string)[], cc: readonly (Party | string)[] = []): Named => ({
  to: to.map(recipient),
  cc: cc.map(recipient),
});

/** Whom a mail names, as far as the tables tell it apart. */
export const RECIPIENTS: readonly Named[] = [
  named([SUP]),
  named([]),
  named([SUP, SECOND]),
  named([SUP, COLLEAGUE]),
  named([SUP], [STRANGER]),
  named([SUP], [OTHER_CC]),
  named([SUP, REQUESTER]),
  named([SUP, REQUESTER], [OTHER_CC, COLLEAGUE, STRANGER]),
];

/** Whom a mail names, as far as it matters to who takes part afterwards. */
export const NAMED_PEOPLE: readonly Named[] = [
  named([SUP]),
  ...[STRANGER, KNOWN, COLLEAGUE, LIGHT_COLLEAGUE, MARKED_SPAM, BLOCKED, REMOVED, 'no address'].flatMap((one) => [
    named([SUP, REQUESTER], [one]),
    named([SUP, REQUESTER, one]),
  ]),
  named([SUP], [STRANGER]),
  named([SUP], [OTHER_CC]),
  named([SUP, STRANGER], [STRANGER, KNOWN]),
  named([SUP, REQUESTER], [OTHER_CC, SECOND, `claims+token@desk.test`]),
];

/** Whom an answer to a mail names, as far as it matters to whom it leaves out. */
export const ANSWERED_PEOPLE: readonly Named[] = [
  named([SUP]),
  named([SUP, REQUESTER]),
  named([SUP, REQUESTER], [OTHER_CC]),
  named([SUP, REQUESTER], [REMOVED, COLLEAGUE]),
  named([SUP], [COLLEAGUE]),
];

/** What the INT, TEXT, SET and LIST keys of a policy are tried with; BOOL and ENUM have all their values. */
const VALUES_OF: Readonly<Record<string, readonly unknown[]>> = {
  'cc.maxPerTicket': [48, 1, 0],
  'cc.excludedContactKinds': [['DELETED', 'SPAM', 'ANONYMOUS'], []],
  'cc.blocklist': ['barred.test', ''],
  'cc.notifyEvents': [['CREATED', 'AGENT_REPLY', 'PUBLIC_COMMENT', 'PUBLIC_EDIT', 'PUBLIC_DELETE'], []],
  'mail.hourlySoft': [2],
  'mail.hourlyHard': [4],
  'mail.hourlyPerTicket': [3],
};

/** The values of each key of a policy; the first is that of the preset COPYDESK. */
export const POLICY_DIMENSIONS: Dimensions = Object.fromEntries(
  policyKeys.map(({ key, kind, values }) => {
    const [section = '', name = ''] = key.split('.');
    const usual = (PRESET_POLICIES.COPYDESK as unknown as Record<string, Record<string, unknown>>)[section]?.[name];
    const others = VALUES_OF[key] ?? (kind === 'BOOL' ? [true, false] : kind === 'ENUM' ? (values ?? []) : [usual]);
    return [key, VALUES_OF[key] ?? [usual, ...others.filter((value) => value !== usual)]];
  }),
);

export const SUSPENDED_BY = [
  'delivery-report',
  'automatic-reply',
  'rate-limit',
  'malformed',
  'sender-barred',
  'sender-unproven',
  'outsider-unidentified',
  'cc-limit',
];

/** Every dimension with all its values. */
export const ALL_DIMENSIONS: Dimensions = {
  ...POLICY_DIMENSIONS,
  author: AUTHORS,
  confidence: ['PROVEN', 'LIKELY', 'UNPROVEN'],
  identification: ['IDENTIFIED', 'MATCHED', 'NONE'],
  own: [false, true],
  deliveryReport: [null, { matched: true }, { matched: false }],
  automatic: [null, 'auto-replied'],
  malformed: [null, 'two From headers'],
  lastHour: [1, 3, 5],
  ticketLastHour: [1, 4],
  recovered: [null, { suspendedBy: SUSPENDED_BY }, { suspendedBy: [] }],
  recipients: [...RECIPIENTS, ...NAMED_PEOPLE],
  commands: [
    [],
    [{ name: 'note' }],
    [{ name: 'public', value: true }],
    [{ name: 'public', value: false }],
    [{ name: 'public', value: true }, { name: 'note' }],
    [{ name: 'status', value: 'SOLVED' }],
    [
      { name: 'requester', value: KNOWN.address ?? '' },
      { name: 'assignee', value: 'colleague' },
      { name: 'tags', value: ['roof'] },
      { name: 'priority', value: 'HIGH' },
      { name: 'department', value: 'other' },
    ],
  ] satisfies MailCommand[][],
  namedInAnswered: [null, [], [OTHER_CC.address, REMOVED.address, 'customer@example.org']],
  repeatsInternal: [false, true],
  forward: [false, true],
  forwarded: [null, { address: KNOWN.address, name: 'known', party: KNOWN }],
  ticket: [true, false],
  status: ['OPEN', ...TICKET_STATUSES.filter((status) => status !== 'OPEN')],
  isRequester: [false, true],
  isCc: [false, true],
  isAssignee: [false, true],
  isFollower: [false, true],
  otherCcs: [[OTHER_CC], [], [OTHER_CC, STAFF_CC]],
  hasPublicComment: [true, false],
  side: [null, 'TO', 'CC', 'BCC', 'NOBODY'],
  sideState: ['OPEN', 'CLOSED'],
};

export const ADDRESS_OF_UNKNOWN = 'unknown@elsewhere.test';

/** A message whose facts are chosen when they are read. Nothing of it can be written to. */
export function messageOf(choose: Choose): InboundFacts {
  const author = (): Party | null => choose('author') as Party | null;
  const is = (name: string): boolean => author() !== null && (choose(name) as boolean);
  const ticket = lazily<InboundTicketFacts>({
    status: () => choose('status'),
    tags: () => [],
    departmentId: () => CLAIMS,
    requester: () => (is('isRequester') ? author() : REQUESTER),
    assigneeId: () => (is('isAssignee') ? author()?.id : 'somebody-else'),
    ccs: () => [...(is('isCc') ? [author()] : []), ...(choose('otherCcs') as Party[])],
    followerIds: () => (is('isFollower') ? [author()?.id] : []),
    hasPublicComment: () => choose('hasPublicComment'),
    removedByAgentIds: () => [REMOVED.id],
  });
  const participant = (who: Party, header: string) => ({ person: who, address: who.address, header });
  const side = lazily<InboundSideFacts>({
    subject: () => 'Roofer',
    state: () => choose('sideState'),
    participants: () => {
      const writer = author();
      const header = choose('side') as string;
      const others = [participant(OTHER_CC, 'TO'), participant(KNOWN, 'BCC')];
      return header === 'NOBODY' || writer === null ? others : [...others, participant(writer, header)];
    },
  });
  return {
    message: lazily<InboundFacts['message']>({
      identification: () => choose('identification'),
      confidence: () => choose('confidence'),
      confidenceReasons: () => [],
      own: () => choose('own'),
      deliveryReport: () => choose('deliveryReport'),
      automatic: () => choose('automatic'),
      malformed: () => choose('malformed'),
      lastHour: () => choose('lastHour'),
      ticketLastHour: () => choose('ticketLastHour'),
      to: () => (choose('recipients') as Named).to,
      cc: () => (choose('recipients') as Named).cc,
      commands: () => choose('commands'),
      lookups: () => ({
        people: [
          { value: KNOWN.address ?? '', found: [KNOWN] },
          { value: 'colleague', found: [COLLEAGUE] },
        ],
        departments: [],
      }),
      namedInAnswered: () => choose('namedInAnswered'),
      repeatsInternal: () => choose('repeatsInternal'),
      forward: () => choose('forward'),
      forwarded: () => choose('forwarded'),
      recovered: () => choose('recovered'),
    }),
    author: lazily<InboundFacts['author']>({
      address: () => author()?.address ?? ADDRESS_OF_UNKNOWN,
      name: () => '',
      party: author,
    }),
    get ticket() {
      return choose('ticket') ? ticket : null;
    },
    get side() {
      return choose('ticket') && choose('side') !== null ? side : null;
    },
    department: { id: CLAIMS, policy: policyOf(choose), supportAddresses: [SUP, SECOND] },
  };
}

/** A policy whose keys are chosen when they are read. */
export function policyOf(choose: Choose): DepartmentPolicy {
  const sections: Record<string, Record<string, () => unknown>> = {};
  for (const { key } of policyKeys) {
    const [section = '', name = ''] = key.split('.');
    sections[section] = { ...sections[section], [name]: () => choose(key) };
  }
  return Object.fromEntries(
    Object.entries(sections).map(([section, keys]) => [section, lazily(keys)]),
  ) as unknown as DepartmentPolicy;
}

/** An object that computes what is read of it, and that nobody can write to. */
export function lazily<T extends object>(facts: { [K in keyof T]: () => unknown }): T {
  const made = {};
  for (const [name, value] of Object.entries<() => unknown>(facts)) {
    Object.defineProperty(made, name, { get: value, enumerable: true });
  }
  return Object.freeze(made) as T;
}
