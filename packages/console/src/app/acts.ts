import { createBus } from './live/bus.ts';

/** What a key or the spotlight can ask of the open ticket. */
export type TicketAct = 'reply' | 'note' | 'cc' | 'follow' | 'assign' | 'status' | 'priority' | 'tags';

export const ticketActs = createBus<TicketAct>();
