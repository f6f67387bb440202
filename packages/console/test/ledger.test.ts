import { expect, test } from 'vitest';
import { UNREAD, whyHere, withPage, type LedgerEntry } from '../src/features/people/ledger.ts';

const entry = (
  seq: number,
  name: string,
  change: LedgerEntry['change'],
  as: LedgerEntry['as'] = 'CC',
): LedgerEntry => ({
  seq,
  at: `2026-03-0${seq}T09:00:00Z`,
  person: { id: name, name },
  change,
  as,
  sentence: `${name} ${change} ${as}`,
});
const page = (entries: LedgerEntry[], hasNextPage: boolean) => ({
  edges: entries.map((node) => ({ cursor: `c${node.seq}`, node })),
  pageInfo: { hasNextPage, endCursor: null },
});

test('pages are put together in their order; an empty one at the end moves nothing', () => {
  const first = withPage(UNREAD, page([entry(1, 'rita', 'JOINED', 'REQUESTER'), entry(2, 'carl', 'JOINED')], true));
  const all = withPage(withPage(first, page([entry(3, 'carl', 'LEFT')], false)), page([], false));
  expect(all.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect([first.more, all.more, all.cursor]).toEqual([true, false, 'c3']);
});

test('why somebody is here is the last time they joined as what they are', () => {
  const entries = [
    entry(1, 'carl', 'JOINED'),
    entry(2, 'carl', 'LEFT'),
    entry(3, 'carl', 'JOINED'),
    entry(4, 'carl', 'JOINED', 'FOLLOWER'),
    entry(5, 'carl', 'RESTRICTED'),
    entry(6, 'mia', 'JOINED'),
  ];
  expect(whyHere(entries, 'carl', 'CC')?.seq).toBe(3);
  expect(whyHere(entries, 'carl', 'FOLLOWER')?.seq).toBe(4);
  expect(whyHere(entries, 'nora', 'CC')).toBeNull();
});
