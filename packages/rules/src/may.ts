import type { DepartmentPolicy } from './policy.ts';
import { isFullAgent, isStaff, type Party, type Visibility } from './vocabulary.ts';

/** Who acts; null: nobody is signed in. */
export type Actor = Pick<Party, 'id' | 'role' | 'state' | 'departmentIds' | 'mayCommentPublicly'> | null;

export const ACTIONS = [
  'ticket.read',
  'ticket.edit',
  'ticket.assign',
  'comment.read',
  'comment.write_public',
  'comment.write_internal',
  'comment.make_internal',
  'comment.edit',
  'comment.delete',
  'internal.read',
  'cc.read',
  'cc.add',
  'cc.change',
  'follower.change',
  'follow',
  'warning.resolve',
  'side.read',
  'side.write',
  'rating.give',
  'rating.read',
  'department.read',
  'department.configure',
  'person.read',
  'person.list',
  'person.change',
  'mail.read',
  'mail.settle',
  'address.clear',
  'desk.watch',
  'events.read',
  'desk.administer',
] as const;
export type Action = (typeof ACTIONS)[number];

export type SubjectTicket = {
  departmentId: string;
  requesterId: string;
  assigneeId: string | null;
  ccIds: readonly string[];
  followerIds: readonly string[];
  /** CCs who are restricted from the ticket in the help center. */
  restrictedIds: readonly string[];
  /** The department's `helpCenter.enabled`: its customers read their tickets online. */
  customersMaySee: boolean;
  /** The department's `cc.enabled` and `cc.portalAccess`, both. */
  ccsMaySee: boolean;
  /** The department's `privacy.agentAsRequester`. */
  agentAsRequester: DepartmentPolicy['privacy']['agentAsRequester'];
};

/** What a department's policy says of whom its tickets are open to. */
export function openTo(
  policy: DepartmentPolicy,
): Pick<SubjectTicket, 'customersMaySee' | 'ccsMaySee' | 'agentAsRequester'> {
  return {
    customersMaySee: policy.helpCenter.enabled,
    ccsMaySee: policy.cc.enabled && policy.cc.portalAccess,
    agentAsRequester: policy.privacy.agentAsRequester,
  };
}

/**
 * Is what the team says among itself hidden from this agent, who is the ticket's requester (seeds/003, check 5: "the
 * agent-as-requester setting")? HIDE_ALL hides it from all; HIDE_PRIVATE_GROUPS from those of other departments, which
 * are the groups here. Admins, who could change the setting, see it all the same.
 */
export function hidesInternal(
  actor: Actor,
  {
    requesterId,
    departmentId,
    agentAsRequester,
  }: Pick<SubjectTicket, 'requesterId' | 'departmentId' | 'agentAsRequester'>,
): boolean {
  if (actor === null || actor.role === 'ADMIN' || actor.id !== requesterId || agentAsRequester === 'SHOW_ALL')
    return false;
  return agentAsRequester === 'HIDE_ALL' || !actor.departmentIds.includes(departmentId);
}

/** What is acted on: what an action's row needs of it. What is not given grants nothing. */
export type Subject = {
  ticket?: SubjectTicket;
  comment?: { visibility: Visibility; authorId: string | null };
  departmentId?: string;
  personId?: string;
};

/** What somebody can be to what they act on. */
type Relation =
  | 'ADMIN'
  /** Any staff. */
  | 'STAFF'
  /** Any staff but light agents. */
  | 'FULL_AGENT'
  /** Staff of the department acted on. */
  | 'DEPARTMENT_STAFF'
  /** Staff who see the ticket: of its department, or taking part in it. */
  | 'TICKET_STAFF'
  /** Such staff, unless they are the requester and the department hides its notes from those. */
  | 'TICKET_INSIDER'
  /** Such staff; of an internal comment, an insider or its author. */
  | 'COMMENT_READER'
  /** Full agents of the ticket's department, or to whom it is assigned. */
  | 'TICKET_EDITOR'
  /** Full agents who edit the ticket, are its requester or CC, and may comment publicly. */
  | 'PUBLIC_WRITER'
  /** Where there is a help center: the requester, or a CC whom the department lets see the ticket and nobody restricted. */
  | 'TICKET_CUSTOMER'
  /** Staff who wrote the comment, and could write it today. */
  | 'COMMENT_AUTHOR'
  /** Such a customer, and the comment is public. */
  | 'PUBLIC_READER'
  /** Such a customer, and the person is named to them anyhow: requester, CC, or author of a public comment. */
  | 'FELLOW_CUSTOMER'
  /** The person acted on is the actor. */
  | 'SELF';

/** Who may do what. An action is allowed to whom one of its relations holds for; only active people do anything. */
const ACCESS: Readonly<Record<Action, readonly Relation[]>> = {
  'ticket.read': ['ADMIN', 'TICKET_STAFF', 'TICKET_CUSTOMER'],
  'ticket.edit': ['ADMIN', 'TICKET_EDITOR'],
  'ticket.assign': ['ADMIN', 'TICKET_EDITOR'],
  'comment.read': ['ADMIN', 'COMMENT_READER', 'PUBLIC_READER'],
  'comment.write_public': ['PUBLIC_WRITER', 'TICKET_CUSTOMER'],
  'comment.write_internal': ['ADMIN', 'TICKET_STAFF'],
  'comment.make_internal': ['ADMIN', 'TICKET_EDITOR'],
  'comment.edit': ['COMMENT_AUTHOR'],
  'comment.delete': ['ADMIN', 'TICKET_EDITOR', 'COMMENT_AUTHOR'],
  'internal.read': ['ADMIN', 'TICKET_INSIDER'],
  'cc.read': ['ADMIN', 'TICKET_STAFF', 'TICKET_CUSTOMER'],
  // Customers, by `cc.endUsersMayAddInPortal`: see `mayCopy`.
  'cc.add': ['ADMIN', 'TICKET_EDITOR', 'TICKET_CUSTOMER'],
  'cc.change': ['ADMIN', 'TICKET_EDITOR'],
  'follower.change': ['ADMIN', 'TICKET_EDITOR'],
  follow: ['ADMIN', 'TICKET_STAFF'],
  'warning.resolve': ['ADMIN', 'TICKET_EDITOR'],
  // seeds/001: BCC recipients "are visible to anyone who can view the side conversation". Taking part in one gives no access.
  'side.read': ['ADMIN', 'TICKET_INSIDER'],
  'side.write': ['ADMIN', 'TICKET_EDITOR'],
  // By `rating.requester` and `cc.mayRate`: see `whyMayNotRate`.
  'rating.give': ['TICKET_CUSTOMER'],
  'rating.read': ['ADMIN', 'TICKET_STAFF', 'SELF'],
  'department.read': ['STAFF'],
  'department.configure': ['ADMIN'],
  'person.read': ['STAFF', 'SELF', 'FELLOW_CUSTOMER'],
  'person.list': ['STAFF'],
  'person.change': ['ADMIN'],
  'mail.read': ['ADMIN', 'TICKET_INSIDER', 'DEPARTMENT_STAFF'],
  // Recover and discard what was suspended, of the mail that they may read.
  'mail.settle': ['FULL_AGENT'],
  'address.clear': ['FULL_AGENT'],
  'desk.watch': ['ADMIN', 'DEPARTMENT_STAFF'],
  'events.read': ['ADMIN', 'TICKET_STAFF', 'TICKET_CUSTOMER'],
  'desk.administer': ['ADMIN'],
};

type SignedIn = NonNullable<Actor>;

function isTicketStaff(actor: SignedIn, ticket: SubjectTicket): boolean {
  const takePart = [ticket.requesterId, ticket.assigneeId, ...ticket.ccIds, ...ticket.followerIds];
  return isStaff(actor) && (actor.departmentIds.includes(ticket.departmentId) || takePart.includes(actor.id));
}

function isTicketCustomer(actor: SignedIn, ticket: SubjectTicket): boolean {
  const isCc = ticket.ccsMaySee && ticket.ccIds.includes(actor.id) && !ticket.restrictedIds.includes(actor.id);
  return actor.role === 'END_USER' && ticket.customersMaySee && (ticket.requesterId === actor.id || isCc);
}

/** Full agents of the ticket's department, its assignee, admins: over the API, and by mail. */
export function editsTicket(actor: SignedIn, ticket: Pick<SubjectTicket, 'departmentId' | 'assigneeId'>): boolean {
  const isTheirs = actor.departmentIds.includes(ticket.departmentId) || ticket.assigneeId === actor.id;
  return isFullAgent(actor) && (actor.role === 'ADMIN' || isTheirs);
}

const HOLDS: Readonly<Record<Relation, (actor: SignedIn, subject: Subject) => boolean>> = {
  ADMIN: (actor) => actor.role === 'ADMIN',
  STAFF: (actor) => isStaff(actor),
  FULL_AGENT: (actor) => isFullAgent(actor),
  DEPARTMENT_STAFF: (actor, { departmentId }) =>
    isStaff(actor) && actor.departmentIds.some((id) => id === departmentId),
  TICKET_STAFF: (actor, { ticket }) => ticket !== undefined && isTicketStaff(actor, ticket),
  TICKET_INSIDER: (actor, { ticket }) =>
    ticket !== undefined && isTicketStaff(actor, ticket) && !hidesInternal(actor, ticket),
  COMMENT_READER: (actor, subject) =>
    HOLDS.TICKET_INSIDER(actor, subject) ||
    (HOLDS.TICKET_STAFF(actor, subject) &&
      (subject.comment?.visibility === 'PUBLIC' || subject.comment?.authorId === actor.id)),
  TICKET_EDITOR: (actor, { ticket }) => ticket !== undefined && editsTicket(actor, ticket),
  PUBLIC_WRITER: (actor, subject) =>
    isFullAgent(actor) &&
    actor.mayCommentPublicly &&
    (HOLDS.TICKET_EDITOR(actor, subject) ||
      subject.ticket?.requesterId === actor.id ||
      subject.ticket?.ccIds.includes(actor.id) === true),
  TICKET_CUSTOMER: (actor, { ticket }) => ticket !== undefined && isTicketCustomer(actor, ticket),
  COMMENT_AUTHOR: (actor, subject) => {
    const { comment } = subject;
    if (!isStaff(actor) || comment?.authorId !== actor.id) return false;
    if (comment.visibility === 'PUBLIC') return HOLDS.PUBLIC_WRITER(actor, subject);
    return HOLDS.ADMIN(actor, subject) || HOLDS.TICKET_STAFF(actor, subject);
  },
  PUBLIC_READER: (actor, subject) => subject.comment?.visibility === 'PUBLIC' && HOLDS.TICKET_CUSTOMER(actor, subject),
  FELLOW_CUSTOMER: (actor, { ticket, comment, personId }) => {
    if (ticket === undefined || !isTicketCustomer(actor, ticket)) return false;
    const author = comment?.visibility === 'PUBLIC' ? comment.authorId : null;
    return [ticket.requesterId, ...ticket.ccIds, author].some((id) => id === personId);
  },
  SELF: (actor, { personId }) => actor.id === personId,
};

/** What is said to people who know of the thing and may not do that with it: who may. */
const WHO_MAY: Readonly<Record<Action, string>> = {
  'ticket.read': 'This ticket is not yours to see.',
  'ticket.edit': "Only agents of the ticket's department and its assignee change the ticket.",
  'ticket.assign': "Only agents of the ticket's department and its assignee assign the ticket.",
  'comment.read': 'This comment is not yours to see.',
  'comment.write_public':
    'You cannot comment publicly here: its customers do, and agents of its department who may comment publicly.',
  'comment.write_internal': 'Only the team writes internal notes.',
  'comment.make_internal': "Only agents of the ticket's department and its assignee make comments internal.",
  'comment.edit': 'Only those of the team who wrote a comment, and could write it today, change its text.',
  'comment.delete':
    "Only agents of the ticket's department, its assignee and those of the team who wrote it delete a comment.",
  'internal.read': 'Internal notes are for the team.',
  'cc.read': 'Who is copied on this ticket is not yours to see.',
  'cc.add': "Only agents of the ticket's department, its assignee and its customers add CCs.",
  'cc.change': "Only agents of the ticket's department and its assignee change who is copied.",
  'follower.change': "Only agents of the ticket's department and its assignee change who follows it.",
  follow: 'Only the team follows tickets.',
  'warning.resolve': "Only agents of the ticket's department and its assignee settle its warnings.",
  'side.read': 'Side conversations are for the team.',
  'side.write': "Only agents of the ticket's department and its assignee write in its side conversations.",
  'rating.give': 'Ratings are given by the customers of a ticket.',
  'rating.read': 'This rating is not yours to see.',
  'department.read': 'Departments are for the team.',
  'department.configure': 'Only admins configure departments.',
  'person.read': 'This person is not yours to see.',
  'person.list': 'Only the team looks people up.',
  'person.change': 'Only admins manage people.',
  'mail.read': "Mail is for the ticket's and the department's team.",
  'mail.settle': 'This is for agents and admins.',
  'address.clear': 'This is for agents and admins.',
  'desk.watch': "Only the department's team watches its tickets.",
  'events.read': "The ticket's history is not yours to see.",
  'desk.administer': 'Only admins do this.',
};

/** May the actor do that? One table for every path into the desk. */
export function may(actor: Actor, action: Action, subject: Subject): boolean {
  if (actor === null || actor.state !== 'ACTIVE') return false;
  return ACCESS[action].some((relation) => HOLDS[relation](actor, subject));
}

/** A sentence that says why not, for people who may know that the thing exists; null: they may. */
export function whyMayNot(actor: Actor, action: Action, subject: Subject): string | null {
  if (may(actor, action, subject)) return null;
  if (actor === null) return 'Sign in first.';
  if (actor.state !== 'ACTIVE') return `The account is ${actor.state.toLowerCase()}.`;
  return WHO_MAY[action];
}

/** Which tickets somebody may read, as data for a filter: the same as `ticket.read`. */
export type TicketScope =
  | { kind: 'ALL' }
  /** Tickets of these departments, and those where the person is requester, assignee, CC or follower. */
  | { kind: 'STAFF'; departmentIds: readonly string[]; personId: string }
  /** Tickets with `customersMaySee` where the person is requester, or an unrestricted CC with `ccsMaySee`. */
  | { kind: 'CUSTOMER'; personId: string }
  | { kind: 'NONE' };

/** The scope of a list of tickets; `may(actor, 'ticket.read', …)` holds for exactly the tickets in it. */
export function ticketScope(actor: Actor): TicketScope {
  if (actor === null || actor.state !== 'ACTIVE') return { kind: 'NONE' };
  if (actor.role === 'ADMIN') return { kind: 'ALL' };
  if (isStaff(actor)) return { kind: 'STAFF', departmentIds: actor.departmentIds, personId: actor.id };
  return { kind: 'CUSTOMER', personId: actor.id };
}
