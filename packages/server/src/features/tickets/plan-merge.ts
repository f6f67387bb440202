import {
  mayFollow,
  mergedCcs,
  whoIsToldOf,
  type MergeCcsFrom,
  type MergedCcs,
  type Party,
  type Told,
} from '@copydesk/rules';
import { v7 } from 'uuid';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { NewComment, PlannedEvent, TicketPlan } from './ticket-plan.ts';
import type { TicketState } from './ticket-state.ts';

/** The same for `whyNotMerge` and `mergedCcs`: the department is the target's. */
export function mergeFactsOf(source: TicketState, target: TicketState, actor: Viewer, ccsFrom: MergeCcsFrom | null) {
  const { policy } = target.department;
  return {
    source,
    target,
    department: { policy, supportAddresses: target.deskAddresses },
    actor,
    via: viaOf(actor),
    ccsFrom,
  };
}

/** What a merge does to both tickets. Pure but for the ids of the notes. */
export function planMerge(
  source: TicketState,
  target: TicketState,
  actor: Viewer,
  ccsFrom: MergeCcsFrom | null,
): { source: TicketPlan; target: TicketPlan; ccs: MergedCcs } {
  const ccs = mergedCcs(mergeFactsOf(source, target, actor, ccsFrom));
  const followers = joiningFollowers(source, target);
  const told = {
    target: toldOf(target, actor, [...target.followers, ...followers]),
    source: toldOf(source, actor, []),
  };
  // One mail for each: whoever hears of it on the ticket that goes on, hears of it there.
  const toldBySource = told.source.filter((one) => !told.target.some(({ personId }) => personId === one.personId));
  return {
    ccs,
    source: planSource(source, target, actor, toldBySource),
    target: planTarget(source, target, actor, { ccs, followers, told: told.target }),
  };
}

function planSource(source: TicketState, target: TicketState, actor: Viewer, told: readonly Told[]): TicketPlan {
  const text =
    `${actor.name} merged this ticket into ${nameOf(target)}. It is closed for good: ` +
    'answers to its mails go to that ticket from now on.';
  const comment = noteOf(text, told);
  const changed = { status: { from: source.status, to: 'CLOSED' } };
  return {
    ticketId: source.id,
    expectSeq: source.seq,
    actorId: actor.id,
    set: { status: 'CLOSED', mergedIntoId: target.id },
    comment,
    events: [
      noted(comment),
      { type: 'ticket.merged', public: true, data: { mergedIntoId: target.id } },
      { type: 'ticket.changed', public: true, data: { changed, rule: 'merged' } },
    ],
  };
}

function planTarget(
  source: TicketState,
  target: TicketState,
  actor: Viewer,
  { ccs, followers, told }: { ccs: MergedCcs; followers: readonly Party[]; told: readonly Told[] },
): TicketPlan {
  const via = viaOf(actor);
  const text = [
    `${actor.name} merged ${nameOf(source)} into this ticket. What was written there stays there.`,
    listed('Now copied', ccs.add),
    listed('No longer copied', ccs.remove),
    listed('Not copied', ccs.notCopied),
  ];
  const notCopied = ccs.notCopied.map(({ party, reason, sentence }) => {
    return { address: party.address ?? party.name, reason, sentence };
  });
  const comment = { ...noteOf(text.filter(Boolean).join('\n'), told), notCopied };
  const restricted = new Set(source.ccs.filter((cc) => !cc.helpCenterAccess).map(({ id }) => id));
  return {
    ticketId: target.id,
    expectSeq: target.seq,
    actorId: actor.id,
    via,
    comment,
    addCcs: ccs.add.map(({ party, rule }) => ({
      personId: party.id,
      via,
      cause: { rule, commentId: comment.id },
      // Whom an agent barred from the one, the merge does not let into the other.
      helpCenterAccess: !restricted.has(party.id),
    })),
    removeCcs: ccs.remove.map(({ party }) => ({ personId: party.id, sticky: false })),
    stickCcs: ccs.stickyIds,
    mergeFromId: source.id,
    addFollowers: followers.map(({ id }) => ({
      personId: id,
      via,
      cause: { rule: 'merge-follower', commentId: comment.id },
    })),
    events: [
      noted(comment),
      { type: 'ticket.merged', public: false, data: { mergedFromId: source.id } },
      ...ccs.remove.map(({ party, rule }) => ccEvent('cc.removed', party, rule)),
      ...ccs.add.map(({ party, rule }) => ccEvent('cc.added', party, rule)),
      ...followers.map(({ id }): PlannedEvent => ({ type: 'follower.added', public: false, data: { personId: id } })),
    ],
  };
}

/** Followers of the source who do not follow the target yet, and may. */
function joiningFollowers(source: TicketState, { followers, department }: TicketState): Party[] {
  return source.followers
    .filter((party) => !followers.some(({ id }) => id === party.id))
    .filter((party) => mayFollow({ party, department, actor: null }).ok);
}

/** Assignee and followers hear of a merge by its note (decision.md, table 4). */
function toldOf(ticket: TicketState, actor: Viewer, followers: readonly Party[]): readonly Told[] {
  return whoIsToldOf({
    kind: 'MERGED',
    visibility: 'INTERNAL',
    via: viaOf(actor),
    author: actor,
    actsAs: 'STAFF',
    confidence: null,
    mailRecipients: [],
    writesOutside: 'NOBODY',
    ticket: { ...ticket, followers },
    policy: ticket.department.policy,
    triggers: ticket.department.triggers,
    newCcIds: [],
  }).told;
}

/** The desk's own: nobody can edit it. */
function noteOf(bodyText: string, told: readonly Told[]): NewComment {
  return { id: v7(), authorId: null, visibility: 'INTERNAL', bodyText, via: 'SYSTEM', told };
}

function noted({ id }: NewComment): PlannedEvent {
  return { type: 'comment.added', public: false, data: { commentId: id } };
}

function ccEvent(type: 'cc.added' | 'cc.removed', party: Party, rule: string): PlannedEvent {
  return { type, public: true, data: { personId: party.id, rule } };
}

function nameOf({ number, subject }: TicketState): string {
  return `#${number} “${subject}”`;
}

function listed(label: string, people: readonly { party: Party }[]): string {
  const names = people.map(({ party }) => party.name || party.address);
  return names.length > 0 ? `${label}: ${names.join(', ')}.` : '';
}
