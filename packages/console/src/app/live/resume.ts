/** The part of an event that says where it stands: its seq on its ticket, and its place in the desk's log. */
export type Placed = { ticketId: string; seq: number; cursor?: string };

/** APPLY it; it was SEEN already; there is a GAP before it, so what is shown must be read again. */
export type Verdict = 'APPLY' | 'SEEN' | 'GAP';

/**
 * Follows one ticket's log. Events are applied in the order of their seq and never twice; a seq that is not the next
 * one means that something was missed.
 */
export function followTicket(start: number | null): { place: () => number | null; see: (event: Placed) => Verdict } {
  let last = start;
  return {
    place: () => last,
    see(event) {
      if (last !== null && event.seq <= last) return 'SEEN';
      const next = last === null || event.seq === last + 1;
      last = event.seq;
      return next ? 'APPLY' : 'GAP';
    },
  };
}

/**
 * Follows the desk's log. Its cursors are opaque, so what was seen is known by ticket and seq; the last cursor is where
 * a new connection goes on.
 */
export function followDesk(start: string | null): { place: () => string | null; see: (event: Placed) => Verdict } {
  let last = start;
  const seen = new Map<string, number>();
  return {
    place: () => last,
    see(event) {
      last = event.cursor ?? last;
      const before = seen.get(event.ticketId);
      if (before !== undefined && event.seq <= before) return 'SEEN';
      seen.set(event.ticketId, event.seq);
      return 'APPLY';
    },
  };
}
