import { expect, test } from 'vitest';
import { emptyDraft, isSame, missing, toInput, whoReads } from '../src/features/tickets/new-ticket-draft.ts';
import type { PersonPartsFragment } from '../src/gql/graphql.ts';

const rita = { id: 'p1', name: 'Rita', addresses: ['rita@example.com'] } as PersonPartsFragment;
const full = {
  ...emptyDraft('claims'),
  requester: { person: rita, email: null },
  ccs: [{ person: null, email: 'carl@example.com' }],
  subject: ' Roof ',
  body: 'It leaks.',
};

test('says what is missing, one thing at a time', () => {
  expect(missing(emptyDraft('claims'))).toBe('Say who asks.');
  expect(missing({ ...full, subject: ' ' })).toBe('Give it a subject.');
  expect(missing(full)).toBeNull();
});

test('says who reads it; nobody outside reads a note', () => {
  expect(whoReads(full)).toBe('Goes to Rita (To), carl@example.com (Cc).');
  expect(whoReads({ ...full, visibility: 'INTERNAL' })).not.toContain('Rita');
});

test('an address somebody has is that person', () => {
  expect(isSame({ person: rita, email: null }, { person: null, email: 'rita@example.com' })).toBe(true);
});

test('people are named by id, addresses by address', () => {
  const input = toInput(full);
  expect(input).toMatchObject({ subject: 'Roof', requester: { id: 'p1' }, ccs: [{ email: 'carl@example.com' }] });
  expect(input.clientKey).toBe(full.clientKey);
});
