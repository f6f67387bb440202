import { acknowledgementsAnHour, whyUnacknowledged } from './acknowledgement.ts';
import { senderMay } from './confidence.ts';
import { effectiveCcs } from './copying.ts';
import type { WritesOutside } from './inbound-facts.ts';
import type { DepartmentPolicy, NotifyEvent, RateWhen } from './policy.ts';
import { asksForRating } from './rating.ts';
import { TRIGGER_EVENTS, type Audience, type Trigger, type TriggerAction } from './triggers.ts';
import {
  commentAuthorOf,
  evaluateTriggers,
  NOTHING_HAPPENED,
  type CustomerAudience,
  type TriggerTicket,
} from './triggers-evaluate.ts';
import { isStaff, type ActsAs, type Confidence, type Party, type Via, type Visibility } from './vocabulary.ts';

export const TOLD_EVENT_KINDS = [
  'TICKET_CREATED',
  'COMMENT_ADDED',
  'CC_ADDED',
  'STATUS_CHANGED',
  'ASSIGNED',
  'COMMENT_EDITED',
  'COMMENT_DELETED',
  'MERGED',
  'RATING_ASKED',
  'RATED',
  'TRIGGERED',
] as const;
export type ToldEventKind = (typeof TOLD_EVENT_KINDS)[number];

/** Who takes part in a ticket, and what triggers look at: the ticket as it is with what happened. */
export type ToldTicket = TriggerTicket;

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
  /** Acknowledgements that the requester got within the last hour. @default 0 */
  acknowledged?: number;
  /** By what the mail asks that no machine answers it (`precedence: bulk`); null: it does not. @default null */
  asksForNoAnswer?: string | null;
  /** CCs whom the author left out of this one reply (`cc.removeViaReplyEditor` off). */
  leftOutIds?: readonly string[];
  /** Of the department: whether requester and CCs are written to at all is for them to say. */
  triggers: readonly Trigger[];
  /** Of TRIGGERED: what a trigger or an automation tells, and whom. */
  triggered?: { audience: Audience; by: Mailing; agents: readonly Party[]; mail: ToldMail };
};

/** COMMENT: the comment; ACKNOWLEDGEMENT: a fixed text, none of theirs; HISTORY: the public comments so far; CHANGE; RATING: asked to rate. */
export type ToldMail = 'COMMENT' | 'ACKNOWLEDGEMENT' | 'HISTORY' | 'CHANGE' | 'RATING';
export type ToldAs = 'REQUESTER' | 'CC' | 'FOLLOWER' | 'ASSIGNEE' | 'DEPARTMENT';
export type ToldHeader = 'TO' | 'CC' | 'HIDDEN';

export type Told = {
  personId: string;
  address: string;
  header: ToldHeader;
  as: ToldAs;
  mail: ToldMail;
  rule: string;
  because: string;
  /** Of an acknowledgement: how many of them may go to this address within an hour, this one counted. */
  hourly?: number;
  /** A trigger's own words for this mail (Liquid), instead of the department's. */
  template?: { subject?: string | null; body?: string | null };
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
  /** Only where a trigger of the department writes to them (seeds/000: "(requester)", "(requester and CCs)"). */
  byTrigger?: true;
  because: string | ((event: ToldEvent) => string);
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
    byTrigger: true,
    because: 'They wrote to the desk: the ticket is acknowledged.',
  },
  {
    rule: 'told-requester',
    as: 'REQUESTER',
    kinds: ['TICKET_CREATED', 'COMMENT_ADDED'],
    when: reachesCustomers,
    mail: 'COMMENT',
    byTrigger: true,
    because: 'They are the requester, and the comment is public.',
  },
  /** seeds/002: "Edits or deletions of public comments" */
  {
    rule: 'told-requester-of-change',
    as: 'REQUESTER',
    kinds: ['COMMENT_EDITED', 'COMMENT_DELETED'],
    when: (event) => reachesCustomers(event) && isWanted(event),
    mail: 'CHANGE',
    byTrigger: true,
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
    because: ({ policy }) =>
      `They have just been copied: they get the public comments ${policy.cc.fullPublicHistoryForNewCc ? 'since the ticket began' : 'from here on'}.`,
  },
  /** seeds/000: "CCs receive notifications in their email client whenever a public comment is added" */
  {
    rule: 'told-cc',
    as: 'CC',
    kinds: ['TICKET_CREATED', 'COMMENT_ADDED'],
    when: (event) => reachesCustomers(event) && isWanted(event),
    mail: 'COMMENT',
    byTrigger: true,
    because: 'They are copied (CC), and the comment is public.',
  },
  /** seeds/002: "Edits or deletions of public comments" */
  {
    rule: 'told-cc-of-change',
    as: 'CC',
    kinds: ['COMMENT_EDITED', 'COMMENT_DELETED'],
    when: (event) => reachesCustomers(event) && isWanted(event),
    mail: 'CHANGE',
    byTrigger: true,
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
      'MERGED',
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
      'MERGED',
      'RATED',
    ],
    when: (event, person) =>
      isStaff(person) && event.policy.followers.enabled && !(event.kind === 'TICKET_CREATED' && isFromOutside(event)),
    mail: commentOrChange,
    because: 'They follow the ticket, unseen by the others.',
  },
  /** Beside comments customers hear by triggers alone; what a private ticket does is not for them. */
  ...(['REQUESTER', 'CC'] as const).map((as): ToldRow => ({
    rule: as === 'CC' ? 'told-cc-by-trigger' : 'told-requester-by-trigger',
    as,
    kinds: ['TRIGGERED'],
    when: (event) => reachesCustomers(event) && names(event.triggered?.audience, as),
    mail: asTriggered,
    because: as === 'CC' ? 'They are copied (CC).' : 'They are the requester.',
  })),
  ...(['ASSIGNEE', 'DEPARTMENT'] as const).map((as): ToldRow => ({
    rule: as === 'ASSIGNEE' ? 'told-assignee-by-trigger' : 'told-department',
    as,
    kinds: ['TRIGGERED'],
    when: ({ triggered }, person) => isStaff(person) && triggered?.audience === as,
    mail: asTriggered,
    because: as === 'ASSIGNEE' ? 'The ticket is assigned to them.' : 'They work in the department.',
  })),
];

const HEADERS: Readonly<Record<ToldAs, ToldHeader>> = {
  REQUESTER: 'TO',
  CC: 'CC',
  ASSIGNEE: 'HIDDEN',
  FOLLOWER: 'HIDDEN',
  DEPARTMENT: 'HIDDEN',
};

/**
 * Who is written to about something that happened. One message per person, by their strongest reason; never the
 * author (an acknowledgement excepted), nor who stood in To or Cc of the mail that caused it (a new CC's mail
 * excepted); nothing internal to anybody but staff.
 */
export function whoIsToldOf(event: ToldEvent): WhoIsTold {
  const told = new Map<string, Told>();
  const untold = new Map<string, Untold>();
  const { audience, by } = mailingOf(event);
  for (const { person, as } of takingPart(event)) {
    if (told.has(person.id) || untold.has(person.id)) continue;
    const row = ROWS.find(
      (candidate) =>
        candidate.as === as && (!candidate.byTrigger || names(audience, as)) && applies(candidate, event, person),
    );
    if (row === undefined) continue;
    const { rule } = row;
    const mailing = row.byTrigger || event.triggered ? by : null;
    const reason = typeof row.because === 'function' ? row.because(event) : row.because;
    const because = mailing ? `${reason} Trigger: “${mailing.name}”.` : reason;
    const { id: personId } = person;
    const address = reachableAt(person);
    if (address === null) {
      untold.set(personId, { personId, because: unreachableBecause(person) });
      continue;
    }
    const mail = typeof row.mail === 'function' ? row.mail(event) : row.mail;
    const held = mail === 'ACKNOWLEDGEMENT' ? whyUnacknowledged(event, address) : null;
    if (held !== null) {
      untold.set(personId, { personId, because: held });
      continue;
    }
    const hourly = mail === 'ACKNOWLEDGEMENT' ? acknowledgementsAnHour(event) : null;
    const more = {
      ...(hourly === null ? {} : { hourly }),
      ...(mailing?.template ? { template: mailing.template } : {}),
    };
    told.set(personId, { personId, address, header: HEADERS[as], as, mail, rule, because, ...more });
  }
  return { told: [...told.values()], untold: [...untold.values()] };
}

/** Which customers the department's triggers write to about a comment or a new ticket, and the trigger that does. */
function mailingOf(event: ToldEvent): { audience: CustomerAudience; by: Mailing | null } {
  const { kind, triggered, ticket, visibility, via } = event;
  const events = TRIGGER_EVENTS.filter((one) => one === kind);
  const comment = { visibility, author: commentAuthorOf(event.author, ticket) };
  const { audience, toldBy } = evaluateTriggers(event.triggers, { ...NOTHING_HAPPENED, events, comment, via, ticket });
  const ofIts = toldBy && { name: toldBy.trigger.name, template: templateOf(toldBy.action) };
  return { audience, by: triggered?.by ?? ofIts };
}

/** The trigger that a mail is sent by, and its own words. */
export type Mailing = { name: string; template: Told['template'] | null };

/** The words that a trigger gives its mails; null: it has none of its own. */
export function templateOf({ subject, body }: TriggerAction): Told['template'] | null {
  return subject || body ? { subject: subject ?? null, body: body ?? null } : null;
}

/** Is the requester, or are CCs, among the audience? */
function names(audience: CustomerAudience | Audience | undefined, as: ToldAs): boolean {
  return audience === 'REQUESTER_AND_CCS' || audience === as;
}

function takingPart({ ticket, policy, leftOutIds, triggered }: ToldEvent): { person: Party; as: ToldAs }[] {
  const ccs = effectiveCcs(ticket.ccs, policy).filter((person) => !leftOutIds?.includes(person.id));
  return [
    { person: ticket.requester, as: 'REQUESTER' },
    ...ccs.map((person) => ({ person, as: 'CC' as const })),
    ...(ticket.assignee === null ? [] : [{ person: ticket.assignee, as: 'ASSIGNEE' as const }]),
    ...ticket.followers.map((person) => ({ person, as: 'FOLLOWER' as const })),
    ...(triggered?.agents.map((person) => ({ person, as: 'DEPARTMENT' as const })) ?? []),
  ];
}

function applies(row: ToldRow, event: ToldEvent, person: Party): boolean {
  if (!row.kinds.includes(event.kind) || !row.when(event, person)) return false;
  if (row.evenIfTheyHaveIt && row.mail === 'ACKNOWLEDGEMENT') return true;
  if (person.id === event.author?.id) return false;
  const standsInMail = event.mailRecipients.some((one) => one === person.address || one === person.id);
  return row.evenIfTheyHaveIt === true || !standsInMail;
}

/** Why mail cannot reach somebody, as a sentence; null: it can. */
export function whyUnreachable(person: Party): string | null {
  return reachableAt(person) === null ? unreachableBecause(person) : null;
}

/** The address that mail reaches somebody at; null: it does not. */
function reachableAt({ state, address }: Party): string | null {
  return state === 'ACTIVE' ? address : null;
}

function unreachableBecause({ name, state }: Party): string {
  return state === 'ACTIVE'
    ? `${name} cannot be written to: there is no address.`
    : `${name} is not written to: the contact is ${state.toLowerCase()}.`;
}

/** It came from a customer's side: their mail, or the help center. */
function isFromOutside({ via }: ToldEvent): boolean {
  return via === 'MAIL' || via === 'HELP_CENTER';
}

/** May anything about it leave the desk? */
function reachesCustomers({ visibility, actsAs, confidence, writesOutside }: ToldEvent): boolean {
  if (!senderMay(confidence, 'BE_ANSWERED')) return false;
  return visibility === 'PUBLIC' && actsAs !== 'THIRD_PARTY' && writesOutside !== 'NOBODY';
}

/** New CCs are welcomed unless a sender named them whom nothing proves: else anybody could make the desk mail anybody. */
function welcomesNewCcs(event: ToldEvent): boolean {
  if (!senderMay(event.confidence, 'HAVE_COPIED_WRITTEN_TO')) return false;
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
  return policy.cc.notifyEvents.some((name) => name === names[kind]);
}

function commentOrChange({ kind }: ToldEvent): ToldMail {
  return kind === 'COMMENT_ADDED' || kind === 'TICKET_CREATED' || kind === 'MERGED' ? 'COMMENT' : 'CHANGE';
}

function asTriggered({ triggered }: ToldEvent): ToldMail {
  return triggered?.mail ?? 'CHANGE';
}

/** The ids of the table above, for the documentation's test. */
export const TOLD_RULES: readonly string[] = ROWS.map(({ rule }) => rule);
