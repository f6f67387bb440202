import type { TicketEventType } from '../../platform/events/event-view.ts';
import type { Wish } from '../../platform/events/group.ts';
import type { SubscribeContext, Subscribes } from '../../platform/graphql/websocket.ts';

/** The subscription's socket. There is none when a subscription is sent over HTTP, which the server refuses before. */
export function subscribing(context: SubscribeContext): Subscribes {
  if (!context.subscribes) throw new Error('Subscriptions need a WebSocket.');
  return context.subscribes;
}

/** What is asked for, with the filters of the subscription's arguments. */
export function wishOf(
  { prepared, variables }: Subscribes,
  filters: {
    types?: readonly TicketEventType[] | null | undefined;
    departmentIds?: readonly string[] | null | undefined;
  },
): Wish {
  return {
    prepared,
    variables,
    types: filters.types ? new Set(filters.types) : null,
    departmentIds: filters.departmentIds ? new Set(filters.departmentIds) : null,
  };
}
