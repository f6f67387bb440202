import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MERGE_CCS_FROM,
  MERGE_RULES,
  mergedCcs,
  whyNotMerge,
  type MergeFacts,
  type MergingTicket,
  type Party,
  type PolicyChange,
} from '../src/index.ts';
import { anyPolicy, people } from './arbitrary.ts';
import { A, C1, C2, F, G, L, policyWith, R, SUP } from './example.ts';

const DAN: Party = { ...C1, id: 'dan', name: 'dan', address: 'dan@example.org' };

const ticket = (given: Partial<MergingTicket> = {}): MergingTicket => ({
  requester: R,
  ccs: [],
  removedCcIds: [],
  ...given,
});

function facts(given: {
  source?: Partial<MergingTicket>;
  target?: Partial<MergingTicket>;
  from?: MergeFacts['ccsFrom'];
  policy?: PolicyChange;
}): MergeFacts {
  const { cc, merge } = given.policy ?? {};
  const policy = policyWith('COPYDESK', { ...given.policy, merge: merge ?? {}, cc: { enabled: true, ...cc } });
  return {
    source: ticket({ requester: DAN, ...given.source }),
    target: ticket(given.target),
    department: { policy, supportAddresses: [SUP] },
    actor: G,
    via: 'CONSOLE',
    ccsFrom: given.from ?? null,
  };
}

const PICK: PolicyChange = { merge: { ccPolicy: 'PICK_ONE' } };
const NONE: PolicyChange = { merge: { ccPolicy: 'NONE' } };

/** `+carl -cleo`, `carl LIMIT`, `!carl` for sticky. */
function seen(given: Parameters<typeof facts>[0]): string[] {
  const { add, remove, notCopied, stickyIds } = mergedCcs(facts(given));
  return [
    ...add.map(({ party, rule }) => `+${party.id} ${rule}`),
    ...remove.map(({ party, rule }) => `-${party.id} ${rule}`),
    ...notCopied.map(({ party, reason }) => `${party.id} ${reason}`),
    ...stickyIds.map((id) => `!${id}`),
  ];
}

describe('who is CC after a merge', () => {
  it.each<[string, Parameters<typeof facts>[0], string[]]>([
    [
      'a union: the old requester first, then the CCs of the source',
      { source: { ccs: [C1] }, target: { ccs: [C2] } },
      ['+dan merge-old-requester', '+carl merge-cc'],
    ],
    ['the same requester is none', { source: { requester: R, ccs: [C1] } }, ['+carl merge-cc']],
    [
      'who is CC or requester of the target already changes nothing',
      { source: { ccs: [R, C1, DAN] }, target: { ccs: [C1] } },
      ['+dan merge-old-requester'],
    ],
    ['the old requester is CC of the target', { target: { ccs: [DAN] } }, []],
    [
      'the limit, which shuts out the requester last',
      { source: { ccs: [C1, C2] }, target: { ccs: [A] }, policy: { cc: { maxPerTicket: 2 } } },
      ['+dan merge-old-requester', 'carl LIMIT', 'cleo LIMIT'],
    ],
    [
      'a ticket over the limit keeps its CCs and takes no more',
      { target: { ccs: [C1, C2] }, policy: { cc: { maxPerTicket: 1 } } },
      ['dan LIMIT'],
    ],
    [
      'kinds and addresses that are never copied',
      {
        source: { ccs: [C1, { ...C2, state: 'DELETED' }, G, L] },
        policy: { cc: { blocklist: 'carl@example.org', allowAgents: false } },
      },
      [
        '+dan merge-old-requester',
        'carl BLOCKED',
        'cleo EXCLUDED_KIND',
        'grace STAFF_NOT_ALLOWED',
        'lena STAFF_NOT_ALLOWED',
      ],
    ],
    [
      'whom an agent removed from the target stays out of a union',
      { source: { ccs: [C1] }, target: { removedCcIds: [C1.id] } },
      ['+dan merge-old-requester', 'carl REMOVED_BY_AGENT'],
    ],
    [
      'whom an agent removed from the source is kept out of the target by mail, unless they are on it',
      { source: { requester: R, removedCcIds: [C1.id, C2.id, R.id] }, target: { ccs: [C2] } },
      ['!carl'],
    ],
    [
      'picked: the source’s, exactly',
      { source: { ccs: [C1, A] }, target: { ccs: [C2, A], removedCcIds: [C1.id] }, from: 'SOURCE', policy: PICK },
      ['+carl merge-cc', '-cleo merge-not-picked', 'dan NOT_PICKED', '!cleo'],
    ],
    [
      'picked: the target’s, exactly',
      { source: { ccs: [C1] }, target: { ccs: [C2] }, from: 'TARGET', policy: PICK },
      ['dan NOT_PICKED', 'carl NOT_PICKED', '!carl'],
    ],
    [
      'picked: room is made by those who go',
      { source: { ccs: [C1] }, target: { ccs: [C2] }, from: 'SOURCE', policy: { ...PICK, cc: { maxPerTicket: 1 } } },
      ['+carl merge-cc', '-cleo merge-not-picked', 'dan NOT_PICKED', '!cleo'],
    ],
    ['none: the target’s stay', { source: { ccs: [C1] }, policy: NONE }, ['dan NOT_PICKED', 'carl NOT_PICKED']],
    [
      'none, whatever is picked',
      { source: { ccs: [C1] }, from: 'SOURCE', policy: NONE },
      ['dan NOT_PICKED', 'carl NOT_PICKED'],
    ],
    [
      'while CCs are off nobody moves',
      { source: { requester: R, ccs: [C1] }, target: { ccs: [C2] }, policy: { cc: { enabled: false } } },
      ['carl CC_DISABLED'],
    ],
    [
      'nor does anybody go, whatever is picked',
      {
        source: { requester: R, ccs: [C1] },
        target: { ccs: [C2] },
        from: 'SOURCE',
        policy: { ...PICK, cc: { enabled: false } },
      },
      ['carl CC_DISABLED'],
    ],
  ])('%s', (_, given, expected) => {
    expect(seen(given)).toEqual(expected);
  });

  it('says in a sentence who was not copied', () => {
    const sentences = (given: Parameters<typeof facts>[0]) =>
      mergedCcs(facts(given)).notCopied.map(({ sentence }) => sentence);
    expect(sentences({ policy: NONE })).toEqual(['dan was not copied: the CCs are those of the other ticket.']);
    expect(sentences({ source: { requester: { ...DAN, name: '' } }, policy: NONE })[0]).toMatch(/^dan@example\.org /);
    expect(sentences({ source: { requester: { ...DAN, name: '', address: null } }, policy: NONE })[0]).toMatch(
      /^This person /,
    );
    expect(sentences({ source: { requester: R, ccs: [C1] }, target: { removedCcIds: [C1.id] } })).toEqual([
      'carl was not copied: an agent had removed them. An agent can add them again.',
    ]);
  });
});

describe('whether two tickets are merged', () => {
  it.each<[string, Parameters<typeof facts>[0], [field: string, message: RegExp] | null]>([
    ['a union needs no word', {}, null],
    ['a union may be named', { from: 'UNION' }, null],
    ['a union is not picked', { from: 'SOURCE' }, ['ccsFrom', /CCs of both/u]],
    ['a pick is needed', { policy: PICK }, ['ccsFrom', /SOURCE or TARGET/u]],
    ['a pick is no union', { policy: PICK, from: 'UNION' }, ['ccsFrom', /SOURCE or TARGET/u]],
    ['a pick', { policy: PICK, from: 'TARGET' }, null],
    ['another pick', { policy: PICK, from: 'SOURCE' }, null],
    ['nobody is copied', { policy: NONE }, null],
    ['nobody is copied, said so', { policy: NONE, from: 'TARGET' }, null],
    ['nobody is copied, asked otherwise', { policy: NONE, from: 'SOURCE' }, ['ccsFrom', /copies nobody/u]],
    ['other requesters', { policy: { merge: { crossRequester: false } } }, ['targetId', /same requester/u]],
    ['the same one', { source: { requester: R }, policy: { merge: { crossRequester: false } } }, null],
    ['other requesters, CCs off', { policy: { cc: { enabled: false } } }, ['targetId', /CCs are on/u]],
    ['CCs off: nothing to pick', { source: { requester: R }, policy: { ...PICK, cc: { enabled: false } } }, null],
  ])('%s', (_, given, expected) => {
    const why = whyNotMerge(facts(given));
    expect(why?.field).toBe(expected?.[0]);
    if (expected) expect(why?.message).toMatch(expected[1]);
  });
});

const anyFacts = people.chain((all) => {
  const some = fc.subarray([...all]);
  const anyTicket = fc.record<MergingTicket>({
    requester: fc.constantFrom(...all),
    ccs: some,
    removedCcIds: some.map((removed) => removed.map(({ id }) => id)),
  });
  return fc.record<MergeFacts>({
    source: anyTicket,
    target: anyTicket,
    department: fc.record({ policy: anyPolicy, supportAddresses: fc.constant([SUP]) }),
    actor: fc.constantFrom(G, F),
    via: fc.constantFrom('CONSOLE', 'API'),
    ccsFrom: fc.constantFrom(null, ...MERGE_CCS_FROM),
  });
});

it('loses nobody, doubles nobody, and never grows beyond the limit', () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const { add, remove, notCopied, stickyIds } = mergedCcs(given);
      const { source, target, department } = given;
      const removed = new Set(remove.map(({ party }) => party.id));
      const added = add.map(({ party }) => party.id);
      const before = target.ccs.map(({ id }) => id);
      const after = [...before.filter((id) => !removed.has(id)), ...added];
      expect(new Set(after).size).toBe(after.length);
      expect(added).not.toContain(target.requester.id);
      if (added.length > 0) {
        expect(department.policy.cc.enabled).toBe(true);
        expect(after.length).toBeLessThanOrEqual(department.policy.cc.maxPerTicket);
      }
      const accounted = new Set([target.requester.id, ...before, ...after, ...notCopied.map(({ party }) => party.id)]);
      for (const { id } of [source.requester, ...source.ccs]) expect(accounted).toContain(id);
      for (const id of stickyIds) expect([target.requester.id, ...after]).not.toContain(id);
      for (const id of removed) expect([...stickyIds, target.requester.id]).toContain(id);
      for (const { rule } of [...add, ...remove]) expect(MERGE_RULES).toContain(rule);
      expect(mergedCcs(given)).toEqual({ add, remove, notCopied, stickyIds });
    }),
  );
});
