import type {
  SubscriptionDepartmentEventsArgs,
  SubscriptionDeskEventsArgs,
  SubscriptionPresenceArgs,
  SubscriptionTicketEventsArgs,
} from '../../../generated/resolver-types.ts';
import { notFound } from '../../../platform/events/cursor.ts';
import { apiError } from '../../../platform/graphql/errors.ts';
import { localId } from '../../../platform/graphql/ids.ts';
import { filterIds } from '../../../platform/graphql/input-ids.ts';
import type { SubscribeContext } from '../../../platform/graphql/websocket.ts';
import { subscribing, wishOf } from '../watch.ts';

function ticketEvents(_: unknown, args: SubscriptionTicketEventsArgs, context: SubscribeContext) {
  const own = subscribing(context);
  const ticketId = localId('Ticket', args.ticketId);
  if (ticketId === null) throw notFound();
  const after = args.after ?? null;
  if (after !== null && after < 0) throw apiError('BAD_REQUEST', 'Argument "after" is a seq, or left out.');
  return own.hub.watchTicket(own.asker, wishOf(own, { types: args.types }), ticketId, after);
}

function deskEvents(_: unknown, args: SubscriptionDeskEventsArgs, context: SubscribeContext) {
  const own = subscribing(context);
  const wish = wishOf(own, { types: args.types, departmentIds: filterIds('Department', args.departmentIds) });
  return own.hub.watchDesk(own.asker, wish, args.after ?? null);
}

function departmentEvents(_: unknown, args: SubscriptionDepartmentEventsArgs, context: SubscribeContext) {
  const own = subscribing(context);
  return own.hub.watchDepartments(
    own.asker,
    wishOf(own, { departmentIds: filterIds('Department', args.departmentIds) }),
  );
}

function presence(_: unknown, args: SubscriptionPresenceArgs, context: SubscribeContext) {
  const own = subscribing(context);
  const ticketId = localId('Ticket', args.ticketId);
  if (ticketId === null) throw notFound();
  return own.hub.presence.watch(own.asker, wishOf(own, {}), ticketId);
}

export const subscriptions = {
  Subscription: {
    ticketEvents: { subscribe: ticketEvents },
    deskEvents: { subscribe: deskEvents },
    departmentEvents: { subscribe: departmentEvents },
    presence: { subscribe: presence },
  },
};
