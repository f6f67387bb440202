import { effectiveCcs } from './copying.ts';
import type { DepartmentPolicy } from './policy.ts';
import { statusAfter } from './status.ts';
import { whoIsToldOf, whyUnreachable, type ToldTicket, type WhoIsTold } from './told.ts';
import type { Trigger } from './triggers.ts';
import { isStaff } from './vocabulary.ts';
import type { Party, TicketStatus, Via, Visibility } from './vocabulary.ts';

/**
 * The visible headers of every customer's copy: the requester in To, all CCs in Cc, staff among them, whoever of them
 * gets a copy (seeds/001: "agents are not copied separately"). Followers are never in them.
 */
export function visibleHeaders(
  ticket: Pick<ToldTicket, 'requester' | 'ccs'>,
  policy: DepartmentPolicy,
): { to: readonly Party[]; cc: readonly Party[] } {
  const reachable = (person: Party): boolean => whyUnreachable(person) === null;
  const cc = effectiveCcs(ticket.ccs, policy).filter((person) => person.id !== ticket.requester.id);
  return { to: [ticket.requester].filter(reachable), cc: cc.filter(reachable) };
}

/** A reply that is being written in the console or over the API. */
export type ReplyDraft = {
  author: Party;
  visibility: Visibility;
  /** New CCs; somebody the desk does not know yet has any unique id and the role END_USER. */
  addCcs: readonly Party[];
  removeCcIds: readonly string[];
  via: Via;
  /** The status that the author chose beside it. */
  status?: TicketStatus | null;
};

export type ReplyPreview = WhoIsTold & {
  /** Visible headers of the customers' copies; empty for a note. */
  to: readonly Party[];
  cc: readonly Party[];
  /** The ticket's CCs afterwards. */
  ccsAfter: readonly Party[];
  /** Left out of this one reply, still CC of the ticket. */
  leftOutIds: readonly string[];
};

/** Who would get a reply, in which header and why: the composer and `previewReply` ask the same. */
export function previewOf(
  draft: ReplyDraft,
  ticket: ToldTicket,
  { policy, triggers }: { policy: DepartmentPolicy; triggers: readonly Trigger[] },
): ReplyPreview {
  const isPublic = draft.visibility === 'PUBLIC';
  const known = new Set(ticket.ccs.map((person) => person.id));
  const added = isPublic ? draft.addCcs.filter((person) => !known.has(person.id)) : [];
  const dropped = isPublic ? draft.removeCcIds.filter((id) => known.has(id)) : [];
  const endsCc = policy.cc.removeViaReplyEditor;
  const ccsAfter = [...ticket.ccs, ...added].filter((person) => !(endsCc && dropped.includes(person.id)));
  const leftOutIds = endsCc ? [] : dropped;
  const { told, untold } = whoIsToldOf({
    kind: 'COMMENT_ADDED',
    visibility: draft.visibility,
    via: draft.via,
    author: draft.author,
    actsAs: isStaff(draft.author) ? 'STAFF' : 'CUSTOMER',
    confidence: null,
    mailRecipients: [],
    writesOutside: 'ALL',
    ticket: { ...ticket, ccs: ccsAfter, status: statusWith(draft, ticket, policy) },
    policy,
    triggers,
    newCcIds: added.map((person) => person.id),
    leftOutIds,
  });
  const named = ccsAfter.filter((person) => !leftOutIds.includes(person.id));
  const headers = isPublic ? visibleHeaders({ requester: ticket.requester, ccs: named }, policy) : { to: [], cc: [] };
  return { told, untold, ...headers, ccsAfter, leftOutIds };
}

/** Triggers look at the ticket as the reply leaves it. */
function statusWith(
  { author, visibility, via, status }: ReplyDraft,
  ticket: ToldTicket,
  policy: DepartmentPolicy,
): TicketStatus {
  const actsAs = author.id === ticket.requester.id || !isStaff(author) ? 'CUSTOMER' : 'STAFF';
  const facts = { visibility, actsAs, via, automatic: false, chosen: status ?? null, mailRule: null, policy } as const;
  return statusAfter({ ...facts, current: ticket.status })?.status ?? ticket.status;
}
