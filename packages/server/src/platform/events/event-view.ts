import type { EventType } from './event-types.ts';
import type { LogEvent } from './log.ts';

/** The contract's names (`TicketEventType`). */
export type TicketEventType =
  | 'TICKET_CREATED'
  | 'TICKET_CHANGED'
  | 'TICKET_MERGED'
  | 'TICKET_GONE'
  | 'COMMENT_ADDED'
  | 'COMMENT_CHANGED'
  | 'COMMENT_DELETED'
  | 'CC_ADDED'
  | 'CC_REMOVED'
  | 'CC_CHANGED'
  | 'FOLLOWER_ADDED'
  | 'FOLLOWER_REMOVED'
  | 'WARNING_RAISED'
  | 'WARNING_RESOLVED'
  | 'SIDE_CONVERSATION_CHANGED'
  | 'RATING_GIVEN'
  | 'TRIGGER_NOTIFIED'
  | 'DELIVERY_CHANGED';

/** An event as somebody is shown it: `seq` is their own count of the ticket's events. */
export type EventView = { event: LogEvent & { ticketId: string }; type: TicketEventType; seq: number };

/** Staff count all events of a ticket, customers those they may know of. */
export type Audience = 'STAFF' | 'CUSTOMER';

const SHOWN: Readonly<Record<Exclude<EventType, 'access.changed' | 'department.changed'>, TicketEventType>> = {
  'ticket.created': 'TICKET_CREATED',
  'ticket.changed': 'TICKET_CHANGED',
  'ticket.merged': 'TICKET_MERGED',
  'comment.added': 'COMMENT_ADDED',
  'comment.made_internal': 'COMMENT_CHANGED',
  'comment.edited': 'COMMENT_CHANGED',
  'comment.deleted': 'COMMENT_DELETED',
  'cc.added': 'CC_ADDED',
  'cc.removed': 'CC_REMOVED',
  'cc.restricted': 'CC_CHANGED',
  'follower.added': 'FOLLOWER_ADDED',
  'follower.removed': 'FOLLOWER_REMOVED',
  'warning.raised': 'WARNING_RAISED',
  'warning.resolved': 'WARNING_RESOLVED',
  'rating.given': 'RATING_GIVEN',
  'trigger.notified': 'TRIGGER_NOTIFIED',
  'delivery.changed': 'DELIVERY_CHANGED',
  'side_conversation.changed': 'SIDE_CONVERSATION_CHANGED',
};

/** To a customer, making a comment internal is its deletion. */
const SHOWN_TO_CUSTOMERS: Partial<typeof SHOWN> = { 'comment.made_internal': 'COMMENT_DELETED' };

/** How an event looks to an audience; null: they never hear of it. */
export function viewOf(event: LogEvent, audience: Audience): EventView | null {
  const seq = audience === 'STAFF' ? event.seq : event.publicSeq;
  if (event.ticketId === null || seq === null) return null;
  if (event.type === 'access.changed' || event.type === 'department.changed') return null;
  const type = (audience === 'CUSTOMER' ? SHOWN_TO_CUSTOMERS[event.type] : undefined) ?? SHOWN[event.type];
  return { event: { ...event, ticketId: event.ticketId }, type, seq };
}

/** The same event for somebody who may no longer see the ticket by it: it is gone, and nothing else is said. */
export function goneView(view: EventView): EventView {
  const { event, seq } = view;
  return { event: { ...event, type: 'ticket.changed', actorId: null, data: {} }, type: 'TICKET_GONE', seq };
}
