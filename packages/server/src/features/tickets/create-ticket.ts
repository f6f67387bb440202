import {
  isStaff,
  may,
  mayFollow,
  statusAfter,
  whoIsToldOf,
  whyMayNot,
  type Party,
  type TicketPriority,
  type Visibility,
} from '@copydesk/rules';
import { v7 } from 'uuid';
import { violatedConstraint } from '../../platform/database/violation.ts';
import type { Desk } from '../../platform/desk.ts';
import { Refusal } from '../../platform/refusal.ts';
import { viaOf } from '../../platform/via.ts';
import type { Viewer } from '../../platform/viewer.ts';
import { givenBy, namedPeople, namedPerson, newPeopleOf, type NamedPerson, type PersonInput } from './named-people.ts';
import { planCcs } from './plan-ccs.ts';
import type { PlannedEvent, TicketPlan, WrittenTicket } from './ticket-plan.ts';
import { loadDepartmentState, type DepartmentState, type GivenPerson } from './ticket-state.ts';
import { oneLine } from './one-line.ts';
import { requireTags } from './require-tags.ts';
import { writeTicket } from './write-ticket.ts';

export type CreateTicket = {
  departmentId: string;
  subject: string;
  body: string;
  visibility?: Visibility | null;
  requester?: PersonInput | null;
  ccs?: readonly PersonInput[] | null;
  followerIds?: readonly string[] | null;
  assigneeId?: string | null;
  priority?: TicketPriority | null;
  tags?: readonly string[] | null;
  clientKey?: string | null;
};

/** `plan` and `written` are null when a retry found the ticket that its first try had created. */
export type CreatedTicket = {
  ticketId: string;
  commentId: string | null;
  plan: TicketPlan | null;
  written: WrittenTicket | null;
};

type Found = { department: DepartmentState; deskAddresses: string[]; given: GivenPerson[] };

/**
 * Opens a ticket with its first comment. Customers open tickets of their own; staff for anybody, in their departments.
 *
 * @throws Refusal NOT_FOUND, FORBIDDEN, INVALID, NOT_A_FOLLOWER_KIND, or CC_… for each person who may not be copied
 */
export async function createTicket(desk: Desk, actor: Viewer, input: CreateTicket): Promise<CreatedTicket> {
  const [ticketId, commentId] = [v7(), v7()];
  const given = givenBy(input.ccs, input.requester ? [input.requester] : []);
  given.personIds = [...given.personIds, ...(input.followerIds ?? []), ...(input.assigneeId ? [input.assigneeId] : [])];
  for (let tries = 2; ; tries -= 1) {
    const found = await loadDepartmentState(desk.db, input.departmentId, given);
    if (!found) throw Refusal.of('NOT_FOUND', 'There is no such department.', ['departmentId']);
    const plan = planTicket(found, actor, input, ticketId, commentId);
    try {
      const written = await writeTicket(desk.db, desk, plan);
      desk.wake([ticketId]);
      return { ticketId, commentId, plan, written };
    } catch (error) {
      const violated = violatedConstraint(error);
      if (violated === 'ticket_client_key') return await findFirstTry(desk, actor, input);
      if (violated !== 'address_pkey' || tries === 0) throw error;
    }
  }
}

async function findFirstTry(desk: Desk, actor: Viewer, input: CreateTicket): Promise<CreatedTicket> {
  const row = await desk.db
    .selectFrom('ticket')
    .leftJoin('comment', 'comment.ticket_id', 'ticket.id')
    .select(['ticket.id as ticketId', 'comment.id as commentId'])
    .where('ticket.created_by_id', '=', actor.id)
    .where('ticket.client_key', '=', input.clientKey ?? '')
    .orderBy('comment.id')
    .limit(1)
    .executeTakeFirstOrThrow();
  return { ...row, plan: null, written: null };
}

function planTicket(found: Found, actor: Viewer, input: CreateTicket, ticketId: string, commentId: string): TicketPlan {
  const requester = requesterOf(found, actor, input);
  requireAllowed(found, actor, input, requester.party);
  const visibility = input.visibility ?? 'PUBLIC';
  const via = viaOf(actor);
  const policy = found.department.policy;
  const state = {
    ccs: [],
    requester: requester.party,
    department: found.department,
    deskAddresses: found.deskAddresses,
  };
  const ccs = planCcs(state, actor, via, namedPeople(input.ccs ?? [], found.given, ['ccs']));
  const assignee = assigneeOf(found, input);
  const followers = followersOf(found, actor, input);
  const actsAs = actor.id === requester.party.id || !isStaff(actor) ? 'CUSTOMER' : 'STAFF';
  const status = statusAfter({
    current: null,
    visibility,
    actsAs,
    via,
    automatic: false,
    chosen: null,
    mailRule: null,
    policy,
  });
  const ccParties = ccs.people.map(({ party, address }) => ({ ...party, address: party.address ?? address }));
  const { told } = whoIsToldOf({
    kind: 'TICKET_CREATED',
    visibility,
    via,
    author: actor,
    actsAs,
    confidence: null,
    mailRecipients: [],
    writesOutside: 'ALL',
    ticket: {
      subject: oneLine(input.subject),
      status: status?.status ?? 'NEW',
      priority: input.priority ?? 'NORMAL',
      tags: requireTags(input.tags ?? []),
      requester: requester.party,
      assignee,
      ccs: ccParties,
      followers,
    },
    policy,
    triggers: found.department.triggers,
    newCcIds: ccParties.map((cc) => cc.id),
  });
  const events: PlannedEvent[] = [
    { type: 'ticket.created', public: true, data: {} },
    { type: 'comment.added', public: visibility === 'PUBLIC', data: { commentId } },
    ...ccs.events,
    ...followers.map((party): PlannedEvent => ({
      type: 'follower.added',
      public: false,
      data: { personId: party.id },
    })),
  ];
  return {
    ticketId,
    expectSeq: null,
    actorId: actor.id,
    create: {
      departmentId: found.department.id,
      subject: oneLine(input.subject),
      status: status?.status ?? 'NEW',
      requesterId: requester.party.id,
      assigneeId: assignee?.id ?? null,
      priority: input.priority ?? 'NORMAL',
      tags: requireTags(input.tags ?? []),
      clientKey: input.clientKey ?? null,
    },
    newPeople: newPeopleOf([requester, ...ccs.people]),
    comment: { id: commentId, authorId: actor.id, visibility, bodyText: input.body, via, told },
    addCcs: ccs.people.map(({ party }) => ({ personId: party.id, via, cause: { rule: 'added-by-hand', commentId } })),
    addFollowers: followers.map((party) => ({ personId: party.id, via, cause: { rule: 'added-by-hand' } })),
    events,
  };
}

function requesterOf(found: Found, actor: Viewer, input: CreateTicket): NamedPerson {
  if (!input.requester) return { party: actor, address: actor.address, isNew: false, field: ['requester'] };
  const requester = namedPerson(input.requester, found.given, ['requester']);
  if (!isStaff(actor) && requester.party.id !== actor.id) {
    throw Refusal.of('FORBIDDEN', 'You open tickets of your own: leave the requester out.', ['requester']);
  }
  if (requester.address && found.deskAddresses.includes(requester.address)) {
    throw Refusal.of('INVALID', 'A support address is nobody’s own: name the person who asks.', ['requester', 'email']);
  }
  return requester;
}

function requireAllowed(found: Found, actor: Viewer, input: CreateTicket, requester: Party): void {
  requireSubject(input.subject);
  if (input.body.trim() === '')
    throw Refusal.of('INVALID', 'A ticket needs a first comment: write something.', ['body']);
  const visibility = input.visibility ?? 'PUBLIC';
  const { policy, id: departmentId } = found.department;
  if (visibility === 'INTERNAL' && !policy.ticket.firstCommentMayBePrivate) {
    throw Refusal.of('INVALID', 'In this department the first comment is public.', ['visibility']);
  }
  const subject = aNewTicket(departmentId, requester.id, policy.helpCenter.enabled);
  if (!may(actor, 'ticket.read', subject))
    throw Refusal.of('NOT_FOUND', 'There is no such department.', ['departmentId']);
  const why = whyMayNot(actor, visibility === 'PUBLIC' ? 'comment.write_public' : 'comment.write_internal', subject);
  if (why) throw Refusal.of('FORBIDDEN', why, ['visibility']);
  const chosen = (['assigneeId', 'followerIds', 'priority', 'tags'] as const).find((name) =>
    Array.isArray(input[name]) ? input[name].length > 0 : input[name],
  );
  if (!isStaff(actor) && chosen) {
    throw Refusal.of('FORBIDDEN', 'Assignee, followers, priority and tags are the team’s to choose.', [chosen]);
  }
}

function assigneeOf(found: Found, input: CreateTicket): Party | null {
  if (!input.assigneeId) return null;
  const party = found.given.find((given) => given.party.id === input.assigneeId)?.party;
  return requireAssignable(party, found.department.id);
}

/** @throws Refusal INVALID */
export function requireSubject(subject: string): void {
  if (subject.trim() === '') throw Refusal.of('INVALID', 'A ticket needs a subject.', ['subject']);
  if (subject.length > 500) throw Refusal.of('INVALID', 'A subject has 500 characters at most.', ['subject']);
}

/** A ticket that is not there yet, as `may` wants to see it. */
function aNewTicket(departmentId: string, requesterId: string, customersMaySee: boolean) {
  const nobody = { assigneeId: null, ccIds: [], followerIds: [], restrictedIds: [] };
  return {
    ticket: {
      departmentId,
      requesterId,
      ...nobody,
      customersMaySee,
      ccsMaySee: false,
      agentAsRequester: 'SHOW_ALL' as const,
    },
  };
}

/** An assignee is a full agent or admin of the department. @throws Refusal NOT_FOUND or INVALID */
export function requireAssignable(party: Party | undefined, departmentId: string): Party {
  if (!party) throw Refusal.of('NOT_FOUND', 'There is no such person.', ['assigneeId']);
  const subject = aNewTicket(departmentId, '', false);
  if (!isStaff(party) || party.role === 'LIGHT_AGENT' || !may(party, 'ticket.edit', subject)) {
    throw Refusal.of('INVALID', `${party.name} cannot be assigned: choose an agent of this department.`, [
      'assigneeId',
    ]);
  }
  return party;
}

function followersOf(found: Found, actor: Viewer, input: CreateTicket): Party[] {
  return [...new Set(input.followerIds ?? [])].map((id, index) => {
    const field = ['followerIds', String(index)];
    const party = found.given.find((given) => given.party.id === id)?.party;
    if (!party) throw Refusal.of('NOT_FOUND', 'There is no such person.', field);
    const followable = mayFollow({ party, department: { policy: found.department.policy }, actor });
    if (!followable.ok) throw Refusal.of(followable.code, followable.message, field);
    return party;
  });
}
