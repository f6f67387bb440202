import {
  audienceOf,
  isDone,
  isStaff,
  may,
  templateOf,
  whoIsToldOf,
  whyMayNotRate,
  type Party,
  type Told,
  type ToldEventKind,
  type Visibility,
} from '@copydesk/rules';
import type { Language } from '../../platform/language.ts';
import { ratedTicket, type AskedToRate, type RatingLinks } from '../ratings/index.ts';
import { subjectOf, type TicketState } from '../tickets/index.ts';
import type { CommentToTell, LoggedEvent } from './event-page.ts';

/** Somebody as they are now, with all their addresses and the language of their mails. */
export type Recipient = Party & {
  language: Language | null;
  addresses: readonly { address: string; undeliverable: boolean }[];
};

/** One message to write, or the reason why it is not written. */
export type PlannedMessage = {
  event: LoggedEvent;
  ticket: TicketState;
  told: Told;
  person: Recipient;
  /** What the mail is about; null: something else than a comment, or one that this person may not read. */
  comment: CommentToTell | null;
  /** Who wrote the comment, or did what else happened; null: the desk itself. */
  author: Party | null;
  /** A copy for staff alone: their own address in To, nobody else named. */
  hidden: boolean;
  /** Where this person rates what the mail is about; null: they are not asked to. */
  rating: RatingLinks | null;
  notSent: string | null;
};

export type Known = { tickets: ReadonlyMap<string, TicketState>; people: ReadonlyMap<string, Recipient> };

/** Everybody whom the events may concern: those the rules named, authors and whoever takes part. */
export function peopleOf(events: readonly LoggedEvent[], tickets: Iterable<TicketState>): string[] {
  const ids = events.flatMap((event) => [
    event.actorId,
    event.comment?.authorId,
    event.data.personId,
    ...event.agentIds,
    event.data.changed?.['assignee']?.from,
    event.data.changed?.['assignee']?.to,
    ...(event.comment?.told ?? []).map((told) => told.personId),
  ]);
  for (const ticket of tickets) {
    ids.push(ticket.requester.id, ticket.assignee?.id);
    ids.push(...[...ticket.ccs, ...ticket.followers].map((person) => person.id));
  }
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}

/**
 * What one operation changed about a ticket is one event to those who are told: one message, not two. An edit that the
 * mail of an earlier event tells of already, for a mail says what the comment says now, is none at all.
 */
export function mergeChanges(events: readonly LoggedEvent[]): LoggedEvent[] {
  const merged: LoggedEvent[] = [];
  for (const event of events) {
    if (event.type === 'comment.edited' && merged.some((earlier) => carries(earlier, event))) continue;
    const first = merged.findIndex(
      ({ type, xid, ticketId }) => type === 'ticket.changed' && xid === event.xid && ticketId === event.ticketId,
    );
    const before = merged[first];
    if (event.type !== 'ticket.changed' || before === undefined) merged.push(event);
    else
      merged[first] = {
        ...before,
        data: { ...before.data, changed: { ...before.data.changed, ...event.data.changed } },
      };
  }
  return merged;
}

function carries({ type, data, comment }: LoggedEvent, edit: LoggedEvent): boolean {
  if (data.commentId !== edit.data.commentId || comment === null) return false;
  return type === 'comment.edited' || (type === 'comment.added' && comment.via !== 'MAIL');
}

/** Does anybody have to be told? The others are only counted as read. */
export function isToldOf(event: LoggedEvent): boolean {
  if (event.ticketId === null) return false;
  if (event.type === 'comment.added') return (event.comment?.told.length ?? 0) > 0;
  return kindOf(event) !== null || closes(event);
}

/** Messages that one transaction takes on, unless a single event has more: a ticket may have hundreds of CCs. */
const MESSAGES = 200;
/** How many an event without a comment is reckoned to make: the followers' and the assignee's. */
const RECKONED = 10;
/** A side conversation may have a hundred people. */
const SIDE_RECKONED = 50;

/** The first events whose messages fit into one short transaction; always one. */
export function fittingEvents(events: readonly LoggedEvent[]): readonly LoggedEvent[] {
  let messages = 0;
  const tooMany = events.findIndex((event, place) => {
    messages += event.data.sideMessageId ? SIDE_RECKONED : 0;
    messages += isToldOf(event) ? (event.comment?.told.length ?? RECKONED) + event.agentIds.length : 0;
    return place > 0 && messages > MESSAGES;
  });
  return tooMany === -1 ? events : events.slice(0, tooMany);
}

/** What an event without a comment is to the rules; null: nobody is told, or a comment's mail tells of it. */
function kindOf({ type, data, withComment }: LoggedEvent): ToldEventKind | null {
  if (type === 'comment.made_internal' || type === 'comment.deleted') return 'COMMENT_DELETED';
  if (type === 'comment.edited') return 'COMMENT_EDITED';
  if (type === 'trigger.notified') return 'TRIGGERED';
  if (withComment) return null;
  if (type === 'cc.added') return 'CC_ADDED';
  if (type === 'rating.given') return 'RATED';
  if (type !== 'ticket.changed') return null;
  if (data.changed?.['assignee']) return 'ASSIGNED';
  return data.changed?.['status'] ? 'STATUS_CHANGED' : null;
}

/** Solved and then closed is one closure, and one question. */
function closes({ type, data }: LoggedEvent): boolean {
  const status = type === 'ticket.changed' ? data.changed?.['status'] : undefined;
  // A ticket that is merged goes on elsewhere.
  return status !== undefined && data.rule !== 'merged' && isDone(status.to) && !isDone(status.from);
}

/** What this message asks its reader to rate; null: nothing. */
export function ratingAskedIn(message: PlannedMessage): AskedToRate | null {
  const { told, comment, author, ticket, person, hidden, notSent } = message;
  if (hidden || notSent !== null) return null;
  if (told.mail === 'RATING') return { ticketId: ticket.id, personId: person.id, commentId: null };
  const isReply =
    told.mail === 'COMMENT' &&
    comment?.visibility === 'PUBLIC' &&
    comment.via !== 'SYSTEM' &&
    isStaff(author) &&
    author?.id !== ticket.requester.id;
  if (!isReply || whyMayNotRate(person, 'REPLY', ratedTicket(ticket)) !== null) return null;
  return { ticketId: ticket.id, personId: person.id, commentId: comment.id };
}

/** The messages of one event: one for each person, judged by the rows as they are now. Pure. */
export function planMessages(event: LoggedEvent, known: Known): PlannedMessage[] {
  const ticket = known.tickets.get(event.ticketId ?? '');
  if (ticket === undefined) return [];
  return toldOf(event, ticket, known).flatMap((told) => {
    const person = known.people.get(told.personId);
    if (person === undefined) return [];
    const { comment } = event;
    const internal = comment?.visibility === 'INTERNAL';
    // An acknowledgement and the public history say nothing of a comment that has become internal.
    const withoutIt = internal && told.mail !== 'COMMENT' && event.type !== 'comment.edited';
    const hidden = told.header === 'HIDDEN' || (internal && !withoutIt);
    const message: PlannedMessage = {
      event,
      ticket,
      told: { ...told, header: hidden ? 'HIDDEN' : told.header, address: addressOf(told, person) },
      person,
      comment: withoutIt ? null : comment,
      author: known.people.get((comment ? comment.authorId : event.actorId) ?? '') ?? null,
      hidden,
      rating: null,
      notSent: null,
    };
    return [{ ...message, notSent: whyNotSent(message) }];
  });
}

function toldOf(event: LoggedEvent, ticket: TicketState, known: Known): readonly Told[] {
  if (event.type === 'trigger.notified') return toldByTrigger(event, ticket, known);
  if (event.type === 'comment.added') return onePerPerson(event.comment?.told ?? []);
  if (event.comment?.isDeleted) return [];
  const asked = closes(event) && isDone(ticket.status) ? ('RATING_ASKED' as const) : null;
  return [kindOf(event), asked].flatMap((kind) => (kind ? toldOfKind(kind, event, ticket, known) : []));
}

function toldOfKind(kind: ToldEventKind, event: LoggedEvent, ticket: TicketState, known: Known): readonly Told[] {
  // Nothing of a private ticket is told outside, not even that it exists.
  if ((kind === 'CC_ADDED' || kind === 'RATING_ASKED') && ticket.publicCommentCount === 0) return [];
  const { told } = whoIsToldOf({
    kind,
    visibility: visibilityOf(kind, event),
    via: 'CONSOLE',
    author: known.people.get(event.actorId ?? '') ?? null,
    actsAs: 'STAFF',
    confidence: null,
    mailRecipients: [],
    writesOutside: 'ALL',
    ticket,
    policy: ticket.department.policy,
    triggers: ticket.department.triggers,
    newCcIds: kind === 'CC_ADDED' && event.data.personId ? [event.data.personId] : [],
    ...(event.data.leftOutIds ? { leftOutIds: event.data.leftOutIds } : {}),
  });
  if (kind !== 'RATING_ASKED') return told;
  const rates = ({ personId }: Told) => {
    const person = known.people.get(personId);
    return person !== undefined && whyMayNotRate(person, 'CLOSURE', ratedTicket(ticket)) === null;
  };
  return told.filter(rates);
}

/** A trigger's own mail, by its words as they are now; whom the comment itself was told to has had it. */
function toldByTrigger(event: LoggedEvent, ticket: TicketState, known: Known): readonly Told[] {
  const { comment, agentIds, data } = event;
  const trigger = ticket.department.triggers.find(({ id }) => id === data.triggerId);
  const action = trigger?.actions.find((one) => audienceOf(one) === data.audience);
  if (!trigger || !action || !data.audience) return [];
  const outside = comment?.visibility !== 'INTERNAL' && ticket.publicCommentCount > 0;
  const { told } = whoIsToldOf({
    kind: 'TRIGGERED',
    visibility: outside ? 'PUBLIC' : 'INTERNAL',
    via: 'CONSOLE',
    author: known.people.get(data.personId ?? '') ?? null,
    actsAs: 'STAFF',
    confidence: null,
    mailRecipients: [],
    writesOutside: 'ALL',
    ticket,
    policy: ticket.department.policy,
    triggers: ticket.department.triggers,
    newCcIds: [],
    triggered: {
      audience: data.audience,
      by: { name: trigger.name, template: templateOf(action) },
      agents: agentIds.flatMap((id) => known.people.get(id) ?? []),
      mail: comment ? 'COMMENT' : 'CHANGE',
    },
  });
  const had = new Set(comment?.told.map(({ personId }) => personId));
  return told.filter(({ personId }) => !had.has(personId));
}

/** An edit is told by what the comment is now, a deletion by what it was. Everything else is no secret of its own. */
function visibilityOf(kind: ToldEventKind, { comment, isPublic }: LoggedEvent): Visibility {
  if (kind === 'COMMENT_EDITED') return comment?.visibility ?? 'INTERNAL';
  return kind === 'COMMENT_DELETED' && !isPublic ? 'INTERNAL' : 'PUBLIC';
}

function onePerPerson(told: readonly Told[]): Told[] {
  return [...new Map(told.toReversed().map((one) => [one.personId, one])).values()].toReversed();
}

/** The address that the author was told of, as long as it is still theirs. */
function addressOf(told: Told, person: Recipient): string {
  return person.addresses.some(({ address }) => address === told.address)
    ? told.address
    : (person.addresses[0]?.address ?? told.address);
}

/**
 * Between the decision and the mail lies a moment in which the ticket may have changed. Nothing private leaves the desk
 * by it: whoever may no longer know what the message says does not get it. Null: it is sent.
 */
function whyNotSent({ ticket, told, person, comment, hidden }: PlannedMessage): string | null {
  const name = person.name || told.address;
  if (person.state !== 'ACTIVE') return `Not sent: the contact ${name} is ${person.state.toLowerCase()}.`;
  const mailbox = person.addresses.find(({ address }) => address === told.address);
  if (mailbox === undefined) return `Not sent: ${name} has no address.`;
  if (mailbox.undeliverable) return `Not sent: earlier mail to ${told.address} came back.`;
  if (ticket.department.supportAddresses.length === 0) {
    return `Not sent: ${ticket.department.name} has no support address to write from. An admin can add one.`;
  }
  const subject = { ticket: subjectOf(ticket) };
  if (comment?.isDeleted) return 'Not sent: the comment has been deleted meanwhile.';
  if (comment?.visibility === 'INTERNAL' && !may(person, 'internal.read', subject)) {
    return `Not sent: the comment is internal now, and ${name} may not read internal notes here.`;
  }
  if (hidden && !may(person, 'internal.read', subject)) {
    return `Not sent: ${name} is no longer staff who see this ticket.`;
  }
  if (!hidden && told.mail === 'HISTORY' && ticket.publicCommentCount === 0) {
    return 'Not sent: nothing in this ticket is public any more.';
  }
  const takesPart = ticket.requester.id === person.id || ticket.ccs.some((cc) => cc.id === person.id);
  return hidden || takesPart ? null : `Not sent: ${name} is no longer requester or CC of this ticket.`;
}
