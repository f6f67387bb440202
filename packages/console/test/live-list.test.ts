import { expect, test } from 'vitest';
import { firstPage, nextPage, release, ticketMoved } from '../src/features/tickets/live-list.ts';
import type { TicketRowFragment } from '../src/gql/graphql.ts';

const row = (id: string, minute = 0) =>
  ({ id, updatedAt: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`, status: 'OPEN' }) as TicketRowFragment;
const start = firstPage([row('a', 3), row('b', 2), row('c', 1)]);
const free = { holds: true, held: false, lifts: true };

test('a ticket with news lifts to the top', () => {
  expect(ticketMoved(start, row('c', 9), free).order).toEqual(['c', 'a', 'b']);
});

test('nothing moves under the pointer: rows are updated in place, new ones wait', () => {
  const held = { ...free, held: true };
  const list = ticketMoved(ticketMoved(start, row('c', 9), held), row('new', 10), held);
  expect(list.order).toEqual(['a', 'b', 'c']);
  expect(list.rows.get('c')?.updatedAt).toBe(row('c', 9).updatedAt);
  expect(list.waiting).toEqual(['new']);
});

test('what waited takes its place when it is let go', () => {
  const held = { ...free, held: true };
  const list = ticketMoved(ticketMoved(start, row('c', 9), held), row('new', 10), held);
  expect(release(list, () => true)).toMatchObject({ order: ['new', 'c', 'a', 'b'], waiting: [] });
});

test('a ticket that no longer belongs leaves, but not while the list is held', () => {
  const gone = { ...free, holds: false };
  expect(ticketMoved(start, row('b'), gone).order).toEqual(['a', 'c']);
  const kept = ticketMoved(start, row('b'), { ...gone, held: true });
  expect(kept.order).toEqual(['a', 'b', 'c']);
  expect(release(kept, (ticket) => ticket.id !== 'b').order).toEqual(['a', 'c']);
});

test('a change of properties lifts nothing', () => {
  expect(ticketMoved(start, row('c', 9), { ...free, lifts: false }).order).toEqual(['a', 'b', 'c']);
});

test('a further page shows nobody twice', () => {
  const lifted = ticketMoved(start, row('d', 9), free);
  expect(nextPage(lifted, [row('d'), row('e')]).order).toEqual(['d', 'a', 'b', 'c', 'e']);
});
