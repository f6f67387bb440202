import fc, { type Arbitrary } from 'fast-check';
import {
  ACTIONS,
  addressDomain,
  applyPreset,
  blockEntries,
  blockEntry,
  blockedBy,
  canonicalAddress,
  changePolicy,
  decideInbound,
  freshPolicy,
  isBlocked,
  lineOf,
  may,
  mayCopy,
  mayFollow,
  participationSentence,
  PARTICIPATION_CHANGES,
  policyInvariants,
  policyKeys,
  PRESET_POLICIES,
  presetOf,
  readMailCommands,
  repeatsInternal,
  senderConfidence,
  statusAfter,
  supportAddressOf,
  TAKING_PART_AS,
  valueOf,
  VIAS,
  VISIBILITIES,
  whoIsToldOf,
  whyMayNot,
  withBlocked,
  withoutBlocked,
  type CopyRequest,
  type NamedPreset,
  type Party,
  type StatusFacts,
  type Subject,
} from '../src/index.ts';
import { anyInboundFacts, anyPolicy, anyToldEvent, people } from './arbitrary.ts';
import { CLAIMS, SUP } from './example.ts';
import { COMMAND_TEXTS, LEAK_TEXTS, POLICY_CHANGES, STATUS_FACTS } from './pinned-inputs.ts';

const json = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

/** Two FNV-1a hashes of 32 bits: enough to notice a change. */
function digest(value: unknown): string {
  const text = json(value);
  let [one, other] = [0x811c9dc5, 0x01000193];
  for (let at = 0; at < text.length; at += 1) {
    one = Math.imul(one ^ text.charCodeAt(at), 0x01000193);
    other = Math.imul(other ^ text.charCodeAt(text.length - 1 - at), 0x01000193);
  }
  return [one, other].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

const sample = <T>(arbitrary: Arbitrary<T>, count: number): T[] => fc.sample(arbitrary, { numRuns: count, seed: 7 });

/** A request to copy somebody, as mails and calls make them. */
const anyCopyRequest: Arbitrary<CopyRequest> = fc.tuple(people, anyPolicy).chain(([known, policy]) => {
  const one = fc.oneof({ weight: 6, arbitrary: fc.constantFrom<Party | null>(...known) }, fc.constant(null));
  return fc.record<CopyRequest>({
    address: fc.constantFrom('p1@example.org', 'x@elsewhere.test', SUP, 'claims+abc@desk.test', 'not an address', null),
    party: one,
    ticket: fc.record({
      ccCount: fc.constantFrom(0, 1, 2, 500),
      requesterId: fc.constantFrom('p1', null),
      isCcAlready: fc.oneof({ weight: 6, arbitrary: fc.constant(false) }, fc.constant(true)),
      stickyRemoved: fc.boolean(),
    }),
    department: fc.constant({
      policy: { ...policy, cc: { ...policy.cc, enabled: policy.cc.enabled || policy.cc.portalAccess } },
      supportAddresses: [SUP],
    }),
    actor: one,
    via: fc.constantFrom(...VIAS),
  });
});

function presets(): string[] {
  const named = Object.entries({ ...PRESET_POLICIES, FRESH: freshPolicy() });
  return policyKeys.flatMap(({ key }) => named.map(([name, policy]) => `${key} ${name} ${json(valueOf(policy, key))}`));
}

function keys(): string[] {
  return [...policyKeys.map(json), ...policyInvariants.map(json)];
}

function policyChanges(): string[] {
  const applied = (['COPYDESK', 'ZENDESK', 'ZOHO_DESK', 'LIVEAGENT'] as NamedPreset[]).flatMap((preset) =>
    [true, false].map((confirmCc) => {
      const result = applyPreset(freshPolicy(), preset, { confirmCc });
      return `${preset} ${confirmCc} ${presetOf(result.policy)} ${json(result.changed)}`;
    }),
  );
  const changed = POLICY_CHANGES().map((change) => {
    const result = changePolicy(freshPolicy(), change);
    const outcome = result.ok ? { changed: result.changed, preset: presetOf(result.policy) } : result.errors;
    return `${json(change).slice(0, 120)} ${json(outcome)}`;
  });
  return [...applied, ...changed];
}

/** Rights by hand, role and relation; and the sentence with which it is refused. */
function rights(): string[] {
  const ticket = (more: object) => ({
    departmentId: CLAIMS,
    requesterId: 'nobody',
    assigneeId: null,
    ccIds: [],
    followerIds: [],
    restrictedIds: [],
    ccsMaySee: true,
    customersMaySee: true,
    agentAsRequester: 'SHOW_ALL' as const,
    ...more,
  });
  const relations = [
    {},
    { departmentId: 'elsewhere' },
    { requesterId: 'me' },
    { requesterId: 'me', agentAsRequester: 'HIDE_ALL' },
    { requesterId: 'me', agentAsRequester: 'HIDE_PRIVATE_GROUPS', departmentId: 'elsewhere' },
    { assigneeId: 'me', departmentId: 'elsewhere' },
    { ccIds: ['me'], departmentId: 'elsewhere' },
    { ccIds: ['me'], restrictedIds: ['me'] },
    { ccIds: ['me'], ccsMaySee: false },
    { ccIds: ['me'], customersMaySee: false },
    { followerIds: ['me'], departmentId: 'elsewhere' },
  ];
  const roles = ['ADMIN', 'AGENT', 'LIGHT_AGENT', 'END_USER'] as const;
  const actors = roles.flatMap((role) =>
    [true, false].map((mayCommentPublicly) => ({
      id: 'me',
      role,
      state: 'ACTIVE' as const,
      departmentIds: role === 'END_USER' ? [] : [CLAIMS],
      mayCommentPublicly,
    })),
  );
  const subjects = relations.flatMap((more) =>
    VISIBILITIES.flatMap((visibility) =>
      ['me', 'other'].map((authorId) => ({
        ticket: ticket(more),
        comment: { visibility, authorId },
        departmentId: ticket(more).departmentId,
        personId: authorId,
      })),
    ),
  ) as unknown as Subject[];
  return ACTIONS.flatMap((action) =>
    actors.map((actor) => {
      const allowed = subjects.map((subject) => (may(actor, action, subject) ? '1' : '0')).join('');
      const why = [...new Set(subjects.map((subject) => whyMayNot(actor, action, subject)))].join(' / ');
      return `${action} ${actor.role}${actor.mayCommentPublicly ? '' : ' (no public comments)'} ${allowed} ${why}`;
    }),
  );
}

function confidences(): string[] {
  const dmarcs = ['pass', 'fail', 'none', 'temperror'] as const;
  const policies = ['none', 'quarantine', 'reject', null] as const;
  const replyAddresses = [
    null,
    { issuedTo: 'ann@example.org', seenByOutsiders: false, staff: false },
    { issuedTo: 'ann@example.org', seenByOutsiders: true, staff: false },
    { issuedTo: 'ann@example.org', seenByOutsiders: true, staff: true },
    { issuedTo: 'other@example.org', seenByOutsiders: true, staff: true },
  ];
  const replyTos = [
    null,
    { address: 'ann@example.org', staff: false },
    { address: 'b@example.org', staff: false },
    { address: 'ada@staff.test', staff: true },
  ];
  return dmarcs.flatMap((dmarc) =>
    policies.flatMap((dmarcPolicy) =>
      replyAddresses.flatMap((replyAddress) =>
        replyTos.flatMap((replyTo) =>
          [true, false].map((fromIsStaff) => {
            const rest = { spf: 'none', dkim: 'none', from: 'ann@example.org' } as const;
            return json(senderConfidence({ ...rest, dmarc, dmarcPolicy, replyAddress, replyTo, fromIsStaff }));
          }),
        ),
      ),
    ),
  );
}

function addresses(): string[] {
  const given = ['A@B.test', ' a@b.test ', 'a', '@b.test', 'a@x.b.test', 'a@xb.test', 'a+tag@b.test', '+a@b.test', ''];
  const lists = ['', 'b.test', '@b.test', 'a@b.test', 'x.test,b.test;c.test\nd.test', '@', ' , '];
  return given.flatMap((address) => [
    json([address, canonicalAddress(address), addressDomain(address), blockEntry(address)]),
    json(['b.test', 'a@b.test', 'A@b.test '].map((support) => supportAddressOf(address, [support]))),
    ...lists.map((list) =>
      json([
        isBlocked(address, list),
        blockEntries(list),
        withBlocked(list, address),
        withoutBlocked(list, address),
        blockedBy(list, address),
      ]),
    ),
  ]);
}

function ledger(): string[] {
  const rules = [
    'cc-by-mail',
    'to-becomes-cc',
    'staff-cc-follows',
    'replying-agent-follows',
    'cc-dropped',
    'new-requester',
    'third-party-accepted',
    'merge-cc',
    'merge-old-requester',
    'merge-follower',
    'merge-not-picked',
    'trigger',
    'mail-command',
    'another',
    null,
  ];
  return PARTICIPATION_CHANGES.flatMap((change) =>
    TAKING_PART_AS.flatMap((as) =>
      [...VIAS, 'RULE', 'SYSTEM', null].flatMap((via) =>
        rules.flatMap((rule) =>
          [null, 'Ada'].flatMap((by) =>
            [true, false].map((bySelf) => participationSentence({ name: 'Rita', by, bySelf, change, as, via, rule })),
          ),
        ),
      ),
    ),
  );
}

/**
 * Inputs are made once, answers each time anew. `pnpm mutate` loads this file again for some mutants: the inputs of the
 * first load do for all.
 */
const made: Map<string, unknown> = ((globalThis as { pinnedInputs?: Map<string, unknown> }).pinnedInputs ??= new Map());

function once<T>(name: string, make: () => T): () => T {
  return () => {
    if (!made.has(name)) made.set(name, make());
    return made.get(name) as T;
  };
}

const requests = once('requests', () => sample(anyCopyRequest, 600));
const messages = once('messages', () => sample(anyInboundFacts, 800));
const toldEvents = once('told', () => sample(anyToldEvent, 500));

/** What the rules say today of many inputs, part by part. */
export const PARTS: ReadonlyMap<string, () => string[]> = new Map([
  ['presets', presets],
  ['keys', keys],
  ['changes of a policy', policyChanges],
  ['rights', rights],
  ['confidence', () => [...new Set(confidences())].toSorted().concat(digest(confidences()))],
  ['addresses', addresses],
  ['ledger', () => [...ledger().filter((_, at) => at % 23 === 0), digest(ledger())]],
  [
    'commands',
    () => COMMAND_TEXTS.map((text) => `${json(text)} ${json(readMailCommands(text))} ${json(linesOf(text))}`),
  ],
  ['leaks', () => byTheDozen(LEAK_TEXTS().map((texts) => (repeatsInternal(...texts) ? 'repeats' : 'new')))],
  ['status', () => byTheDozen(STATUS_FACTS().map((facts: StatusFacts) => shortly(statusAfter(facts))))],
  ['copying', () => copies(requests())],
  ['messages', () => messages().map(messageLine)],
  ['told', () => toldEvents().map((event) => `${event.kind} ${digest(whoIsToldOf(event))}`)],
]);

const shortly = (after: ReturnType<typeof statusAfter>) => (after ? `${after.status}:${after.rule}` : 'as it was');

/** Each refusal in its words, and which request got which. */
function copies(requests: readonly CopyRequest[]): string[] {
  const answers = requests.map((request) => `${json(mayCopy(request))} ${json(followed(request))}`);
  const different = [...new Set(answers)].toSorted();
  return [...different, ...byTheDozen(answers.map((answer) => String(different.indexOf(answer))))];
}

/** Short answers, a dozen in a line. */
function byTheDozen(answers: readonly string[]): string[] {
  return Array.from({ length: Math.ceil(answers.length / 12) }, (_, at) =>
    answers.slice(at * 12, at * 12 + 12).join(' '),
  );
}

const linesOf = (text: string) => readMailCommands(text).commands.map(lineOf);

function followed({ party, department, actor }: CopyRequest) {
  return party && mayFollow({ party, department, actor });
}

function messageLine(facts: Parameters<typeof decideInbound>[0]): string {
  const result = decideInbound(facts);
  return `${result.effect} ${result.decision.rule} ${digest(result)}`;
}

export const asText = (): string => [...PARTS].map(([part, said]) => `# ${part}\n${said().join('\n')}\n`).join('\n');
