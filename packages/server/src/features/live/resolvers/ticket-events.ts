import { isStaff, may } from '@copydesk/rules';
import { encodeCursor } from '../../../platform/events/cursor.ts';
import type { EventView, TicketEventType } from '../../../platform/events/event-view.ts';
import { signedIn, type Context } from '../../../platform/graphql/context.ts';
import { globalId } from '../../../platform/graphql/ids.ts';
import { commentById } from '../../comments/index.ts';
import { departmentById } from '../../departments/index.ts';
import { personById } from '../../people/index.ts';
import { ratingById } from '../../ratings/index.ts';
import { sideConversationById, sideMessageById } from '../../side-conversations/index.ts';
import { participantsOf, subjectOfRow, ticketById } from '../../tickets/index.ts';
import { warningById } from '../../warnings/index.ts';
import { commentIdByOutboundMessageId } from '../outbound-comments.ts';

type Resolve = (view: EventView, args: unknown, context: Context) => unknown;

/** What customers may know to have changed; whom a ticket is assigned to is the team's own affair. */
const publicFields: ReadonlySet<string> = new Set(['subject', 'status', 'department', 'requester']);

function ticketOf({ event, type }: EventView, context: Context) {
  return type === 'TICKET_GONE' ? null : ticketById(context).load(event.ticketId);
}

/** A person whom an event names, where the viewer may know them by this ticket. */
async function personOf(view: EventView, personId: string | null | undefined, context: Context) {
  if (!personId) return null;
  if (isStaff(context.viewer)) return personById(context).load(personId);
  const ticket = await ticketOf(view, context);
  if (!ticket) return null;
  const comment = view.event.data.commentId ? await commentById(context, view.event.data.commentId) : null;
  const subject = {
    ticket: subjectOfRow(ticket, await participantsOf(context, ticket)),
    personId,
    ...(comment ? { comment: { visibility: comment.visibility, authorId: comment.author?.id ?? null } } : {}),
  };
  return may(context.viewer, 'person.read', subject) ? personById(context).load(personId) : null;
}

const everyEvent: Record<string, Resolve> = {
  cursor: ({ event }) => encodeCursor(event),
  at: ({ event }) => event.at,
  actor: (view, _, context) => personOf(view, view.event.actorId, context),
  ticketId: ({ event }) => globalId('Ticket', event.ticketId),
  ticket: (view, _, context) => ticketOf(view, context),
};

const commentId: Resolve = ({ event }) => globalId('Comment', event.data.commentId ?? '');
const comment: Resolve = ({ event }, _, context) => event.data.commentId && commentById(context, event.data.commentId);
const person: Resolve = (view, _, context) => personOf(view, view.event.data.personId, context);
const warning: Resolve = ({ event }, _, context) => event.data.warningId && warningById(context, event.data.warningId);

const rating: Resolve = ({ event }, _, context) => event.data.ratingId && ratingById(context, event.data.ratingId);

const trigger: Resolve = async ({ event }, _, context) => {
  const department = event.departmentId ? await departmentById(context).load(event.departmentId) : null;
  return department?.triggers.find(({ id }) => id === event.data.triggerId);
};

const changed: Resolve = ({ event }, _, context) => {
  const fields = Object.keys(event.data.changed ?? {});
  return isStaff(signedIn(context)) ? fields : fields.filter((field) => publicFields.has(field));
};

const merged: Record<string, Resolve> = {
  into: ({ event }, _, context) => ticketById(context).load(event.data.mergedIntoId ?? event.ticketId),
  from: ({ event: { ticketId, data } }, _, context) => ticketById(context).load(data.mergedFromId ?? ticketId),
};

const deliveryComment = async ({ event }: EventView, context: Context) =>
  event.data.commentId ??
  (event.data.outboundMessageId ? commentIdByOutboundMessageId(context).load(event.data.outboundMessageId) : null);

const delivery: Record<string, Resolve> = {
  commentId: async (view, _, context) => {
    const id = await deliveryComment(view, context);
    return id && globalId('Comment', id);
  },
  comment: async (view, _, context) => {
    const id = await deliveryComment(view, context);
    return id && commentById(context, id);
  },
};

/** Null once a merge took it to another ticket: some of those who share a frame see that one, others do not. */
async function sideOf({ event }: EventView, context: Context) {
  const id = event.data.sideConversationId;
  const found = id ? await sideConversationById(context, id) : null;
  return found?.ticketId === event.ticketId ? found : null;
}

const side: Record<string, Resolve> = {
  sideConversationId: ({ event }) => globalId('SideConversation', event.data.sideConversationId ?? ''),
  sideConversation: (view, _, context) => sideOf(view, context),
  message: async (view, _, context) => {
    const { sideMessageId } = view.event.data;
    return sideMessageId && (await sideOf(view, context)) ? sideMessageById(context, sideMessageId) : null;
  },
};

/** Each type of event: its name in the schema, and its own fields. */
const types: Readonly<Record<TicketEventType, readonly [name: string, fields: Record<string, Resolve>]>> = {
  TICKET_CREATED: ['TicketCreated', {}],
  TICKET_CHANGED: ['TicketChanged', { changed }],
  TICKET_MERGED: ['TicketMerged', merged],
  TICKET_GONE: ['TicketGone', {}],
  COMMENT_ADDED: ['CommentAdded', { commentId, comment }],
  COMMENT_CHANGED: ['CommentChanged', { commentId, comment }],
  COMMENT_DELETED: ['CommentDeleted', { commentId, comment }],
  CC_ADDED: ['CcAdded', { person }],
  CC_REMOVED: ['CcRemoved', { person }],
  CC_CHANGED: ['CcChanged', { person }],
  FOLLOWER_ADDED: ['FollowerAdded', { person }],
  FOLLOWER_REMOVED: ['FollowerRemoved', { person }],
  WARNING_RAISED: ['WarningRaised', { warning }],
  WARNING_RESOLVED: ['WarningResolved', { warning }],
  RATING_GIVEN: ['RatingGiven', { rating }],
  TRIGGER_NOTIFIED: ['TriggerNotified', { trigger, audience: ({ event }) => event.data.audience }],
  SIDE_CONVERSATION_CHANGED: ['SideConversationChanged', side],
  DELIVERY_CHANGED: ['DeliveryChanged', delivery],
};

export const ticketEvents = {
  TicketEvent: { __resolveType: ({ type }: EventView) => types[type][0] },
  ...Object.fromEntries(Object.values(types).map(([name, fields]) => [name, { ...everyEvent, ...fields }])),
};
