import { mayCopy } from './copying.ts';
import type { DepartmentPolicy } from './policy.ts';
import type { NotCopiedReason, Party, Via } from './vocabulary.ts';

/** Whose CCs the merged ticket has, as whoever merges says it. */
export const MERGE_CCS_FROM = ['UNION', 'SOURCE', 'TARGET'] as const;
export type MergeCcsFrom = (typeof MERGE_CCS_FROM)[number];

/** Who takes part in one of the two tickets. */
export type MergingTicket = {
  requester: Party;
  ccs: readonly Party[];
  /** CCs whom an agent removed (sticky). */
  removedCcIds: readonly string[];
};

/** Two tickets before their merge. The department is the target's: its ticket goes on. */
export type MergeFacts = {
  source: MergingTicket;
  target: MergingTicket;
  department: { policy: DepartmentPolicy; supportAddresses: readonly string[] };
  actor: Party;
  via: Via;
  /** Null: left out. */
  ccsFrom: MergeCcsFrom | null;
};

export type MergedCcs = {
  /** Who become CCs of the target, in this order. */
  add: readonly { party: Party; rule: string }[];
  /** Who stop being its CCs. */
  remove: readonly { party: Party; rule: string }[];
  /** Who took part in the source and do not in the target. */
  notCopied: readonly { party: Party; reason: NotCopiedReason; sentence: string }[];
  /** Whom an old Reply-all does not bring into the target: whom an agent removed or left out, and is no CC of it. */
  stickyIds: readonly string[];
};

/** What `ccsFrom` may be, by `merge.ccPolicy`, and what to say otherwise. */
const CHOICES: Readonly<
  Record<DepartmentPolicy['merge']['ccPolicy'], { from: readonly (MergeCcsFrom | null)[]; remedy: string }>
> = {
  UNION_PLUS_OLD_REQUESTER: {
    from: [null, 'UNION'],
    remedy: 'In this department a merged ticket has the CCs of both: leave ccsFrom out, or say UNION.',
  },
  PICK_ONE: { from: ['SOURCE', 'TARGET'], remedy: 'Choose whose CCs the merged ticket has: SOURCE or TARGET.' },
  NONE: {
    from: [null, 'TARGET'],
    remedy: 'In this department a merge copies nobody: leave ccsFrom out, or say TARGET.',
  },
};

/** Why the two cannot be merged that way, in a sentence with the remedy; null: they can. */
export function whyNotMerge(facts: MergeFacts): { field: 'ccsFrom' | 'targetId'; message: string } | null {
  const { merge, cc } = facts.department.policy;
  if (facts.source.requester.id !== facts.target.requester.id) {
    if (!merge.crossRequester) {
      return { field: 'targetId', message: 'In this department only tickets of the same requester are merged.' };
    }
    if (!cc.enabled) {
      const message = 'Tickets of different requesters are merged only where CCs are on. An admin can turn them on.';
      return { field: 'targetId', message };
    }
  }
  if (!cc.enabled) return null;
  const { from, remedy } = CHOICES[merge.ccPolicy];
  return from.includes(facts.ccsFrom) ? null : { field: 'ccsFrom', message: remedy };
}

type Wish = { party: Party; rule: 'merge-old-requester' | 'merge-cc' };

/** Who is CC of the target afterwards (settled 8; seeds/002: "select the CC address from one of the original tickets"). */
export function mergedCcs(facts: MergeFacts): MergedCcs {
  const { source, target, ccsFrom } = facts;
  const picks = picksOne(facts);
  const remove = picks && ccsFrom === 'SOURCE' ? target.ccs.filter((cc) => !source.ccs.some(isSame(cc))) : [];
  const stays = target.ccs.filter((cc) => !remove.some(isSame(cc)));
  const add: Wish[] = [];
  const notCopied: MergedCcs['notCopied'][number][] = [];
  for (const wish of wishesOf(source)) {
    if (wish.party.id === target.requester.id || target.ccs.some(isSame(wish.party))) continue;
    const refused = whyNotCopied(facts, wish, stays.length + add.length);
    if (refused) notCopied.push({ party: wish.party, ...refused });
    else add.push(wish);
  }
  const after = new Set([target.requester, ...stays, ...add.map(({ party }) => party)].map(({ id }) => id));
  const leftOut = picks ? [...remove, ...source.ccs].map(({ id }) => id) : [];
  const sticky = new Set([...source.removedCcIds, ...leftOut]);
  return {
    add,
    remove: remove.map((party) => ({ party, rule: 'merge-not-picked' })),
    notCopied,
    stickyIds: [...sticky].filter((id) => !after.has(id)),
  };
}

/** Those who may become CCs, the old requester first: they asked. */
function wishesOf({ requester, ccs }: MergingTicket): Wish[] {
  const others = ccs.filter((cc) => cc.id !== requester.id);
  return [
    { party: requester, rule: 'merge-old-requester' },
    ...others.map((party): Wish => ({ party, rule: 'merge-cc' })),
  ];
}

type Refused = { reason: NotCopiedReason; sentence: string };

function whyNotCopied(facts: MergeFacts, { party, rule }: Wish, ccCount: number): Refused | null {
  const { target, department, actor, via } = facts;
  const name = party.name || party.address || 'This person';
  if (department.policy.cc.enabled && !isWanted(facts, rule)) {
    return { reason: 'NOT_PICKED', sentence: `${name} was not copied: the CCs are those of the other ticket.` };
  }
  // Whoever picks the CCs by hand brings back whom they will; a union is no word about this person.
  if (!picksOne(facts) && target.removedCcIds.includes(party.id)) {
    return {
      reason: 'REMOVED_BY_AGENT',
      sentence: `${name} was not copied: an agent had removed them. An agent can add them again.`,
    };
  }
  const verdict = mayCopy({
    address: party.address,
    party,
    ticket: { ccCount, requesterId: target.requester.id },
    department,
    actor,
    via,
  });
  return verdict.ok ? null : { reason: verdict.reason, sentence: verdict.message };
}

/** Does the policy, or who merges, want people of the source like this one? */
function isWanted({ department, ccsFrom }: MergeFacts, rule: Wish['rule']): boolean {
  const { ccPolicy } = department.policy.merge;
  if (ccPolicy === 'UNION_PLUS_OLD_REQUESTER') return true;
  return ccPolicy === 'PICK_ONE' && ccsFrom === 'SOURCE' && rule === 'merge-cc';
}

function picksOne({ department: { policy } }: MergeFacts): boolean {
  return policy.cc.enabled && policy.merge.ccPolicy === 'PICK_ONE';
}

const isSame =
  (one: Party) =>
  (other: Party): boolean =>
    one.id === other.id;

/** The ids of the rules above, for the documentation's test. */
export const MERGE_RULES = ['merge-cc', 'merge-old-requester', 'merge-not-picked'] as const;
