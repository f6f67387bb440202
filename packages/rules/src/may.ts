import type { Party, Visibility } from './vocabulary.ts';

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
  'internal.read',
  'cc.read',
  'cc.change',
  'follower.change',
  'follow',
  'warning.resolve',
  'department.read',
  'department.configure',
  'person.read',
  'person.list',
  'person.change',
  'mail.read',
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
  /** The department's `cc.enabled` and `cc.portalAccess`, both. */
  ccsMaySee: boolean;
};

/** What is acted on: what an action's row needs of it. What is not given grants nothing. */
export type Subject = {
  ticket?: SubjectTicket;
  comment?: { visibility: Visibility; authorId: string | null };
  departmentId?: string;
  personId?: string;
};

/** May the actor do that? One table for every path into the desk. */
export function may(actor: Actor, action: Action, subject: Subject): boolean {
  return whyMayNot(actor, action, subject) === null;
}

/** A sentence that says why not; null: they may. */
export function whyMayNot(actor: Actor, action: Action, subject: Subject): string | null {
  void [actor, action, subject];
  throw new Error('not written');
}

/** Which tickets somebody may read, as data for a filter: the same as `ticket.read`. */
export type TicketScope =
  | { kind: 'ALL' }
  /** Tickets of these departments, and those where the person is requester, assignee, CC or follower. */
  | { kind: 'STAFF'; departmentIds: readonly string[]; personId: string }
  /** Tickets where the person is requester, or an unrestricted CC of a department with `ccsMaySee`. */
  | { kind: 'CUSTOMER'; personId: string }
  | { kind: 'NONE' };

export function ticketScope(actor: Actor): TicketScope {
  void actor;
  throw new Error('not written');
}
