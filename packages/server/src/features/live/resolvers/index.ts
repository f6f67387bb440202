import { eventLog } from './event-log.ts';
import { subscriptions } from './subscriptions.ts';
import { ticketEvents } from './ticket-events.ts';

export const resolvers = [eventLog, subscriptions, ticketEvents];
