import { createBus } from '../../app/live/bus.ts';
import type { PersonPartsFragment } from '../../gql/graphql.ts';

/** Asks for the new-ticket dialog, from the rail, the spotlight or the key. */
export const newTicketDoor = createBus<null>();

/** Only full agents open tickets for others: a light agent may not write publicly, and has no customers. */
export function mayOpenTickets(viewer: PersonPartsFragment): boolean {
  return viewer.role === 'ADMIN' || viewer.role === 'AGENT';
}
