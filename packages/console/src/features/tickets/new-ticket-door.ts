import { createBus } from '../../app/live/bus.ts';
import type { Signed } from '../../app/viewer.ts';

/** Asks for the new-ticket dialog, from the rail, the spotlight or the key. */
export const newTicketDoor = createBus<null>();

/**
 * Only full agents open tickets for others, in their departments: a light agent may not write publicly, and has no
 * customers.
 */
export function mayOpenTickets({ viewer, departments }: Pick<Signed, 'viewer' | 'departments'>): boolean {
  return (viewer.role === 'ADMIN' || viewer.role === 'AGENT') && departments.length > 0;
}
