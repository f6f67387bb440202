import { effectiveCcs } from './copying.ts';
import type { WritesOutside } from './inbound-facts.ts';
import type { DepartmentPolicy, NotifyEvent, RateWhen } from './policy.ts';
import { asksForRating } from './rating.ts';
import { isStaff } from './vocabulary.ts';
import type { ActsAs, Confidence, Party, Via, Visibility } from './vocabulary.ts';

export const TOLD_EVENT_KINDS = [
  'TICKET_CREATED',
  'COMMENT_ADDED',
  'CC_ADDED',
  'STATUS_CHANGED',
  'ASSIGNED',
  'COMMENT_EDITED',
  'COMMENT_DELETED',
  'RATING_ASKED',
  'RATED',
] as const;
export type ToldEventKind = (typeof TOLD_EVENT_KINDS)[number];

/** Who takes part in a ticket, as the rules that write mails see it. */
export type ToldTicket = {
  requester: Party;
  assignee: Party | null;
  ccs: readonly Party[];
  followers: readonly Party[];
};

/**
 * Something that happened to a ticket. An operation that adds CCs together with a comment or a ticket asks once, with
 * the comment's or the ticket's kind and `newCcIds`; CC_ADDED is for CCs added without one.
 */
export type ToldEvent = {
  kind: ToldEventKind;
  /** Of the comment concerned; for kinds without a comment PUBLIC. */
  visibility: Visibility;
  via: Via;
  /** Who did it; null: the desk itself, or somebody unknown. */
  author: Party | null;
  actsAs: ActsAs;
  /** Of the sender, when a mail caused it; null otherwise. */
  confidence: Confidence | null;
  /** To and Cc of the mail that caused it: canonical addresses (ids of the people behind them count as well). */
  mailRecipients: readonly string[];
  /** As decided for the mail; ALL for everything else. */
  writesOutside: WritesOutside;
  ticket: ToldTicket;
  policy: DepartmentPolicy;
  newCcIds: readonly string[];
  /** CCs whom the author left out of this one reply (`cc.removeViaReplyEditor` off). */
  leftOutIds?: readonly string[];
};

/** COMMENT: the comment; ACKNOWLEDGEMENT: a fixed text, none of theirs; HISTORY: the public comments so far; CHANGE; RATING: asked to rate. */
export type ToldMail = 'COMMENT' | 'ACKNOWLEDGEMENT' | 'HISTORY' | 'CHANGE' | 'RATING';
export type ToldAs = 'REQUESTER' | 'CC' | 'FOLLOWER' | 'ASSIGNEE';
export type ToldHeader = 'TO' | 'CC' | 'HIDDEN';

export type Told = {
  personId: string;
  address: string;
  header: ToldHeader;
  as: ToldAs;
  mail: ToldMail;
  rule: string;
  because: string;
};

/** Somebody who would be written to but cannot be. */
export type Untold = { personId: string; because: string };

export type WhoIsTold = { told: readonly Told[]; untold: readonly Untold[] };

type ToldRow = {
  rule: string;
  as: ToldAs;
  kinds: readonly ToldEventKind[];
  when: (event: ToldEvent, person: Party) => boolean;
  mail: ToldMail | ((event: ToldEvent) => ToldMail);
  /** Also to the author, and to whoever stood in To or Cc of the mail that caused it. */
  evenIfTheyHaveIt?: true;
  because: string;
};

/** Who is written to, strongest reason first. The sources of the table: seeds/000, 001, 002 and 004. */
const ROWS: readonly ToldRow[] = [
  /** A ticket that came in is acknowledged, with a fixed text; an unproven sender gets no answer. */
  {
    rule: 'told-acknowledgement',
    as: 'REQUESTER',
    kinds: ['TICKET_CREATED'],
    when: (event) => isFromOutside(event) && reachesCustomers(event),
    mail: 'ACKNOWLEDGEMENT',
    evenIfTheyHaveIt: true,
    because: 'They wrote to the desk: the ticket is acknowledged.',
  },
  {
    rule: 'told-requester',
    as: 'REQUESTER',
    kinds: ['TICKET_CREATED', 'COMMENT_ADDED'],
    when: (event) => !(event.kind === 'TICKET_CREATED' && isFromOutside(event)) && reachesCustomers(event),
    mail: 'COMMENT',
    because: 'They are the requester, and the comment is public.',
  },
  /** seeds/002: "Edits or deletions of public comments" */
  {
    rule: 'told-requester-of-change',
    as: 'REQUESTER',
    kinds: ['COMMENT_EDITED', 'COMMENT_DELETED'],
    when: (event) => reachesCustomers(event) && isWanted(event),
    mail: 'CHANGE',
    because: 'They are the requester, and a public comment changed.',
  },
  /** seeds/000: "When you add additional CCs, all public responses since the ticket was created are included" */
  {
    rule: 'told-new-cc',
    as: 'CC',
    kinds: ['TICKET_CREATED', 'COMMENT_ADDED', 'CC_ADDED'],
    when: (event, person) => event.newCcIds.includes(person.id) && welcomesNewCcs(event),
    mail: ({ kind, policy }) => (kind === 'CC_ADDED' || policy.cc.fullPublicHistoryForNewCc ? 'HISTORY' : 'COMMENT'),
    evenIfTheyHaveIt: true,
    because: 'They have just been copied: they get the public comments.',
  },
  /** seeds/000: "CCs receive notifications in their email client whenever a public comment is added" */
  {
    rule: 'told-cc',
    as: 'CC',
    kinds: ['TICKET_CREATED', 'COMMENT_ADDED'],
    when: (event) => reachesCustomers(event) && isWanted(event),
    mail: 'COMMENT',
    because: 'They are copied (CC), and the comment is public.',
  },
  /** seeds/002: "Edits or deletions of public comments" */
  {
    rule: 'told-cc-of-change',
    as: 'CC',
    kinds: ['COMMENT_EDITED', 'COMMENT_DELETED'],
    when: (event) => reachesCustomers(event) && isWanted(event),
    mail: 'CHANGE',
    because: 'They are copied (CC), and a public comment changed.',
  },
  /** seeds/002: "happiness ratings either after every reply or upon ticket closure" */
  {
    rule: 'told-requester-rates',
    as: 'REQUESTER',
    kinds: ['RATING_ASKED'],
    when: (event, person) => rates(event, person, event.policy.rating.requester),
    mail: 'RATING',
    because: 'They are the requester, and are asked how it went.',
  },
  {
    rule: 'told-cc-rates',
    as: 'CC',
    kinds: ['RATING_ASKED'],
    when: (event, person) => rates(event, person, event.policy.cc.mayRate),
    mail: 'RATING',
    because: 'They are copied (CC), and are asked how it went.',
  },
  {
    rule: 'told-assignee',
    as: 'ASSIGNEE',
    kinds: [
      'TICKET_CREATED',
      'COMMENT_ADDED',
      'COMMENT_EDITED',
      'COMMENT_DELETED',
      'ASSIGNED',
      'STATUS_CHANGED',
      'RATED',
    ],
    when: (event, person) => isStaff(person) && !(event.kind === 'TICKET_CREATED' && isFromOutside(event)),
    mail: commentOrChange,
    because: 'The ticket is assigned to them.',
  },
  /** seeds/000: "Followers see both public replies and internal notes in their email notifications" */
  {
    rule: 'told-follower',
    as: 'FOLLOWER',
    kinds: [
      'TICKET_CREATED',
      'COMMENT_ADDED',
      'COMMENT_EDITED',
      'COMMENT_DELETED',
      'ASSIGNED',
      'STATUS_CHANGED',
      'RATED',
    ],
    when: (event, person) =>
      isStaff(person) && event.policy.followers.enabled && !(event.kind === 'TICKET_CREATED' && isFromOutside(event)),
    mail: commentOrChange,
    because: 'They follow the ticket, unseen by the others.',
  },
];

const HEADERS: Readonly<Record<ToldAs, ToldHeader>> = {
  REQUESTER: 'TO',
  CC: 'CC',
  ASSIGNEE: 'HIDDEN',
  FOLLOWER: 'HIDDEN',
};

/**
 * Who is written to about something that happened. One message per person, by their strongest reason; never the
 * author (an acknowledgement excepted), nor who stood in To or Cc of the mail that caused it (a new CC's mail
 * excepted); nothing internal to anybody but staff.
 */
export function whoIsToldOf(event: ToldEvent): WhoIsTold {
  const told = new Map<string, Told>();
  const untold = new Map<string, Untold>();
  for (const { person, as } of takingPart(event)) {
    if (told.has(person.id) || untold.has(person.id)) continue;
    const row = ROWS.find((candidate) => candidate.as === as && applies(candidate, event, person));
    if (row === undefined) continue;
    const { rule, because } = row;
    const unreachable = whyUnreachable(person);
    if (unreachable !== null || person.address === null) {
      untold.set(person.id, { personId: person.id, because: unreachable ?? 'They have no address.' });
      continue;
    }
    const mail = typeof row.mail === 'function' ? row.mail(event) : row.mail;
    told.set(person.id, { personId: person.id, address: person.address, header: HEADERS[as], as, mail, rule, because });
  }
  return { told: [...told.values()], untold: [...untold.values()] };
}

function takingPart({ ticket, policy, leftOutIds }: ToldEvent): { person: Party; as: ToldAs }[] {
  const ccs = effectiveCcs(ticket.ccs, policy).filter((person) => !leftOutIds?.includes(person.id));
  return [
    { person: ticket.requester, as: 'REQUESTER' },
    ...ccs.map((person) => ({ person, as: 'CC' as const })),
    ...(ticket.assignee === null ? [] : [{ person: ticket.assignee, as: 'ASSIGNEE' as const }]),
    ...ticket.followers.map((person) => ({ person, as: 'FOLLOWER' as const })),
  ];
}

function applies(row: ToldRow, event: ToldEvent, person: Party): boolean {
  if (!row.kinds.includes(event.kind) || !row.when(event, person)) return false;
  if (row.evenIfTheyHaveIt && row.mail === 'ACKNOWLEDGEMENT') return true;
  if (person.id === event.author?.id) return false;
  const standsInMail = event.mailRecipients.some((one) => one === person.address || one === person.id);
  return row.evenIfTheyHaveIt === true || !standsInMail;
}

function whyUnreachable(person: Party): string | null {
  if (person.state !== 'ACTIVE')
    return `${person.name} is not written to: the contact is ${person.state.toLowerCase()}.`;
  return person.address === null ? `${person.name} cannot be written to: there is no address.` : null;
}

/** It came from a customer's side: their mail, or the help center. */
function isFromOutside({ via }: ToldEvent): boolean {
  return via === 'MAIL' || via === 'HELP_CENTER';
}

/** May anything about it leave the desk? */
function reachesCustomers({ visibility, actsAs, confidence, writesOutside }: ToldEvent): boolean {
  return visibility === 'PUBLIC' && actsAs !== 'THIRD_PARTY' && confidence !== 'UNPROVEN' && writesOutside !== 'NOBODY';
}

/** New CCs are welcomed unless a sender named them whom nothing proves: else anybody could make the desk mail anybody. */
function welcomesNewCcs(event: ToldEvent): boolean {
  if (event.confidence !== null && event.confidence !== 'PROVEN') return false;
  return event.kind === 'CC_ADDED' || (reachesCustomers(event) && isWanted(event));
}

/** Staff do not rate their own work. */
function rates(event: ToldEvent, person: Party, when: RateWhen): boolean {
  return reachesCustomers(event) && !isStaff(person) && asksForRating(when, 'CLOSURE');
}

/** Does `cc.notifyEvents` name this? */
function isWanted({ kind, actsAs, policy }: ToldEvent): boolean {
  const names: Partial<Record<ToldEventKind, NotifyEvent>> = {
    TICKET_CREATED: 'CREATED',
    COMMENT_ADDED: actsAs === 'STAFF' ? 'AGENT_REPLY' : 'PUBLIC_COMMENT',
    COMMENT_EDITED: 'PUBLIC_EDIT',
    COMMENT_DELETED: 'PUBLIC_DELETE',
  };
  const name = names[kind];
  return name !== undefined && policy.cc.notifyEvents.includes(name);
}

function commentOrChange({ kind }: ToldEvent): ToldMail {
  return kind === 'COMMENT_ADDED' || kind === 'TICKET_CREATED' ? 'COMMENT' : 'CHANGE';
}

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
export function previewOf(draft: ReplyDraft, ticket: ToldTicket, policy: DepartmentPolicy): ReplyPreview {
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
    ticket: { ...ticket, ccs: ccsAfter },
    policy,
    newCcIds: added.map((person) => person.id),
    leftOutIds,
  });
  const named = ccsAfter.filter((person) => !leftOutIds.includes(person.id));
  const headers = isPublic ? visibleHeaders({ requester: ticket.requester, ccs: named }, policy) : { to: [], cc: [] };
  return { told, untold, ...headers, ccsAfter, leftOutIds };
}

/** The ids of the table above, for the documentation's test. */
export const TOLD_RULES: readonly string[] = ROWS.map(({ rule }) => rule);
