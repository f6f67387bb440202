import {
  defaultTriggers,
  PRESET_POLICIES,
  type DepartmentPolicy,
  type InboundFacts,
  type InboundMessageFacts,
  type InboundTicketFacts,
  type NamedPreset,
  type Party,
  type PolicyChange,
  type Recipient,
} from '../src/index.ts';

/** The people of the scenarios: R requester, C1, C2 CCs, G assignee, A other agent, F follower, L light agent. */
export const CLAIMS = 'department-claims';
export const SUP = 'claims@desk.test';

function person(id: string, role: Party['role'], departmentIds: readonly string[] = []): Party {
  const address = `${id}@${role === 'END_USER' ? 'example.org' : 'staff.test'}`;
  return { id, name: id, role, state: 'ACTIVE', mayCommentPublicly: true, departmentIds, address };
}

export const R = person('rita', 'END_USER');
export const C1 = person('carl', 'END_USER');
export const C2 = person('cleo', 'END_USER');
export const G = person('grace', 'AGENT', [CLAIMS]);
export const A = person('ada', 'AGENT', [CLAIMS]);
export const F = person('fay', 'AGENT', [CLAIMS]);
export const L = person('lena', 'LIGHT_AGENT', [CLAIMS]);
export const O = person('otto', 'AGENT', ['department-other']);
export const ADMIN = person('amy', 'ADMIN');
export const EVERYBODY: readonly Party[] = [R, C1, C2, G, A, F, L, O, ADMIN];

/** What triggers look at beside people. */
export const AS_IT_IS = { status: 'OPEN', subject: 'Roof claim', priority: 'NORMAL', tags: [] } as const;
export const TRIGGERS = defaultTriggers((place) => `default-${place}`);

/** Somebody of ours by person; anybody else by address. */
export type Named = Party | string;

export function recipient(named: Named): Recipient {
  if (typeof named !== 'string') {
    return { address: named.address ?? '', name: named.name, support: false, party: named };
  }
  const ours = named.endsWith('@desk.test');
  return { address: named, name: '', support: ours, party: EVERYBODY.find(({ address }) => address === named) ?? null };
}

export function policyWith(preset: NamedPreset, change: PolicyChange = {}): DepartmentPolicy {
  const sections = Object.entries(PRESET_POLICIES[preset]).map(([name, keys]) => [
    name,
    { ...keys, ...change[name as keyof PolicyChange] },
  ]);
  return Object.fromEntries(sections) as DepartmentPolicy;
}

export function aTicket(overrides: Partial<InboundTicketFacts> = {}): InboundTicketFacts {
  return {
    status: 'OPEN',
    tags: [],
    departmentId: CLAIMS,
    requester: R,
    assigneeId: G.id,
    ccs: [C1],
    followerIds: [F.id],
    hasPublicComment: true,
    removedByAgentIds: [],
    ...overrides,
  };
}

export type Mail = {
  from: Named;
  to?: readonly Named[];
  cc?: readonly Named[];
  ticket?: Partial<InboundTicketFacts> | null;
  preset?: NamedPreset;
  policy?: PolicyChange;
} & Partial<Omit<InboundMessageFacts, 'to' | 'cc'>>;

/** A proven sender's reply to their own signed address on R's ticket, unless said otherwise. */
export function mail({
  from,
  to = [SUP],
  cc = [],
  ticket = {},
  preset = 'COPYDESK',
  policy,
  ...message
}: Mail): InboundFacts {
  const author = recipient(from);
  return {
    message: {
      identification: ticket === null ? 'NONE' : 'IDENTIFIED',
      confidence: 'PROVEN',
      confidenceReasons: [],
      own: false,
      deliveryReport: null,
      automatic: null,
      malformed: null,
      lastHour: 1,
      ticketLastHour: 1,
      to: to.map(recipient),
      cc: cc.map(recipient),
      commands: [],
      lookups: { people: [], departments: [] },
      namedInAnswered: null,
      repeatsInternal: false,
      forward: false,
      forwarded: null,
      recovered: null,
      ...message,
    },
    author: { address: author.address, name: author.name, party: author.party },
    ticket: ticket === null ? null : aTicket(ticket),
    department: { id: CLAIMS, policy: policyWith(preset, policy), supportAddresses: [SUP, 'second@desk.test'] },
  };
}
