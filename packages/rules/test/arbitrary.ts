import fc, { type Arbitrary } from 'fast-check';
import {
  CONFIDENCES,
  freshPolicy,
  PERSON_STATES,
  policyKeys,
  ROLES,
  SIDE_HEADERS,
  SIDE_STATES,
  TICKET_PRIORITIES,
  TICKET_STATUSES,
  VIAS,
  VISIBILITIES,
  TOLD_EVENT_KINDS,
  ACTS_AS,
  type DepartmentPolicy,
  type InboundFacts,
  type InboundSideFacts,
  type MailCommand,
  type Party,
  type PolicyKey,
  type Recipient,
  type ToldEvent,
} from '../src/index.ts';
import { CLAIMS, SUP, TRIGGERS } from './example.ts';

const IDS = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'] as const;
const addressOf = (id: string): string => `${id}@example.org`;

/** A small world of people, so that relations meet often. */
export const people: Arbitrary<readonly Party[]> = fc.tuple(
  ...IDS.map((id) =>
    fc.record<Party>({
      id: fc.constant(id),
      name: fc.constantFrom(id, ''),
      role: fc.constantFrom(...ROLES),
      state: fc.oneof({ weight: 5, arbitrary: fc.constant('ACTIVE' as const) }, fc.constantFrom(...PERSON_STATES)),
      mayCommentPublicly: fc.boolean(),
      departmentIds: fc.subarray([CLAIMS, 'department-other']),
      address: fc.oneof({ weight: 5, arbitrary: fc.constant(addressOf(id)) }, fc.constant(null)),
    }),
  ),
);

function valueFor({ kind, bounds, values }: PolicyKey): Arbitrary<unknown> {
  const choices = [...(values ?? [])];
  if (kind === 'BOOL') return fc.boolean();
  if (kind === 'INT') return fc.oneof(fc.integer({ min: bounds?.min ?? 0, max: 4 }), fc.constant(bounds?.max));
  if (kind === 'ENUM') return fc.constantFrom(...choices);
  if (kind === 'TEXT') return fc.constantFrom('', 'p1@example.org', '@elsewhere.test other.test', 'example.org');
  return fc.subarray(choices);
}

export const anyPolicy: Arbitrary<DepartmentPolicy> = fc
  .tuple(...policyKeys.map((key) => valueFor(key).map((value) => [key.key, value] as const)))
  .map((entries) => {
    const policy = JSON.parse(JSON.stringify(freshPolicy())) as Record<string, Record<string, unknown>>;
    for (const [key, value] of entries) {
      const [section = '', name = ''] = key.split('.');
      Object.assign(policy[section] ?? {}, { [name]: value });
    }
    return policy as unknown as DepartmentPolicy;
  });

const commands: Arbitrary<MailCommand[]> = fc.array(
  fc.constantFrom<MailCommand>(
    { name: 'note' },
    { name: 'public', value: true },
    { name: 'public', value: false },
    { name: 'status', value: 'SOLVED' },
    { name: 'priority', value: 'HIGH' },
    { name: 'tags', value: ['roof'] },
    { name: 'assignee', value: 'p1' },
    { name: 'requester', value: addressOf('p2') },
    { name: 'department', value: 'other' },
    { name: 'unreadable', value: '#foo', because: 'There is no command #foo.' },
  ),
  { maxLength: 2 },
);

function recipients(known: readonly Party[]): Arbitrary<Recipient[]> {
  const ofPeople = fc.constantFrom(...known).map((party) => {
    return { address: addressOf(party.id), name: party.name, support: false, party };
  });
  const ofOthers = fc.constantFrom(SUP, 'claims+token@desk.test', 'x@elsewhere.test', 'y@other.test', 'not an address');
  const others = ofOthers.map((address) => ({
    address,
    name: '',
    support: address.endsWith('desk.test'),
    party: null,
  }));
  return fc.array(fc.oneof(ofPeople, others), { maxLength: 5 });
}

export const anyInboundFacts: Arbitrary<InboundFacts> = people.chain((known) => {
  const some = fc.subarray([...known]);
  const ids = some.map((chosen) => chosen.map(({ id }) => id));
  const one = fc.constantFrom(...known);
  const rarely = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | null> =>
    fc.oneof({ weight: 40, arbitrary: fc.constant(null) }, arbitrary);
  return fc.record<InboundFacts>({
    message: fc.record({
      identification: fc.constantFrom('IDENTIFIED', 'MATCHED', 'NONE'),
      confidence: fc.constantFrom(...CONFIDENCES),
      confidenceReasons: fc.constantFrom([], ['DMARC passed.']),
      own: rarely(fc.constant(true)).map((own) => own === true),
      deliveryReport: rarely(fc.record({ matched: fc.boolean() })),
      automatic: rarely(fc.constant('null sender')),
      malformed: rarely(fc.constant('two From headers')),
      ticketLastHour: fc.constantFrom(0, 1, 1, 1, 1, 1, 1, 1, 61),
      lastHour: fc.constantFrom(0, 1, 1, 1, 1, 1, 1, 1, 3, 50_000),
      to: recipients(known),
      cc: recipients(known),
      commands,
      lookups: anyPolicy.map((policy) => ({
        people: [
          { value: 'p1', found: known.filter(({ name }) => name === 'p1') },
          { value: addressOf('p2'), found: known.filter(({ id }) => id === 'p2') },
        ],
        departments: [{ slug: 'other', id: 'department-other', name: 'Other', policy }],
      })),
      namedInAnswered: fc.oneof(
        fc.constant(null),
        ids.map((chosen) => chosen.map(addressOf)),
      ),
      repeatsInternal: fc.boolean(),
      forward: fc.boolean(),
      forwarded: fc.oneof(
        fc.constant(null),
        one.map((party) => ({ address: addressOf(party.id), name: party.name, party })),
        fc.constant({ address: 'x@elsewhere.test', name: '', party: null }),
      ),
      recovered: rarely(
        fc.record({
          suspendedBy: fc.subarray(['rate-limit', 'sender-unproven', 'outsider-unidentified', 'otherwise', 'cc-limit']),
        }),
      ),
    }),
    author: fc.oneof(
      { weight: 6, arbitrary: one.map((party) => ({ address: addressOf(party.id), name: party.name, party })) },
      fc.constant({ address: 'x@elsewhere.test', name: '', party: null }),
    ),
    ticket: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      {
        weight: 5,
        arbitrary: fc.record({
          status: fc.constantFrom(...TICKET_STATUSES),
          tags: fc.constantFrom([], ['roof', 'vip']),
          departmentId: fc.constantFrom(CLAIMS, 'department-other'),
          requester: one,
          assigneeId: fc.oneof(fc.constant(null), fc.constantFrom(...IDS)),
          ccs: fc.subarray([...known], { maxLength: 2 }),
          followerIds: ids,
          hasPublicComment: fc.boolean(),
          removedByAgentIds: ids,
        }),
      },
    ),
    department: fc.record({
      id: fc.constant(CLAIMS),
      policy: anyPolicy,
      supportAddresses: fc.constant([SUP]),
    }),
    side: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: sideOf(known) }),
  });
});

function sideOf(known: readonly Party[]): Arbitrary<InboundSideFacts> {
  return fc.record({
    subject: fc.constant('Survey'),
    state: fc.constantFrom(...SIDE_STATES),
    participants: fc
      .subarray([...known], { maxLength: 3 })
      .chain((chosen) =>
        fc.tuple(
          ...chosen.map((person) =>
            fc
              .constantFrom(...SIDE_HEADERS)
              .map((header) => ({ person, address: person.address ?? addressOf(person.id), header })),
          ),
        ),
      ),
  });
}

export const anyToldEvent: Arbitrary<ToldEvent> = people.chain((known) => {
  const some = fc.subarray([...known]);
  const one = fc.constantFrom(...known);
  const ids = some.map((chosen) => chosen.map(({ id }) => id));
  return fc.record<ToldEvent>({
    kind: fc.constantFrom(...TOLD_EVENT_KINDS),
    visibility: fc.constantFrom(...VISIBILITIES),
    via: fc.constantFrom(...VIAS),
    author: fc.oneof(fc.constant(null), one),
    actsAs: fc.constantFrom(...ACTS_AS),
    confidence: fc.constantFrom(null, ...CONFIDENCES),
    mailRecipients: ids.map((chosen) => chosen.map(addressOf)),
    writesOutside: fc.constantFrom('ALL', 'NOBODY', 'NOT_RECIPIENTS'),
    ticket: fc.record({
      status: fc.constantFrom(...TICKET_STATUSES),
      subject: fc.string(),
      priority: fc.constantFrom(...TICKET_PRIORITIES),
      tags: fc.subarray(['roof', 'vip']),
      requester: one,
      assignee: fc.oneof(fc.constant(null), one),
      ccs: some,
      followers: some,
    }),
    policy: anyPolicy,
    newCcIds: ids,
    leftOutIds: ids,
    triggers: fc.subarray(TRIGGERS),
  });
});
