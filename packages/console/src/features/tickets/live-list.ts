import type { TicketRowFragment } from '../../gql/graphql.ts';

/**
 * A list as it is shown. `order` is what stands on the screen; while it is held (the pointer is on it, or it is scrolled)
 * nothing in it moves: what would come or lift waits in `waiting`.
 */
export type LiveList = {
  rows: ReadonlyMap<string, TicketRowFragment>;
  order: readonly string[];
  waiting: readonly string[];
  /** Rows that lifted or came in just now, to be marked for a moment. */
  lifted: readonly string[];
};

export const EMPTY_LIST: LiveList = { rows: new Map(), order: [], waiting: [], lifted: [] };

/** The first page, in the order of the server. What was waiting is in it. */
export function firstPage(tickets: readonly TicketRowFragment[]): LiveList {
  return { ...EMPTY_LIST, rows: toRows(new Map(), tickets), order: tickets.map((ticket) => ticket.id) };
}

/** A further page at the end. A ticket that has lifted meanwhile is not shown twice. */
export function nextPage(list: LiveList, tickets: readonly TicketRowFragment[]): LiveList {
  const known = new Set([...list.order, ...list.waiting]);
  const added = tickets.filter((ticket) => !known.has(ticket.id)).map((ticket) => ticket.id);
  return { ...list, rows: toRows(list.rows, tickets), order: [...list.order, ...added] };
}

/**
 * Something happened to a ticket. It is updated in its place; it lifts to the top, or waits while the list is held; one
 * that no longer belongs leaves, unless it is held.
 */
export function ticketMoved(
  list: LiveList,
  ticket: TicketRowFragment,
  how: { holds: boolean; held: boolean; lifts: boolean },
): LiveList {
  const shown = list.order.includes(ticket.id);
  if (!how.holds) {
    const waiting = list.waiting.filter((id) => id !== ticket.id);
    if (!shown) return waiting.length === list.waiting.length ? list : { ...list, waiting };
    const rows = toRows(list.rows, [ticket]);
    return how.held ? { ...list, rows, waiting } : { ...list, rows, waiting, order: without(list.order, ticket.id) };
  }
  const rows = toRows(list.rows, [ticket]);
  if (shown && (!how.lifts || list.order[0] === ticket.id)) return { ...list, rows };
  if (how.held) {
    const waiting = shown ? list.waiting : [ticket.id, ...without(list.waiting, ticket.id)];
    return { ...list, rows, waiting };
  }
  return { ...list, rows, order: [ticket.id, ...without(list.order, ticket.id)], lifted: [ticket.id] };
}

/** Shows what waited, newest first, and puts every row where it belongs. */
export function release(list: LiveList, holds: (ticket: TicketRowFragment) => boolean): LiveList {
  const all = [...list.waiting, ...list.order].filter((id) => {
    const row = list.rows.get(id);
    return row !== undefined && holds(row);
  });
  const time = (id: string) => Date.parse(list.rows.get(id)?.updatedAt ?? '') || 0;
  const order = [...new Set(all)].sort((a, b) => time(b) - time(a));
  return { ...list, order, waiting: [], lifted: list.waiting };
}

function without(ids: readonly string[], id: string): string[] {
  return ids.filter((each) => each !== id);
}

function toRows(
  rows: ReadonlyMap<string, TicketRowFragment>,
  tickets: readonly TicketRowFragment[],
): ReadonlyMap<string, TicketRowFragment> {
  const next = new Map(rows);
  for (const ticket of tickets) next.set(ticket.id, ticket);
  return next;
}
